package io.meshprovisioner.istio.model;

/** Which proxies a patch is for. */
public enum PatchContext {
    /** All. */
    ANY,

    /** Sidecars, for incoming traffic. */
    SIDECAR_INBOUND,

    /** Sidecars, for outgoing traffic. */
    SIDECAR_OUTBOUND,

    /** Gateways. */
    GATEWAY,

    /** Waypoints. Since 1.29. */
    WAYPOINT
}
