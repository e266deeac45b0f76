package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** A service, or a subset of it, that traffic goes to. Source: Destination. */
public final class Destination extends Part<Destination> {
    Destination(ObjectNode tree) {
        super(tree);
    }

    @Override
    protected Destination copy(ObjectNode changed) {
        return new Destination(changed);
    }

    static Destination of(String host) {
        return new Destination(Trees.object(Map.of("host", Trees.of(Objects.requireNonNull(host, "host")))));
    }

    /** The subset, as a DestinationRule for the host names it. */
    public Destination subset(String subset) {
        return set("subset", subset);
    }

    /** The port of the service; needed when it has several. */
    public Destination port(int port) {
        return set("port", Ports.selector(port));
    }

    /** What {@code host} says. */
    public Optional<String> host() {
        return text("host");
    }

    /** What {@code subset} says. */
    public Optional<String> subset() {
        return text("subset");
    }

    /** What {@code port} says. */
    public Optional<Integer> port() {
        return Ports.number(this, "port");
    }
}
