package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** TLS without a mode, such as a bare redirect, or in one that the types do not know; it rides along as it is. */
public final class OtherServerTls extends ServerTlsPart<OtherServerTls> implements ServerTls {
    OtherServerTls(ObjectNode tree) {
        super(tree);
    }

    @Override
    protected OtherServerTls copy(ObjectNode changed) {
        return new OtherServerTls(changed);
    }

    /** Whether requests are answered with a redirect to HTTPS. */
    public Optional<Boolean> httpsRedirect() {
        return flag("httpsRedirect");
    }
}
