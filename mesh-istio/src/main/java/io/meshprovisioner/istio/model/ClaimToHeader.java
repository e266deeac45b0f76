package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.model.step.NeedsClaimHeader;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.Optional;

/** A claim of a token that becomes a header. Since 1.17. */
public final class ClaimToHeader extends Part<ClaimToHeader> {
    ClaimToHeader(ObjectNode tree) {
        super(tree);
    }

    @Override
    protected ClaimToHeader copy(ObjectNode changed) {
        return new ClaimToHeader(changed);
    }

    static NeedsClaimHeader of(String claim) {
        return header -> new ClaimToHeader(Trees.empty()).set("header", header).set("claim", claim);
    }

    /** What {@code header} says. */
    public Optional<String> header() {
        return text("header");
    }

    /** What {@code claim} says. */
    public Optional<String> claim() {
        return text("claim");
    }
}
