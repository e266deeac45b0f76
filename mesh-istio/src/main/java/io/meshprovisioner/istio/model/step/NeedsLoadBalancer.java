package io.meshprovisioner.istio.model.step;

import io.meshprovisioner.istio.model.LoadBalancer;
import io.meshprovisioner.istio.model.LoadBalancerAlgorithm;
import io.meshprovisioner.istio.model.LocalityLb;
import io.meshprovisioner.istio.model.Warmup;
import java.util.function.UnaryOperator;

/**
 * A load balancer that still needs to say how an endpoint is chosen.
 */
public interface NeedsLoadBalancer {

    /** By an algorithm. */
    LoadBalancer simple(LoadBalancerAlgorithm algorithm);

    /** By a hash over something of the request, so that the same caller meets the same endpoint. */
    NeedsHashKey consistentHash();

    /** As by default, with localities preferred. */
    LoadBalancer localityLbSetting(UnaryOperator<LocalityLb> setting);

    /** As by default, with new endpoints warmed up. Since 1.24. */
    LoadBalancer warmup(UnaryOperator<Warmup> warmup);
}
