package io.meshprovisioner.istio.model.step;

import io.meshprovisioner.istio.model.MutualClientTls;

/**
 * Mutual TLS that still needs the certificate of the client.
 */
public interface NeedsClientCertificate {

    /** The secret that holds certificate, key and CA, in the namespace of the proxy; gateways and, with a workload selector, sidecars. */
    MutualClientTls credentialName(String credentialName);

    /** The file of the certificate in the proxy. */
    NeedsPrivateKey<MutualClientTls> clientCertificate(String path);
}
