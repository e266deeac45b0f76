package io.meshprovisioner.spec;

/** What workloads of the mesh accept from each other, as Istio's PeerAuthentication names it. */
public enum MutualTls {
    /** Mutual TLS and plain text: Istio's own default. */
    PERMISSIVE,
    /** Mutual TLS only. */
    STRICT
}
