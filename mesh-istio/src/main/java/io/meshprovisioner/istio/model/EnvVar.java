package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.model.step.NeedsEnvValue;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.Optional;

/** An environment variable of a plugin. */
public final class EnvVar extends Part<EnvVar> {
    EnvVar(ObjectNode tree) {
        super(tree);
    }

    @Override
    protected EnvVar copy(ObjectNode changed) {
        return new EnvVar(changed);
    }

    static NeedsEnvValue named(String name) {
        EnvVar start = new EnvVar(Trees.empty()).set("name", name);
        return new NeedsEnvValue() {
            @Override
            public EnvVar value(String value) {
                return start.set("valueFrom", "INLINE").set("value", value);
            }

            @Override
            public EnvVar fromHost() {
                return start.set("valueFrom", "HOST");
            }
        };
    }

    /** What {@code name} says. */
    public Optional<String> name() {
        return text("name");
    }

    /** What {@code value} says. */
    public Optional<String> value() {
        return text("value");
    }

    /** Whether the value is that of the proxy's own environment. */
    public boolean isFromHost() {
        return text("valueFrom").equals(Optional.of("HOST"));
    }
}
