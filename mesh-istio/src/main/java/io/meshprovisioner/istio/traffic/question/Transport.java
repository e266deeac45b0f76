package io.meshprovisioner.istio.traffic.question;

/** How a connection is secured. */
public sealed interface Transport {
    /** Not at all. */
    record Plaintext() implements Transport {}

    /**
     * TLS of which Istio knows nothing.
     *
     * @param sni the server's name as the client says it; may be empty
     * @param alpn the application protocol as the client offers it, such as {@code h2}; may be empty
     * @param certificate whether the client shows one when it is asked; which one is not looked at
     */
    record Tls(String sni, String alpn, boolean certificate) implements Transport {
        /** Of a client that shows a certificate when it is asked. */
        public Tls(String sni, String alpn) {
            this(sni, alpn, true);
        }
    }

    /**
     * Istio mutual TLS between two workloads.
     *
     * @param sni such as {@code outbound_.9080_._.reviews.default.svc.cluster.local}; may be empty
     * @param alpn such as {@code istio} or {@code istio-http/1.1}
     * @param principal the client's identity, such as {@code cluster.local/ns/default/sa/client}
     */
    record IstioMutual(String sni, String alpn, String principal) implements Transport {}

    /** No security. */
    Transport PLAINTEXT = new Plaintext();

    /** Whether it is TLS of either kind. */
    default boolean isTls() {
        return !(this instanceof Plaintext);
    }

    /** The server's name that the client says; empty for plaintext. */
    default String serverName() {
        if (this instanceof Tls tls) {
            return tls.sni();
        }
        return this instanceof IstioMutual mutual ? mutual.sni() : "";
    }

    /** The application protocol that the client offers; empty for plaintext. */
    default String applicationProtocol() {
        if (this instanceof Tls tls) {
            return tls.alpn();
        }
        return this instanceof IstioMutual mutual ? mutual.alpn() : "";
    }
}
