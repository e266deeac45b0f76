package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Only the server shows a certificate. */
public final class SimpleServerTls extends OwnServerTls<SimpleServerTls> implements ServerTls {
    SimpleServerTls(ObjectNode tree) {
        super(tree);
    }

    @Override
    protected SimpleServerTls copy(ObjectNode changed) {
        return new SimpleServerTls(changed);
    }
}
