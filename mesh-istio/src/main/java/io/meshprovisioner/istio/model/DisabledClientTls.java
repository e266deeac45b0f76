package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** No TLS to the destination. */
public final class DisabledClientTls extends ClientTlsPart<DisabledClientTls> implements ClientTls {
    DisabledClientTls(ObjectNode tree) {
        super(tree);
    }

    @Override
    protected DisabledClientTls copy(ObjectNode changed) {
        return new DisabledClientTls(changed);
    }
}
