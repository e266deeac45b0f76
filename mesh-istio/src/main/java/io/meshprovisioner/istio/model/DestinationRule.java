package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.model.step.NeedsRuleHost;
import io.meshprovisioner.istio.yaml.Document;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What happens after routing on the way to a host, and the subsets that routes may name. Source: DestinationRule of
 * networking.istio.io.
 */
public final class DestinationRule extends IstioResource<DestinationRule> {
    private static final String KIND = "DestinationRule";

    private DestinationRule(Envelope envelope, ObjectNode spec) {
        super(envelope, spec);
    }

    /** A rule that still needs its host. */
    public static NeedsRuleHost named(String name) {
        return new Start(new DestinationRule(envelope(KIND, name), Trees.empty()));
    }

    static DestinationRule of(Document document) {
        return new DestinationRule(Envelope.of(document), Envelope.spec(document));
    }

    @Override
    protected DestinationRule copy(Envelope changed, ObjectNode spec) {
        return new DestinationRule(changed, spec);
    }

    /** The host it is about, or a wildcard prefix; a short name is of its namespace. */
    public DestinationRule host(String host) {
        return set("host", host);
    }

    /** What {@code host} says. */
    public Optional<String> host() {
        return text("host");
    }

    /** What happens on the way to every endpoint. */
    public DestinationRule trafficPolicy(UnaryOperator<TrafficPolicy> change) {
        return edit("trafficPolicy", TrafficPolicy::new, change);
    }

    /** What {@code trafficPolicy} says. */
    public Optional<TrafficPolicy> trafficPolicy() {
        return part("trafficPolicy", TrafficPolicy::new);
    }

    /** The endpoints with these labels under a name; in place of the subset of this name if there is one. */
    public DestinationRule subset(String name, Map<String, String> labels) {
        return subset(Subset.of(name, labels));
    }

    /** The same with a policy of its own. */
    public DestinationRule subset(String name, Map<String, String> labels, UnaryOperator<TrafficPolicy> policy) {
        return subset(Subset.of(name, labels).trafficPolicy(policy));
    }

    private DestinationRule subset(Subset subset) {
        List<Subset> subsets = subsets();
        for (int i = 0; i < subsets.size(); i++) {
            if (subsets.get(i).name().equals(subset.name())) {
                return set("subsets", Trees.replace(Objects.requireNonNull(get("subsets")), i, tree(subset)));
            }
        }
        return add("subsets", subset);
    }

    /** What {@code subsets} says. */
    public List<Subset> subsets() {
        return parts("subsets", Subset::new);
    }

    /** The namespaces that see it: {@code .} for its own, {@code *} for all. Default: all, or as the mesh is configured. */
    public DestinationRule exportTo(String... namespaces) {
        return set("exportTo", List.of(namespaces));
    }

    /** What {@code exportTo} says. */
    public List<String> exportTo() {
        return texts("exportTo");
    }

    /** Only callers of its namespace with these labels follow it. Since 1.14. */
    public DestinationRule workloadSelector(Map<String, String> matchLabels) {
        return set("workloadSelector", Selectors.matchLabels(matchLabels));
    }

    /** What {@code workloadSelector} says. */
    public Map<String, String> workloadSelector() {
        return Selectors.matchLabels(this, "workloadSelector");
    }

    private static final class Start extends UnfinishedResource<DestinationRule, NeedsRuleHost>
            implements NeedsRuleHost {
        Start(DestinationRule resource) {
            super(resource);
        }

        @Override
        NeedsRuleHost with(DestinationRule changed) {
            return new Start(changed);
        }

        @Override
        public DestinationRule host(String host) {
            return resource.host(host);
        }
    }
}
