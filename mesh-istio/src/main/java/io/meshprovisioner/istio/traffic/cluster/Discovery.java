package io.meshprovisioner.istio.traffic.cluster;

/** How a proxy comes by the endpoints of a cluster, in Envoy's words. */
public enum Discovery {
    /** The control plane tells them. */
    EDS,
    /** All addresses that DNS has for their names. */
    STRICT_DNS,
    /** One address that DNS has for a name. */
    LOGICAL_DNS,
    /** The address that the client chose. */
    ORIGINAL_DST,
    /** They stand in the configuration; there may be none. */
    STATIC,
    /** Whatever host the request names, by DNS. */
    DYNAMIC_FORWARD_PROXY
}
