package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.model.step.NeedsMetric;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.Optional;

/** Which metrics an override is about. */
public final class MetricSelector extends Part<MetricSelector> {
    MetricSelector(ObjectNode tree) {
        super(tree);
    }

    static MetricSelector start() {
        return new MetricSelector(Trees.empty());
    }

    @Override
    protected MetricSelector copy(ObjectNode changed) {
        return new MetricSelector(changed);
    }

    /** On which side; default either. */
    public MetricSelector mode(WorkloadMode mode) {
        return set("mode", mode);
    }

    /** What {@code mode} says. */
    public Optional<WorkloadMode> mode() {
        return value("mode", WorkloadMode.class);
    }

    static NeedsMetric needed() {
        return new NeedsMetric() {
            @Override
            public MetricSelector metric(IstioMetric metric) {
                return start().set("metric", metric);
            }

            @Override
            public MetricSelector customMetric(String name) {
                return start().set("customMetric", name);
            }
        };
    }

    /** What {@code metric} says. */
    public Optional<IstioMetric> metric() {
        return value("metric", IstioMetric.class);
    }

    /** What {@code customMetric} says. */
    public Optional<String> customMetric() {
        return text("customMetric");
    }
}
