package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.yaml.Trees;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A cookie that ties a caller to an endpoint. Source: HTTPCookie. */
public final class HashCookie extends Part<HashCookie> {
    HashCookie(ObjectNode tree) {
        super(tree);
    }

    static HashCookie start() {
        return new HashCookie(Trees.empty());
    }

    @Override
    protected HashCookie copy(ObjectNode changed) {
        return new HashCookie(changed);
    }

    /** The path of the cookie. */
    public HashCookie path(String path) {
        return set("path", path);
    }

    /** What {@code path} says. */
    public Optional<String> path() {
        return text("path");
    }

    /** How long it lives; 0 s is a session cookie. Required up to 1.19. */
    public HashCookie ttl(Duration ttl) {
        return set("ttl", ttl);
    }

    /** What {@code ttl} says. */
    public Optional<Duration> ttl() {
        return duration("ttl");
    }

    static HashCookie named(String name) {
        return start().set("name", name);
    }

    /** What {@code name} says. */
    public Optional<String> name() {
        return text("name");
    }

    /** One more attribute of the cookie, for example SameSite. Since 1.28. */
    public HashCookie attribute(UnaryOperator<CookieAttribute> attribute) {
        return add("attributes", attribute.apply(CookieAttribute.start()));
    }

    /** What {@code attributes} says. */
    public List<CookieAttribute> attributes() {
        return parts("attributes", CookieAttribute::new);
    }
}
