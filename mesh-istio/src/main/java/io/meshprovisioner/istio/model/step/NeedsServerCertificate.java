package io.meshprovisioner.istio.model.step;

import io.meshprovisioner.istio.model.TlsCertificate;
import java.util.function.Function;

/**
 * TLS of a server that still needs its certificate.
 *
 * @param <C> what follows a secret
 * @param <F> what follows files
 */
public interface NeedsServerCertificate<C, F> {

    /** The secret that holds certificate and key (and for mutual TLS the CA), in the namespace of the gateway. */
    C credentialName(String credentialName);

    /** Secrets of certificates of several types, such as RSA and ECDSA; Istio takes two. Since 1.26. */
    C credentialNames(String first, String... more);

    /** One more certificate by files in the proxy; Istio takes two. Since 1.26. */
    C tlsCertificates(Function<NeedsCertificateFile, TlsCertificate> certificate);

    /** The file of the certificate in the proxy. */
    NeedsPrivateKey<F> serverCertificate(String path);
}
