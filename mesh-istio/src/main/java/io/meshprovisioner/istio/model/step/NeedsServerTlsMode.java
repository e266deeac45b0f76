package io.meshprovisioner.istio.model.step;

import io.meshprovisioner.istio.model.IstioMutualServerTls;
import io.meshprovisioner.istio.model.MutualServerTls;
import io.meshprovisioner.istio.model.PassthroughServerTls;
import io.meshprovisioner.istio.model.SimpleServerTls;

/**
 * TLS of a server that still needs its mode.
 */
public interface NeedsServerTlsMode {

    /** Only the server shows a certificate: the one in this secret. */
    SimpleServerTls simple(String credentialName);

    /** Only the server shows a certificate. */
    NeedsServerCertificate<SimpleServerTls, SimpleServerTls> simple();

    /** Both show certificates; this secret holds the server's and the CA that callers are checked against. */
    MutualServerTls mutual(String credentialName);

    /** Both show certificates. */
    NeedsServerCertificate<MutualServerTls, NeedsCaCertificates<MutualServerTls>> mutual();

    /** As mutual, but callers may do without a certificate. Since 1.19. */
    MutualServerTls optionalMutual(String credentialName);

    /** As mutual, but callers may do without a certificate. Since 1.19. */
    NeedsServerCertificate<MutualServerTls, NeedsCaCertificates<MutualServerTls>> optionalMutual();

    /** Both show the certificates that Istio makes. */
    IstioMutualServerTls istioMutual();

    /** Connections are forwarded as they are, by server name and VirtualService. */
    PassthroughServerTls passthrough();

    /** Connections are forwarded as they are, to the service that the server name says; for other clusters' gateways. */
    PassthroughServerTls autoPassthrough();
}
