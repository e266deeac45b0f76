package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.Map;
import java.util.Optional;

/** What every entry of a list of destinations has: the destination itself. */
public abstract class DestinationHolder<T extends DestinationHolder<T>> extends Part<T> {
    DestinationHolder(ObjectNode tree) {
        super(tree);
    }

    static ObjectNode holding(String host) {
        return Trees.object(Map.of("destination", tree(Destination.of(host))));
    }

    /** The subset, as a DestinationRule for the host names it. */
    public T subset(String subset) {
        return edit("destination", Destination::new, destination -> destination.subset(subset));
    }

    /** The port of the service; needed when it has several. */
    public T port(int port) {
        return edit("destination", Destination::new, destination -> destination.port(port));
    }

    /** What {@code destination} says. */
    public Optional<Destination> destination() {
        return part("destination", Destination::new);
    }
}
