package io.meshprovisioner.istio.traffic.proxy;

import io.meshprovisioner.istio.traffic.rule.GatewayServer;

/** What TLS a filter chain ends. */
enum ChainTls {
    /** None: what is encrypted stays so. */
    NONE,
    /** Between workloads, with identities of the mesh. */
    ISTIO_MUTUAL,
    /** With a certificate of the server's, asking none of the client. */
    SIMPLE,
    /** With a certificate of the server's, asking one of the client. */
    MUTUAL;

    /** What a gateway's server ends. */
    static ChainTls of(GatewayServer server) {
        GatewayServer.TlsMode mode = server.tls();
        if (mode == null || server.passesThrough()) {
            return NONE;
        }
        return switch (mode) {
            case MUTUAL -> MUTUAL;
            case ISTIO_MUTUAL -> ISTIO_MUTUAL;
            default -> SIMPLE;
        };
    }
}
