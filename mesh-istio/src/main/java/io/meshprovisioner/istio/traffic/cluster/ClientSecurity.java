package io.meshprovisioner.istio.traffic.cluster;

import java.util.List;

/**
 * The TLS that a proxy starts to the endpoints of a cluster.
 *
 * @param serverName the SNI; empty for none, or see {@code serverNameOfRequest}
 * @param serverNameOfRequest whether the SNI is the request's host
 * @param identities one of which the server's certificate must show; empty for any
 * @param identityOfRequest whether the certificate must be for the request's host
 * @param verified whether the server's certificate is checked against a root at all
 * @param credential where certificates come from: a Secret's or ConfigMap's name, a file, or empty for the mesh's own
 * @param proxyProtocol the version of the PROXY protocol that is spoken first, {@code V1} or {@code V2}; empty for none
 * @param reason in words
 */
public record ClientSecurity(
        Mode mode,
        String serverName,
        boolean serverNameOfRequest,
        List<String> identities,
        boolean identityOfRequest,
        boolean verified,
        String credential,
        String proxyProtocol,
        String reason) {
    /** Kinds of TLS. */
    public enum Mode {
        /** None. */
        PLAINTEXT,
        /** The server shows a certificate. */
        SIMPLE,
        /** Both show certificates of the user's. */
        MUTUAL,
        /** Both show certificates of the mesh's. */
        ISTIO_MUTUAL,
        /** ISTIO_MUTUAL to endpoints that speak it, plain text to others. */
        AUTOMATIC
    }

    static ClientSecurity plaintext(String reason) {
        return new ClientSecurity(Mode.PLAINTEXT, "", false, List.of(), false, false, "", "", reason);
    }

    ClientSecurity proxyProtocol(String version) {
        return new ClientSecurity(
                mode,
                serverName,
                serverNameOfRequest,
                identities,
                identityOfRequest,
                verified,
                credential,
                version,
                reason);
    }

    /** Whether Istio's mutual TLS is spoken to an endpoint. */
    public boolean isMutualTo(ClusterEndpoint endpoint) {
        return mode == Mode.ISTIO_MUTUAL || (mode == Mode.AUTOMATIC && endpoint.mutualTls());
    }
}
