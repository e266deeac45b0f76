package io.meshprovisioner.istio.traffic.snapshot;

/** How a proxy finds the endpoints of a service. */
public enum Resolution {
    /** The control plane tells the endpoints. */
    STATIC,
    /** The proxy asks DNS and balances over all answers. */
    DNS,
    /** The proxy asks DNS and uses one answer. */
    DNS_ROUND_ROBIN,
    /** The proxy asks DNS for the host that the request names. */
    DYNAMIC_DNS,
    /** The address that the client chose: headless services and ServiceEntries of resolution NONE. */
    PASSTHROUGH,
    /** Another name for a service: ExternalName. */
    ALIAS
}
