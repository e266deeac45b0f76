package io.meshprovisioner.istio.traffic.proxy;

/** What TLS a filter chain ends. */
enum ChainTls {
    /** None: what is encrypted stays so. */
    NONE,
    /** Between workloads, with identities of the mesh. */
    ISTIO_MUTUAL,
    /** With a certificate of the server's, asking none of the client. */
    SIMPLE,
    /** With a certificate of the server's, asking one of the client. */
    MUTUAL
}
