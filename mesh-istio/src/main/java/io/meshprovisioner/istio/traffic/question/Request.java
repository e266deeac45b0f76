package io.meshprovisioner.istio.traffic.question;

/** What is sent. */
public sealed interface Request {
    /** The host that is called: a short or full name, or an IP address. */
    String host();

    /** The port that is called. */
    int port();

    /** An HTTP request, in plain or inside TLS that the caller's application makes. */
    record Http(String host, int port, HttpRequest request, Transport transport) implements Request {}

    /** A TLS connection that nobody on the way opens. */
    record Tls(String host, int port, Transport.Tls transport) implements Request {}

    /** Bytes. */
    record Tcp(String host, int port) implements Request {}
}
