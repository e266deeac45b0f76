package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.model.step.NeedsRegexMatch;
import io.meshprovisioner.istio.model.step.NeedsRewrite;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.Optional;
import java.util.function.Function;

/** What of a request is rewritten before it is forwarded. Source: HTTPRewrite. */
public final class Rewrite extends Part<Rewrite> implements NeedsRewrite {
    Rewrite(ObjectNode tree) {
        super(tree);
    }

    static Rewrite start() {
        return new Rewrite(Trees.empty());
    }

    @Override
    protected Rewrite copy(ObjectNode changed) {
        return new Rewrite(changed);
    }

    /** The Host header. */
    @Override
    public Rewrite authority(String authority) {
        return set("authority", authority);
    }

    /** What {@code authority} says. */
    public Optional<String> authority() {
        return text("authority");
    }

    /** The path, or the prefix that matched; takes the place of a regular expression. */
    @Override
    public Rewrite uri(String uri) {
        return unset("uriRegexRewrite").set("uri", uri);
    }

    /** What {@code uri} says. */
    public Optional<String> uri() {
        return text("uri");
    }

    /** The path by regular expression; takes the place of a plain one. Since 1.19. */
    @Override
    public Rewrite uriRegexRewrite(Function<NeedsRegexMatch, RegexRewrite> rewrite) {
        return unset("uri").set("uriRegexRewrite", rewrite.apply(RegexRewrite::matching));
    }

    /** What {@code uriRegexRewrite} says. */
    public Optional<RegexRewrite> uriRegexRewrite() {
        return part("uriRegexRewrite", RegexRewrite::new);
    }
}
