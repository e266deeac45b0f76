package io.meshprovisioner.istio.model;

/** How the addresses of a service are found. */
public enum ServiceEntryResolution {
    /** The address that the caller asked for. */
    NONE,

    /** The addresses of the endpoints. */
    STATIC,

    /** By DNS, continuously, all addresses. */
    DNS,

    /** By DNS when a connection is made, one address. Since 1.12. */
    DNS_ROUND_ROBIN,

    /** By DNS from the host of each request, for wildcard hosts. Since 1.28. */
    DYNAMIC_DNS
}
