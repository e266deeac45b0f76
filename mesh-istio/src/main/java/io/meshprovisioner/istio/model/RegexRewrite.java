package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.model.step.NeedsReplacement;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.Optional;

/** A path rewritten by RE2 regular expression. Since 1.19. */
public final class RegexRewrite extends Part<RegexRewrite> {
    RegexRewrite(ObjectNode tree) {
        super(tree);
    }

    @Override
    protected RegexRewrite copy(ObjectNode changed) {
        return new RegexRewrite(changed);
    }

    static NeedsReplacement matching(String regex) {
        return replacement ->
                new RegexRewrite(Trees.empty()).set("match", regex).set("rewrite", replacement);
    }

    /** What is matched. */
    public Optional<String> match() {
        return text("match");
    }

    /** What it becomes; {@code \\1} stands for the first group. */
    public Optional<String> rewrite() {
        return text("rewrite");
    }
}
