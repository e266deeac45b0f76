package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** A port that a gateway or sidecar listens on. */
public final class ServerPort extends Part<ServerPort> {
    ServerPort(ObjectNode tree) {
        super(tree);
    }

    @Override
    protected ServerPort copy(ObjectNode changed) {
        return new ServerPort(changed);
    }

    /** Its name, unique in the resource. */
    public ServerPort name(String name) {
        return set("name", name);
    }

    /** What {@code name} says. */
    public Optional<String> name() {
        return text("name");
    }

    /** Never had a meaning here; refused by Istio's validation since 1.20. */
    @Deprecated
    public ServerPort targetPort(int targetPort) {
        return set("targetPort", targetPort);
    }

    /** What {@code targetPort} says. */
    @Deprecated
    public Optional<Integer> targetPort() {
        return integer("targetPort");
    }

    static ServerPort of(int number, Protocol protocol) {
        return new ServerPort(Ports.of(number, protocol));
    }

    /** What {@code number} says. */
    public Optional<Integer> number() {
        return integer("number");
    }

    /** What {@code protocol} says. */
    public Optional<String> protocol() {
        return text("protocol");
    }
}
