package io.meshprovisioner.istio.model;

/** The direction of traffic. */
public enum TrafficMode {
    /** As CLIENT_AND_SERVER. */
    UNDEFINED,

    /** Outgoing. */
    CLIENT,

    /** Incoming. */
    SERVER,

    /** Both. */
    CLIENT_AND_SERVER
}
