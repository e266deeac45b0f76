package io.meshprovisioner.istio.model;

/** What of Envoy's configuration a patch is for. */
public enum ApplyTo {
    /** Not said; refused by Istio's validation. */
    INVALID,

    /** A listener. */
    LISTENER,

    /** A filter chain of a listener. */
    FILTER_CHAIN,

    /** A network filter of a filter chain. */
    NETWORK_FILTER,

    /** An HTTP filter of the HTTP connection manager. */
    HTTP_FILTER,

    /** A route configuration. */
    ROUTE_CONFIGURATION,

    /** A virtual host of a route configuration. */
    VIRTUAL_HOST,

    /** A route of a virtual host. */
    HTTP_ROUTE,

    /** A cluster. */
    CLUSTER,

    /** A named extension configuration. */
    EXTENSION_CONFIG,

    /** The bootstrap configuration, at the proxy's start. Since 1.11. */
    BOOTSTRAP,

    /** A listener filter. Since 1.17. */
    LISTENER_FILTER
}
