package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.model.step.NeedsTargetHost;
import io.meshprovisioner.istio.model.step.NeedsTargetPort;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.Optional;

/** A proxy that connections are tunnelled through. Since 1.14. */
public final class Tunnel extends Part<Tunnel> implements NeedsTargetHost, NeedsTargetPort {
    Tunnel(ObjectNode tree) {
        super(tree);
    }

    static Tunnel start() {
        return new Tunnel(Trees.empty());
    }

    @Override
    protected Tunnel copy(ObjectNode changed) {
        return new Tunnel(changed);
    }

    /** {@code CONNECT} (the default) or {@code POST}. */
    public Tunnel protocol(String protocol) {
        return set("protocol", protocol);
    }

    /** What {@code protocol} says. */
    public Optional<String> protocol() {
        return text("protocol");
    }

    /** The host to connect to. */
    @Override
    public Tunnel targetHost(String targetHost) {
        return set("targetHost", targetHost);
    }

    /** What {@code targetHost} says. */
    public Optional<String> targetHost() {
        return text("targetHost");
    }

    /** The port to connect to. */
    @Override
    public Tunnel targetPort(int targetPort) {
        return set("targetPort", targetPort);
    }

    /** What {@code targetPort} says. */
    public Optional<Integer> targetPort() {
        return integer("targetPort");
    }
}
