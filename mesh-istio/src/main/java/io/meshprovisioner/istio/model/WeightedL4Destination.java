package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** Where a share of the connections of a rule goes. Source: RouteDestination. */
public final class WeightedL4Destination extends DestinationHolder<WeightedL4Destination> {
    WeightedL4Destination(ObjectNode tree) {
        super(tree);
    }

    @Override
    protected WeightedL4Destination copy(ObjectNode changed) {
        return new WeightedL4Destination(changed);
    }

    /** Another share. */
    public WeightedL4Destination weight(int weight) {
        return set("weight", weight);
    }

    /** What {@code weight} says. */
    public Optional<Integer> weight() {
        return integer("weight");
    }
}
