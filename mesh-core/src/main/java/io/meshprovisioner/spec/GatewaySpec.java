package io.meshprovisioner.spec;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * A gateway deployment with its Service. Values: each method returns a changed copy.
 *
 * @param name of the release, Deployment and Service
 * @param namespace default {@code istio-system}
 * @param annotations of the Service, such as {@code service.beta.kubernetes.io/aws-load-balancer-type: nlb}
 * @param exposure from where it is reached; default by a load balancer
 * @param nodePorts the fixed port of every node for a port of the Service, such as 30443 for 443; others are chosen
 * @param pods the gateway's; default as the profile has them
 */
public record GatewaySpec(
        String name,
        String namespace,
        Map<String, String> annotations,
        Exposure exposure,
        Map<Integer, Integer> nodePorts,
        PodSettings pods) {
    private static final String BALANCER = "service.beta.kubernetes.io/aws-load-balancer-";

    /** From where a gateway is reached. */
    public enum Exposure {
        LOAD_BALANCER,
        /** By a port of every node, behind a load balancer of somebody else's. */
        NODE_PORT,
        /** From inside the cluster only, as an egress gateway is. */
        CLUSTER
    }

    public GatewaySpec {
        annotations = Collections.unmodifiableMap(new TreeMap<>(annotations));
        nodePorts = Collections.unmodifiableMap(new TreeMap<>(nodePorts));
    }

    /** By a load balancer. */
    public GatewaySpec(String name, String namespace, Map<String, String> annotations) {
        this(name, namespace, annotations, Exposure.LOAD_BALANCER, Map.of(), PodSettings.defaults());
    }

    /** In {@code istio-system}, by a load balancer. */
    public static GatewaySpec named(String name) {
        return new GatewaySpec(name, "istio-system", Map.of());
    }

    /** Istio's ingress gateway as everybody names it. */
    public static GatewaySpec ingress() {
        return named("istio-ingressgateway");
    }

    /** Istio's egress gateway as everybody names it, reached from inside the cluster. */
    public static GatewaySpec egress() {
        return named("istio-egressgateway").exposure(Exposure.CLUSTER);
    }

    public GatewaySpec namespace(String newNamespace) {
        return new GatewaySpec(name, newNamespace, annotations, exposure, nodePorts, pods);
    }

    public GatewaySpec annotation(String key, String value) {
        Map<String, String> all = new TreeMap<>(annotations);
        all.put(key, value);
        return new GatewaySpec(name, namespace, all, exposure, nodePorts, pods);
    }

    public GatewaySpec exposure(Exposure newExposure) {
        return new GatewaySpec(name, namespace, annotations, newExposure, nodePorts, pods);
    }

    /** By a network load balancer; what AWS makes otherwise is a classic one. */
    public GatewaySpec networkLoadBalancer() {
        return annotation(BALANCER + "type", "nlb");
    }

    /** By a load balancer inside the VPC. */
    public GatewaySpec internal() {
        return annotation(BALANCER + "internal", "true").annotation(BALANCER + "scheme", "internal");
    }

    /** With a fixed port of every node, 30000 to 32767, for a port of the Service. */
    public GatewaySpec nodePort(int port, int nodePort) {
        Map<Integer, Integer> all = new TreeMap<>(nodePorts);
        all.put(port, nodePort);
        return new GatewaySpec(name, namespace, annotations, exposure, all, pods);
    }

    /** With so many pods, asking for so much, such as {@code pods.autoscaling(2, 6).cpu("500m")}. */
    public GatewaySpec pods(UnaryOperator<PodSettings> change) {
        return new GatewaySpec(name, namespace, annotations, exposure, nodePorts, change.apply(pods));
    }
}
