package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.Optional;

/** A variable or header that a tag takes its value from. */
public final class TagSource extends Part<TagSource> {
    TagSource(ObjectNode tree) {
        super(tree);
    }

    static TagSource start() {
        return new TagSource(Trees.empty());
    }

    @Override
    protected TagSource copy(ObjectNode changed) {
        return new TagSource(changed);
    }

    /** The value when there is none. */
    public TagSource defaultValue(String defaultValue) {
        return set("defaultValue", defaultValue);
    }

    /** What {@code defaultValue} says. */
    public Optional<String> defaultValue() {
        return text("defaultValue");
    }

    static TagSource named(String name) {
        return start().set("name", name);
    }

    /** What {@code name} says. */
    public Optional<String> name() {
        return text("name");
    }
}
