package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.model.step.NeedsTagOperation;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.Optional;

/** What happens to a tag of a metric. */
public final class TagOverride extends Part<TagOverride> {
    TagOverride(ObjectNode tree) {
        super(tree);
    }

    @Override
    protected TagOverride copy(ObjectNode changed) {
        return new TagOverride(changed);
    }

    static NeedsTagOperation needed() {
        return new NeedsTagOperation() {
            @Override
            public TagOverride upsert(String expression) {
                return new TagOverride(Trees.empty()).set("operation", "UPSERT").set("value", expression);
            }

            @Override
            public TagOverride remove() {
                return new TagOverride(Trees.empty()).set("operation", "REMOVE");
            }
        };
    }

    /** Whether the tag is taken away. */
    public boolean removes() {
        return text("operation").equals(Optional.of("REMOVE"));
    }

    /** What {@code value} says: the expression. */
    public Optional<String> value() {
        return text("value");
    }
}
