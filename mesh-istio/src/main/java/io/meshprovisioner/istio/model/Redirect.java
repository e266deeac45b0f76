package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.model.step.NeedsRedirectTarget;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.Optional;

/** Where a caller is sent instead. Source: HTTPRedirect. */
public final class Redirect extends Part<Redirect> implements NeedsRedirectTarget {
    Redirect(ObjectNode tree) {
        super(tree);
    }

    static Redirect start() {
        return new Redirect(Trees.empty());
    }

    @Override
    protected Redirect copy(ObjectNode changed) {
        return new Redirect(changed);
    }

    /** The path; it takes the place of the whole path, also after a prefix match. */
    @Override
    public Redirect uri(String uri) {
        return set("uri", uri);
    }

    /** What {@code uri} says. */
    public Optional<String> uri() {
        return text("uri");
    }

    /** The Host. */
    @Override
    public Redirect authority(String authority) {
        return set("authority", authority);
    }

    /** What {@code authority} says. */
    public Optional<String> authority() {
        return text("authority");
    }

    /** {@code http} or {@code https}; default: that of the request. Since 1.12. */
    @Override
    public Redirect scheme(String scheme) {
        return set("scheme", scheme);
    }

    /** What {@code scheme} says. */
    public Optional<String> scheme() {
        return text("scheme");
    }

    /** The status, 300 to 399; default 301. */
    public Redirect redirectCode(int redirectCode) {
        return set("redirectCode", redirectCode);
    }

    /** What {@code redirectCode} says. */
    public Optional<Integer> redirectCode() {
        return integer("redirectCode");
    }

    /** The port; takes the place of {@link #derivePort}. Since 1.12. */
    @Override
    public Redirect port(int port) {
        return unset("derivePort").set("port", port);
    }

    /** What {@code port} says. */
    public Optional<Integer> port() {
        return integer("port");
    }

    /** Where the port comes from; takes the place of a number. Since 1.12. */
    @Override
    public Redirect derivePort(RedirectPort derivePort) {
        return unset("port").set("derivePort", derivePort);
    }

    /** What {@code derivePort} says. */
    public Optional<RedirectPort> derivePort() {
        return value("derivePort", RedirectPort.class);
    }
}
