package io.meshprovisioner.istio.model;

/** Versions of TLS that a server accepts. */
public enum TlsProtocol {
    /** What Envoy chooses: TLS 1.2 and later. */
    TLS_AUTO,

    /** TLS 1.0; broken, and warned about without cipher suites. */
    TLSV1_0,

    /** TLS 1.1; broken, and warned about without cipher suites. */
    TLSV1_1,

    /** TLS 1.2. */
    TLSV1_2,

    /** TLS 1.3. */
    TLSV1_3
}
