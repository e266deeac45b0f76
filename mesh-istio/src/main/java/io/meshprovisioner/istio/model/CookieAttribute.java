package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.Optional;

/** An attribute of a cookie. Since 1.28. */
public final class CookieAttribute extends Part<CookieAttribute> {
    CookieAttribute(ObjectNode tree) {
        super(tree);
    }

    static CookieAttribute start() {
        return new CookieAttribute(Trees.empty());
    }

    @Override
    protected CookieAttribute copy(ObjectNode changed) {
        return new CookieAttribute(changed);
    }

    /** Its name. */
    public CookieAttribute name(String name) {
        return set("name", name);
    }

    /** What {@code name} says. */
    public Optional<String> name() {
        return text("name");
    }

    /** Its value; none for a flag. */
    public CookieAttribute value(String value) {
        return set("value", value);
    }

    /** What {@code value} says. */
    public Optional<String> value() {
        return text("value");
    }
}
