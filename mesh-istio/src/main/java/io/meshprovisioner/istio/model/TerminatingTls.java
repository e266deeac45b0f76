package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** What modes share in which the proxy ends TLS. */
public abstract class TerminatingTls<T extends TerminatingTls<T>> extends ServerTlsPart<T> {
    TerminatingTls(ObjectNode tree) {
        super(tree);
    }

    /** The oldest version that is accepted; default TLS 1.2. */
    public T minProtocolVersion(TlsProtocol version) {
        return set("minProtocolVersion", version);
    }

    /** What {@code minProtocolVersion} says. */
    public Optional<TlsProtocol> minProtocolVersion() {
        return value("minProtocolVersion", TlsProtocol.class);
    }

    /** The newest version that is accepted; default: the newest that Envoy knows. */
    public T maxProtocolVersion(TlsProtocol version) {
        return set("maxProtocolVersion", version);
    }

    /** What {@code maxProtocolVersion} says. */
    public Optional<TlsProtocol> maxProtocolVersion() {
        return value("maxProtocolVersion", TlsProtocol.class);
    }

    /** The cipher suites that are accepted up to TLS 1.2; default: Envoy's. */
    public T cipherSuites(String... cipherSuites) {
        return set("cipherSuites", List.of(cipherSuites));
    }

    /** What {@code cipherSuites} says. */
    public List<String> cipherSuites() {
        return texts("cipherSuites");
    }

    /** In the API for every server; only a plain HTTP one redirects, and Istio warns about it elsewhere. */
    public T httpsRedirect(boolean httpsRedirect) {
        return set("httpsRedirect", httpsRedirect);
    }

    /** What {@code httpsRedirect} says. */
    public Optional<Boolean> httpsRedirect() {
        return flag("httpsRedirect");
    }
}
