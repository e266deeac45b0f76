package io.meshprovisioner.istio.model;

/** Where in the filter chain a plugin stands. */
public enum PluginPhase {
    /** At the end, before the router. */
    UNSPECIFIED_PHASE,

    /** Before Istio's authentication. */
    AUTHN,

    /** Before Istio's authorization, after authentication. */
    AUTHZ,

    /** Before Istio's statistics, after authorization. */
    STATS
}
