package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A named part of a service: the endpoints with certain labels. Source: Subset. */
public final class Subset extends Part<Subset> {
    Subset(ObjectNode tree) {
        super(tree);
    }

    @Override
    protected Subset copy(ObjectNode changed) {
        return new Subset(changed);
    }

    static Subset of(String name, Map<String, String> labels) {
        return new Subset(Trees.empty()).set("name", name).set("labels", labels);
    }

    /** What {@code name} says. */
    public Optional<String> name() {
        return text("name");
    }

    /** What {@code labels} says. */
    public Map<String, String> labels() {
        return textMap("labels");
    }

    /** The policy of the subset, over that of the rule. */
    public Subset trafficPolicy(UnaryOperator<TrafficPolicy> change) {
        return edit("trafficPolicy", TrafficPolicy::new, change);
    }

    /** What {@code trafficPolicy} says. */
    public Optional<TrafficPolicy> trafficPolicy() {
        return part("trafficPolicy", TrafficPolicy::new);
    }
}
