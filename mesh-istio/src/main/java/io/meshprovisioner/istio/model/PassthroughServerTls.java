package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** Connections are forwarded as they are. */
public final class PassthroughServerTls extends ServerTlsPart<PassthroughServerTls> implements ServerTls {
    PassthroughServerTls(ObjectNode tree) {
        super(tree);
    }

    @Override
    protected PassthroughServerTls copy(ObjectNode changed) {
        return new PassthroughServerTls(changed);
    }

    /** Whether the service is found by the server name alone. */
    public boolean auto() {
        return text("mode").equals(Optional.of("AUTO_PASSTHROUGH"));
    }
}
