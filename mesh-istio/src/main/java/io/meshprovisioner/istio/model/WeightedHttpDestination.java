package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Where a share of the requests of a rule goes. Source: HTTPRouteDestination. */
public final class WeightedHttpDestination extends DestinationHolder<WeightedHttpDestination> {
    WeightedHttpDestination(ObjectNode tree) {
        super(tree);
    }

    @Override
    protected WeightedHttpDestination copy(ObjectNode changed) {
        return new WeightedHttpDestination(changed);
    }

    /** Another share. */
    public WeightedHttpDestination weight(int weight) {
        return set("weight", weight);
    }

    /** What {@code weight} says. */
    public Optional<Integer> weight() {
        return integer("weight");
    }

    /** Changes to the headers of what goes here. */
    public WeightedHttpDestination headers(UnaryOperator<Headers> change) {
        return edit("headers", Headers::new, change);
    }

    /** What {@code headers} says. */
    public Optional<Headers> headers() {
        return part("headers", Headers::new);
    }
}
