package io.meshprovisioner.istio.model;

import io.meshprovisioner.istio.model.step.NeedsHashKey;
import io.meshprovisioner.istio.model.step.NeedsLoadBalancer;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The beginning of every load balancer. */
final class LoadBalancerStart implements NeedsLoadBalancer, NeedsHashKey {
    private static final LoadBalancer NONE = new LoadBalancer(Trees.empty());

    @Override
    public LoadBalancer simple(LoadBalancerAlgorithm algorithm) {
        return NONE.set("simple", algorithm);
    }

    @Override
    public NeedsHashKey consistentHash() {
        return this;
    }

    @Override
    public LoadBalancer localityLbSetting(UnaryOperator<LocalityLb> setting) {
        return NONE.localityLbSetting(setting);
    }

    @Override
    public LoadBalancer warmup(UnaryOperator<Warmup> warmup) {
        return NONE.warmup(warmup);
    }

    private static HashLoadBalancer hash(Node key) {
        return new HashLoadBalancer(Trees.object(Map.of("consistentHash", Part.tree(key))));
    }

    @Override
    public HashLoadBalancer httpHeaderName(String name) {
        return hash(new Node(Trees.empty()).set("httpHeaderName", name));
    }

    @Override
    public HashLoadBalancer httpCookie(String name) {
        return httpCookie(name, cookie -> cookie);
    }

    @Override
    public HashLoadBalancer httpCookie(String name, UnaryOperator<HashCookie> cookie) {
        return hash(new Node(Trees.empty()).set("httpCookie", cookie.apply(HashCookie.named(name))));
    }

    @Override
    public HashLoadBalancer useSourceIp() {
        return hash(new Node(Trees.empty()).set("useSourceIp", true));
    }

    @Override
    public HashLoadBalancer httpQueryParameterName(String name) {
        return hash(new Node(Trees.empty()).set("httpQueryParameterName", name));
    }
}
