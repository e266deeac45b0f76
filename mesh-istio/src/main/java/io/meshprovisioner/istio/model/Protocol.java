package io.meshprovisioner.istio.model;

/** What is spoken on a port. */
public enum Protocol {
    /** HTTP/1.1 and, when the caller knows how, HTTP/2, in plain text. */
    HTTP,
    /** HTTP inside TLS. */
    HTTPS,
    /** HTTP/2 in plain text. */
    HTTP2,
    /** gRPC in plain text. */
    GRPC,
    /** gRPC for browsers. */
    GRPC_WEB("GRPC-Web"),
    /** A CONNECT proxy. */
    HTTP_PROXY,
    /** Connections of any kind. */
    TCP,
    /** TLS that is told apart by server name. */
    TLS,
    /** MongoDB. */
    MONGO,
    /** MySQL; only where the control plane allows it. */
    MYSQL,
    /** Redis; only where the control plane allows it. */
    REDIS,
    /** Datagrams; not proxied. */
    UDP;

    private final String text;

    Protocol() {
        this.text = name();
    }

    Protocol(String text) {
        this.text = text;
    }

    /** As YAML writes it. */
    @Override
    public String toString() {
        return text;
    }
}
