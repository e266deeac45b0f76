package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.model.step.NeedsTo;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.Optional;

/** Where traffic from a region goes when the region fails. */
public final class LocalityFailover extends Part<LocalityFailover> {
    LocalityFailover(ObjectNode tree) {
        super(tree);
    }

    @Override
    protected LocalityFailover copy(ObjectNode changed) {
        return new LocalityFailover(changed);
    }

    static NeedsTo from(String from) {
        return to -> new LocalityFailover(Trees.empty()).set("from", from).set("to", to);
    }

    /** The region that fails. */
    public Optional<String> from() {
        return text("from");
    }

    /** The region that takes over. */
    public Optional<String> to() {
        return text("to");
    }
}
