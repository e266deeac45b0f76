package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.Map;
import java.util.Optional;

/** The policy of one port; what it leaves out comes from the defaults and not from the policy around it. */
public final class PortPolicy extends Policy<PortPolicy> {
    PortPolicy(ObjectNode tree) {
        super(tree);
    }

    @Override
    protected PortPolicy copy(ObjectNode changed) {
        return new PortPolicy(changed);
    }

    static PortPolicy of(int port) {
        return new PortPolicy(Trees.object(Map.of("port", Ports.selector(port))));
    }

    /** The port that it is about. */
    public Optional<Integer> port() {
        return Ports.number(this, "port");
    }
}
