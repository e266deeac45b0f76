package io.meshprovisioner.istio.model;

import io.meshprovisioner.istio.model.step.NeedsCaCertificates;
import io.meshprovisioner.istio.model.step.NeedsServerCertificate;
import io.meshprovisioner.istio.model.step.NeedsServerTlsMode;

/** The beginning of TLS of a server. */
final class ServerTlsStart implements NeedsServerTlsMode {
    static final ServerTlsStart INSTANCE = new ServerTlsStart();

    private ServerTlsStart() {}

    @Override
    public SimpleServerTls simple(String credentialName) {
        return simple().credentialName(credentialName);
    }

    @Override
    public NeedsServerCertificate<SimpleServerTls, SimpleServerTls> simple() {
        return new ServerCertificateStep<>(new SimpleServerTls(ServerTlsPart.mode("SIMPLE")), tls -> tls);
    }

    @Override
    public MutualServerTls mutual(String credentialName) {
        return mutual().credentialName(credentialName);
    }

    @Override
    public NeedsServerCertificate<MutualServerTls, NeedsCaCertificates<MutualServerTls>> mutual() {
        return checkingCallers("MUTUAL");
    }

    @Override
    public MutualServerTls optionalMutual(String credentialName) {
        return optionalMutual().credentialName(credentialName);
    }

    @Override
    public NeedsServerCertificate<MutualServerTls, NeedsCaCertificates<MutualServerTls>> optionalMutual() {
        return checkingCallers("OPTIONAL_MUTUAL");
    }

    private static NeedsServerCertificate<MutualServerTls, NeedsCaCertificates<MutualServerTls>> checkingCallers(
            String mode) {
        return new ServerCertificateStep<>(new MutualServerTls(ServerTlsPart.mode(mode)), tls -> tls::caCertificates);
    }

    @Override
    public IstioMutualServerTls istioMutual() {
        return new IstioMutualServerTls(ServerTlsPart.mode("ISTIO_MUTUAL"));
    }

    @Override
    public PassthroughServerTls passthrough() {
        return new PassthroughServerTls(ServerTlsPart.mode("PASSTHROUGH"));
    }

    @Override
    public PassthroughServerTls autoPassthrough() {
        return new PassthroughServerTls(ServerTlsPart.mode("AUTO_PASSTHROUGH"));
    }
}
