package io.meshprovisioner.spec;

import io.meshprovisioner.spec.NetworkBalancer.TargetType;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
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
    private static final String TYPE = BALANCER + "type";
    private static final String TARGETS = BALANCER + "nlb-target-type";
    private static final String SCHEME = BALANCER + "scheme";

    private static final String INTERNET = "internet-facing";

    /** Left by Kubernetes itself to the AWS Load Balancer Controller. */
    private static final String CONTROLLERS = "external";

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

    /** By a network load balancer of ports of nodes; what AWS makes otherwise is a classic one. */
    public GatewaySpec networkLoadBalancer() {
        return networkLoadBalancer(balancer -> balancer);
    }

    /**
     * By a network load balancer, such as {@code networkLoadBalancer(nlb -> nlb.targets(TargetType.IP))}. One of the pods
     * themselves needs the AWS Load Balancer Controller, which then comes with the cluster.
     */
    public GatewaySpec networkLoadBalancer(UnaryOperator<NetworkBalancer> how) {
        Map<String, String> all = new TreeMap<>(annotations);
        if (how.apply(NetworkBalancer.defaults()).targets() == TargetType.IP) {
            all.put(TYPE, CONTROLLERS);
            all.put(TARGETS, "ip");
            // The controller's own default is the VPC alone.
            all.putIfAbsent(SCHEME, INTERNET);
        } else {
            all.put(TYPE, "nlb");
            all.remove(TARGETS);
            all.remove(SCHEME, INTERNET);
        }
        return new GatewaySpec(name, namespace, all, exposure, nodePorts, pods);
    }

    /** Whether it asks for a load balancer that the AWS Load Balancer Controller makes. */
    public boolean needsBalancerController() {
        return exposure == Exposure.LOAD_BALANCER
                && Set.of(CONTROLLERS, "nlb-ip").contains(annotations.getOrDefault(TYPE, ""));
    }

    /** Whether it is left to that controller, which does not take it: with this type, the kind of targets must be named. */
    boolean leftToNobody() {
        return exposure == Exposure.LOAD_BALANCER
                && CONTROLLERS.equals(annotations.get(TYPE))
                && !Set.of("ip", "instance").contains(annotations.getOrDefault(TARGETS, ""));
    }

    /** Whether its load balancer sends to the pods themselves. */
    public boolean targetsPods() {
        return needsBalancerController()
                && ("nlb-ip".equals(annotations.get(TYPE)) || "ip".equals(annotations.get(TARGETS)));
    }

    /** Whether its load balancer is a network one, by the annotations of either kind of cluster. */
    public boolean hasNetworkLoadBalancer() {
        return exposure == Exposure.LOAD_BALANCER
                && (annotations.containsKey(TYPE) || annotations.containsKey(TARGETS));
    }

    /**
     * This gateway as EKS Auto Mode serves it, whose load balancers are in the VPC alone and send to pods unless they are told
     * otherwise, and which knows the type by the Service's class. Source: the EKS user guide, "Use Service Annotations to configure
     * Network Load Balancers" and its migration reference.
     */
    public GatewaySpec servedByAutoMode() {
        if (exposure != Exposure.LOAD_BALANCER) {
            return this;
        }
        Map<String, String> all = new TreeMap<>(annotations);
        String type = all.getOrDefault(TYPE, "");
        all.remove(TYPE);
        String inside = all.remove(BALANCER + "internal");
        all.putIfAbsent(SCHEME, "true".equals(inside) ? "internal" : INTERNET);
        if (type.equals("nlb")) {
            all.putIfAbsent(TARGETS, "instance");
        }
        return new GatewaySpec(name, namespace, all, exposure, nodePorts, pods);
    }

    /** By a load balancer inside the VPC. */
    public GatewaySpec internal() {
        return annotation(BALANCER + "internal", "true").annotation(SCHEME, "internal");
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
