package io.meshprovisioner.istio.model;

/** How an endpoint is chosen when no request attribute decides; {@code simple} in YAML. */
public enum LoadBalancerAlgorithm {
    /** What Istio chooses: LEAST_REQUEST since 1.14. The value itself is known since 1.14. */
    UNSPECIFIED,

    /** The former name of LEAST_REQUEST; deprecated since 1.14, the only one before. */
    @Deprecated
    LEAST_CONN,

    /** Any healthy endpoint. */
    RANDOM,

    /** The address that the caller asked for, without load balancing. */
    PASSTHROUGH,

    /** One after the other. */
    ROUND_ROBIN,

    /** The one of two random endpoints with fewer requests under way. Since 1.14. */
    LEAST_REQUEST
}
