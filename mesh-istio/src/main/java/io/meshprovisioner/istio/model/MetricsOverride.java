package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.model.step.NeedsMetric;
import io.meshprovisioner.istio.model.step.NeedsTagOperation;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A change of metrics. Source: MetricsOverrides. */
public final class MetricsOverride extends Part<MetricsOverride> {
    MetricsOverride(ObjectNode tree) {
        super(tree);
    }

    static MetricsOverride start() {
        return new MetricsOverride(Trees.empty());
    }

    @Override
    protected MetricsOverride copy(ObjectNode changed) {
        return new MetricsOverride(changed);
    }

    /** Whether they are turned off. Default false. */
    public MetricsOverride disabled(boolean disabled) {
        return set("disabled", disabled);
    }

    /** What {@code disabled} says. */
    public Optional<Boolean> disabled() {
        return flag("disabled");
    }

    /** Which metrics; default all. */
    public MetricsOverride match(Function<NeedsMetric, ? extends MetricSelector> choice) {
        return set("match", choice.apply(MetricSelector.needed()));
    }

    /** What {@code match} says. */
    public Optional<MetricSelector> match() {
        return part("match", MetricSelector::new);
    }

    /** What happens to one tag of them. */
    public MetricsOverride tagOverride(String tag, Function<NeedsTagOperation, TagOverride> override) {
        return put("tagOverrides", tag, override.apply(TagOverride.needed()));
    }

    /** What {@code tagOverrides} says. */
    public Map<String, TagOverride> tagOverrides() {
        return partMap("tagOverrides", TagOverride::new);
    }
}
