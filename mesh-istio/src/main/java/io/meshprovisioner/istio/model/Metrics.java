package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.yaml.Trees;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Metrics of requests and connections. Since 1.11. Source: Metrics. */
public final class Metrics extends Part<Metrics> {
    Metrics(ObjectNode tree) {
        super(tree);
    }

    static Metrics start() {
        return new Metrics(Trees.empty());
    }

    @Override
    protected Metrics copy(ObjectNode changed) {
        return new Metrics(changed);
    }

    /** How often TCP metrics are reported; default 5 s. Since 1.17. */
    public Metrics reportingInterval(Duration reportingInterval) {
        return set("reportingInterval", reportingInterval);
    }

    /** What {@code reportingInterval} says. */
    public Optional<Duration> reportingInterval() {
        return duration("reportingInterval");
    }

    /** The providers of the mesh configuration that it goes to. */
    public Metrics providers(String... names) {
        return set(
                "providers",
                Trees.of(Arrays.stream(names).map(name -> Map.of("name", name)).toList()));
    }

    /** What {@code providers} says. */
    public List<String> providers() {
        return parts("providers", Node::new).stream()
                .flatMap(provider -> provider.text("name").stream())
                .toList();
    }

    /** One more change. */
    public Metrics override(UnaryOperator<MetricsOverride> override) {
        return add("overrides", override.apply(MetricsOverride.start()));
    }

    /** What {@code overrides} says. */
    public List<MetricsOverride> overrides() {
        return parts("overrides", MetricsOverride::new);
    }
}
