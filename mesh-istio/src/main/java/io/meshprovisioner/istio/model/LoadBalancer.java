package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.model.step.NeedsLoadBalancer;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** How an endpoint is chosen. Source: LoadBalancerSettings. */
public sealed class LoadBalancer extends Part<LoadBalancer> permits HashLoadBalancer {
    LoadBalancer(ObjectNode tree) {
        super(tree);
    }

    @Override
    protected LoadBalancer copy(ObjectNode changed) {
        return new LoadBalancer(changed);
    }

    static NeedsLoadBalancer needed() {
        return new LoadBalancerStart();
    }

    static LoadBalancer read(ObjectNode tree) {
        return tree.path("consistentHash").isObject() ? new HashLoadBalancer(tree) : new LoadBalancer(tree);
    }

    /** What {@code simple} says. */
    public final Optional<LoadBalancerAlgorithm> simple() {
        return value("simple", LoadBalancerAlgorithm.class);
    }

    /** Localities are preferred. */
    public LoadBalancer localityLbSetting(UnaryOperator<LocalityLb> change) {
        return edit("localityLbSetting", LocalityLb::new, change);
    }

    /** What {@code localityLbSetting} says. */
    public final Optional<LocalityLb> localityLbSetting() {
        return part("localityLbSetting", LocalityLb::new);
    }

    /** New endpoints come to their full share slowly; ROUND_ROBIN and LEAST_REQUEST only. Since 1.24. */
    public LoadBalancer warmup(UnaryOperator<Warmup> change) {
        return unset("warmupDurationSecs").edit("warmup", Warmup::new, change);
    }

    /** What {@code warmup} says. */
    public final Optional<Warmup> warmup() {
        return part("warmup", Warmup::new);
    }

    /** How long warming up takes. Since 1.14, deprecated since 1.24: {@link #warmup} says more. */
    @Deprecated
    public LoadBalancer warmupDurationSecs(Duration duration) {
        return unset("warmup").set("warmupDurationSecs", duration);
    }

    /** What {@code warmupDurationSecs} says. */
    @Deprecated
    public final Optional<Duration> warmupDurationSecs() {
        return duration("warmupDurationSecs");
    }
}
