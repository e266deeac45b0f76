package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A piece of a document that has no type of its own. */
final class Node extends Part<Node> {
    Node(ObjectNode tree) {
        super(tree);
    }

    @Override
    protected Node copy(ObjectNode changed) {
        return new Node(changed);
    }
}
