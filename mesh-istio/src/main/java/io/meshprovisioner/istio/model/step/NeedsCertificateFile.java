package io.meshprovisioner.istio.model.step;

import io.meshprovisioner.istio.model.TlsCertificate;

/**
 * A certificate that still needs its file.
 */
public interface NeedsCertificateFile {

    /** The file of the certificate in the proxy. */
    NeedsPrivateKey<TlsCertificate> serverCertificate(String path);
}
