package io.meshprovisioner.istio.model;

/** Whether a workload demands mutual TLS of its callers. */
public enum MutualTlsMode {
    /** As around it: the namespace, then the mesh, then PERMISSIVE. */
    UNSET,

    /** Plain text only. */
    DISABLE,

    /** Either. */
    PERMISSIVE,

    /** Mutual TLS only. */
    STRICT
}
