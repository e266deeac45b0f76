package io.meshprovisioner.istio.model.step;

import io.meshprovisioner.istio.model.DisabledClientTls;
import io.meshprovisioner.istio.model.IstioMutualClientTls;
import io.meshprovisioner.istio.model.SimpleClientTls;

/**
 * TLS to a destination that still needs its mode.
 */
public interface NeedsClientTlsMode {

    /** No TLS. */
    DisabledClientTls disable();

    /** TLS in which only the server shows a certificate. */
    SimpleClientTls simple();

    /** TLS in which both show certificates of your own. */
    NeedsClientCertificate mutual();

    /** TLS in which both show the certificates that Istio makes. */
    IstioMutualClientTls istioMutual();
}
