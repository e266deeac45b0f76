package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What rules for connections have. */
public abstract class L4Rule<T extends L4Rule<T>> extends Part<T> {
    L4Rule(ObjectNode tree) {
        super(tree);
    }

    /** The destinations with their weights; a single one may have none. */
    public List<WeightedL4Destination> route() {
        return parts("route", WeightedL4Destination::new);
    }
}
