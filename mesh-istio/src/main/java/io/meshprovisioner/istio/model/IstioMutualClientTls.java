package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** TLS to the destination in which both show the certificates that Istio makes. */
public final class IstioMutualClientTls extends VerifyingClientTls<IstioMutualClientTls> implements ClientTls {
    IstioMutualClientTls(ObjectNode tree) {
        super(tree);
    }

    @Override
    protected IstioMutualClientTls copy(ObjectNode changed) {
        return new IstioMutualClientTls(changed);
    }
}
