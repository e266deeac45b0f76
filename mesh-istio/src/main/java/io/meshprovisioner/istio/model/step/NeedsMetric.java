package io.meshprovisioner.istio.model.step;

import io.meshprovisioner.istio.model.IstioMetric;
import io.meshprovisioner.istio.model.MetricSelector;

/**
 * A choice of metrics that still needs the metric.
 */
public interface NeedsMetric {

    /** One of Istio's own, or all of them. */
    MetricSelector metric(IstioMetric metric);

    /** One of another name. */
    MetricSelector customMetric(String name);
}
