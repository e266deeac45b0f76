package io.meshprovisioner.istio.traffic.answer;

/** Why nobody answers. */
public enum Reason {
    /** No listener takes the connection. */
    NO_LISTENER,
    /** The listener has no filter chain for it. */
    NO_FILTER_CHAIN,
    /** Several filter chains would take it; Envoy would have refused the listener. */
    SEVERAL_FILTER_CHAINS,
    /** No virtual host has the name that the request asks for. */
    NO_VIRTUAL_HOST,
    /** The virtual host has no route for the request. */
    NO_ROUTE,
    /** HTTP was expected and not sent, or the other way round. */
    WRONG_PROTOCOL,
    /** TLS was expected and not sent, or the other way round. */
    WRONG_TLS,
    /** Istio mutual TLS was expected and not sent, or the other way round. */
    WRONG_MUTUAL_TLS,
    /** The virtual host takes only TLS and sends others away. */
    NEEDS_TLS,
    /** The route names a service or a subset that does not exist. */
    NO_CLUSTER,
    /** The destination has no healthy endpoint. */
    NO_ENDPOINT,
    /** Only registered hosts may be called, and this one is not. */
    NOT_REGISTERED,
    /** An AuthorizationPolicy denies it, or none of those that allow does. */
    DENIED,
    /** Its token is missing or wrong for a RequestAuthentication. */
    BAD_TOKEN
}
