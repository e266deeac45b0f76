package io.meshprovisioner.istio.model;

import io.meshprovisioner.istio.model.step.NeedsCertificateFile;
import io.meshprovisioner.istio.model.step.NeedsPrivateKey;
import io.meshprovisioner.istio.model.step.NeedsServerCertificate;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Stream;

/** The certificate of a server is chosen. */
record ServerCertificateStep<T extends OwnServerTls<T>, F>(T tls, Function<T, F> afterFiles)
        implements NeedsServerCertificate<T, F> {

    @Override
    public T credentialName(String credentialName) {
        return tls.set("credentialName", credentialName);
    }

    @Override
    public T credentialNames(String first, String... more) {
        return tls.set(
                "credentialNames",
                Stream.concat(Stream.of(first), Arrays.stream(more)).toList());
    }

    @Override
    public T tlsCertificates(Function<NeedsCertificateFile, TlsCertificate> certificate) {
        return tls.tlsCertificates(certificate);
    }

    @Override
    public NeedsPrivateKey<F> serverCertificate(String path) {
        return key -> afterFiles.apply(tls.set("serverCertificate", path).set("privateKey", key));
    }
}
