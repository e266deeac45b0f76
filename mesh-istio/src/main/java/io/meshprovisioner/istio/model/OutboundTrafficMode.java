package io.meshprovisioner.istio.model;

/** What happens to traffic whose destination the mesh does not know. */
public enum OutboundTrafficMode {
    /** It is refused. */
    REGISTRY_ONLY,

    /** It is let out. */
    ALLOW_ANY
}
