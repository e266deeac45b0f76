package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A rule that forwards requests. Source: HTTPRoute. */
public final class ForwardRoute extends ForwardingRule<ForwardRoute> implements HttpRoute {
    ForwardRoute(ObjectNode tree) {
        super(tree);
    }

    @Override
    protected ForwardRoute copy(ObjectNode changed) {
        return new ForwardRoute(changed);
    }

    ForwardRoute to(List<? extends Part<?>> destinations) {
        return set(
                "route",
                Trees.array(
                        new ArrayList<>(destinations.stream().map(Part::tree).toList())));
    }

    /** The destinations with their weights; a single one may have none. */
    public List<WeightedHttpDestination> route() {
        return parts("route", WeightedHttpDestination::new);
    }

    /**
     * The same destinations with other weights, by subset; those that the map does not name keep theirs.
     *
     * @throws IllegalArgumentException if a subset is not among the destinations, or is there more than once
     */
    public ForwardRoute weights(Map<String, Integer> bySubset) {
        List<WeightedHttpDestination> destinations = new ArrayList<>(route());
        List<String> subsets = destinations.stream().map(ForwardRoute::subset).toList();
        bySubset.forEach((subset, weight) -> {
            int index = subsets.indexOf(subset);
            if (index < 0 || index != subsets.lastIndexOf(subset)) {
                throw new IllegalArgumentException("the rule " + name().orElse("without a name")
                        + (index < 0 ? " has no destination" : " has several destinations") + " of subset " + subset
                        + "; its destinations' subsets are " + subsets);
            }
            destinations.set(index, destinations.get(index).weight(weight));
        });
        return to(destinations);
    }

    private static String subset(WeightedHttpDestination destination) {
        return destination.destination().flatMap(Destination::subset).orElse("");
    }
}
