package io.meshprovisioner.spec;

import java.util.Map;
import java.util.TreeMap;

/**
 * A gateway deployment with its Service.
 *
 * @param name of the release, Deployment and Service
 * @param namespace default {@code istio-system}
 * @param annotations of the Service, such as {@code service.beta.kubernetes.io/aws-load-balancer-type: nlb}
 */
public record GatewaySpec(String name, String namespace, Map<String, String> annotations) {
    public GatewaySpec {
        annotations = java.util.Collections.unmodifiableMap(new TreeMap<>(annotations));
    }

    /** Istio's ingress gateway as everybody names it. */
    public static GatewaySpec ingress() {
        return new GatewaySpec("istio-ingressgateway", "istio-system", Map.of());
    }

    public GatewaySpec annotation(String key, String value) {
        Map<String, String> all = new TreeMap<>(annotations);
        all.put(key, value);
        return new GatewaySpec(name, namespace, all);
    }
}
