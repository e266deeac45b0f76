package io.meshprovisioner.istio.model;

/** Versions of the PROXY protocol. */
public enum ProxyProtocolVersion {
    /** Readable text. */
    V1,

    /** Binary. */
    V2
}
