package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Where all connections of a rule go. Source: RouteDestination. */
public final class L4Destination extends DestinationHolder<L4Destination> {
    L4Destination(ObjectNode tree) {
        super(tree);
    }

    @Override
    protected L4Destination copy(ObjectNode changed) {
        return new L4Destination(changed);
    }

    static L4Destination of(String host) {
        return new L4Destination(holding(host));
    }

    /** The share of the connections, one of several: the weights of a rule should sum to 100 (must, up to 1.14). */
    public WeightedL4Destination weight(int weight) {
        return new WeightedL4Destination(tree(this)).weight(weight);
    }
}
