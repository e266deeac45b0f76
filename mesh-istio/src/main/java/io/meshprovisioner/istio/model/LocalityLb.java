package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.model.step.NeedsFrom;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * How localities are preferred: distribute, failover or failoverPriority, none together with distribute. Source:
 * LocalityLoadBalancerSetting.
 */
public final class LocalityLb extends Part<LocalityLb> {
    LocalityLb(ObjectNode tree) {
        super(tree);
    }

    static LocalityLb start() {
        return new LocalityLb(Trees.empty());
    }

    @Override
    protected LocalityLb copy(ObjectNode changed) {
        return new LocalityLb(changed);
    }

    /** Labels in the order of importance: endpoints with the same values as the caller come first. Since 1.12. */
    public LocalityLb failoverPriority(String... failoverPriority) {
        return set("failoverPriority", List.of(failoverPriority));
    }

    /** What {@code failoverPriority} says. */
    public List<String> failoverPriority() {
        return texts("failoverPriority");
    }

    /** Whether this is used; default: as the mesh is configured. */
    public LocalityLb enabled(boolean enabled) {
        return set("enabled", enabled);
    }

    /** What {@code enabled} says. */
    public Optional<Boolean> enabled() {
        return flag("enabled");
    }

    /** Traffic from one locality goes to others by weight; the weights must sum to 100. {@code region/zone/*} is allowed. */
    public LocalityLb distribute(String from, Map<String, Integer> to) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("from", from);
        entry.put("to", new TreeMap<>(to));
        return set("distribute", Trees.append(get("distribute"), Trees.of(entry)));
    }

    /** When a region fails, traffic from it goes to another one. */
    public LocalityLb failover(Function<NeedsFrom, LocalityFailover> failover) {
        return add("failover", failover.apply(LocalityFailover::from));
    }

    /** What {@code failover} says. */
    public List<LocalityFailover> failover() {
        return parts("failover", LocalityFailover::new);
    }
}
