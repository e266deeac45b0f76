package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** TLS in a mode that the types do not know; it rides along as it is. */
public final class OtherClientTls extends ClientTlsPart<OtherClientTls> implements ClientTls {
    OtherClientTls(ObjectNode tree) {
        super(tree);
    }

    @Override
    protected OtherClientTls copy(ObjectNode changed) {
        return new OtherClientTls(changed);
    }
}
