package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Both show the certificates that Istio makes. */
public final class IstioMutualServerTls extends TerminatingTls<IstioMutualServerTls> implements ServerTls {
    IstioMutualServerTls(ObjectNode tree) {
        super(tree);
    }

    @Override
    protected IstioMutualServerTls copy(ObjectNode changed) {
        return new IstioMutualServerTls(changed);
    }
}
