package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.Optional;

/** A header that may carry a token. */
public final class JwtHeader extends Part<JwtHeader> {
    JwtHeader(ObjectNode tree) {
        super(tree);
    }

    static JwtHeader start() {
        return new JwtHeader(Trees.empty());
    }

    @Override
    protected JwtHeader copy(ObjectNode changed) {
        return new JwtHeader(changed);
    }

    /** What stands before the token, for example {@code Bearer }. */
    public JwtHeader prefix(String prefix) {
        return set("prefix", prefix);
    }

    /** What {@code prefix} says. */
    public Optional<String> prefix() {
        return text("prefix");
    }

    static JwtHeader named(String name) {
        return start().set("name", name);
    }

    /** What {@code name} says. */
    public Optional<String> name() {
        return text("name");
    }
}
