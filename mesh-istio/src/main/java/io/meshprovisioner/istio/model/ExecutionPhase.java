package io.meshprovisioner.istio.model;

/** Where in the filter chain an extension stands. Since 1.30. */
public enum ExecutionPhase {
    /** At the end, before the router. */
    UNSPECIFIED,

    /** Before Istio's authentication. */
    AUTHN,

    /** Before Istio's authorization, after authentication. */
    AUTHZ,

    /** Before Istio's statistics, after authorization. */
    STATS
}
