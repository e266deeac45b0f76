package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** TLS to the destination in which only the server shows a certificate. */
public final class SimpleClientTls extends OwnClientTls<SimpleClientTls> implements ClientTls {
    SimpleClientTls(ObjectNode tree) {
        super(tree);
    }

    @Override
    protected SimpleClientTls copy(ObjectNode changed) {
        return new SimpleClientTls(changed);
    }

    /** The secret with the authorities that the server is checked against, in the namespace of the proxy. */
    public SimpleClientTls credentialName(String credentialName) {
        return set("credentialName", credentialName);
    }
}
