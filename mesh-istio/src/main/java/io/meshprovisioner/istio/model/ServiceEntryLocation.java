package io.meshprovisioner.istio.model;

/** Whether a service belongs to the mesh. */
public enum ServiceEntryLocation {
    /** Outside: no mutual TLS by default. */
    MESH_EXTERNAL,

    /** Inside, for example on virtual machines. */
    MESH_INTERNAL
}
