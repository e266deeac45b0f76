package io.meshprovisioner.istio.model;

/** What a matched route does. */
public enum RouteAction {
    /** Anything. */
    ANY,

    /** It forwards. */
    ROUTE,

    /** It redirects. */
    REDIRECT,

    /** It answers by itself. */
    DIRECT_RESPONSE
}
