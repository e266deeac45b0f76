package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.model.step.NeedsHeaderMatch;
import io.meshprovisioner.istio.model.step.NeedsStringMatch;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which requests a rule takes: all that is said must hold. Source: HTTPMatchRequest. */
public final class HttpMatch extends Part<HttpMatch> {
    HttpMatch(ObjectNode tree) {
        super(tree);
    }

    @Override
    protected HttpMatch copy(ObjectNode changed) {
        return new HttpMatch(changed);
    }

    static HttpMatch start() {
        return new HttpMatch(Trees.empty());
    }

    private NeedsHeaderMatch<HttpMatch> entry(String field, String name) {
        return StringMatch.then(match -> {
            ObjectNode map = get(field) instanceof ObjectNode there ? there : Trees.empty();
            return set(field, Trees.with(map, name, match));
        });
    }

    /** The name of the match, for traces and logs. */
    public HttpMatch named(String name) {
        return set("name", name);
    }

    /** What {@code name} says. */
    public Optional<String> name() {
        return text("name");
    }

    /** The path with its query, compared case-sensitively unless {@link #ignoreUriCase} says otherwise. */
    public NeedsStringMatch<HttpMatch> uri() {
        return StringMatch.then(match -> set("uri", match));
    }

    /** What {@code uri} says. */
    public Optional<StringMatch> uriMatch() {
        return part("uri", StringMatch::of);
    }

    /** The scheme: {@code http} or {@code https}. */
    public NeedsStringMatch<HttpMatch> scheme() {
        return StringMatch.then(match -> set("scheme", match));
    }

    /** What {@code scheme} says. */
    public Optional<StringMatch> schemeMatch() {
        return part("scheme", StringMatch::of);
    }

    /** The method, in capitals. */
    public NeedsStringMatch<HttpMatch> method() {
        return StringMatch.then(match -> set("method", match));
    }

    /** What {@code method} says. */
    public Optional<StringMatch> methodMatch() {
        return part("method", StringMatch::of);
    }

    /** The Host header. */
    public NeedsStringMatch<HttpMatch> authority() {
        return StringMatch.then(match -> set("authority", match));
    }

    /** What {@code authority} says. */
    public Optional<StringMatch> authorityMatch() {
        return part("authority", StringMatch::of);
    }

    /** A header by its name in lower case; {@code @request.auth.claims.NAME} for a claim of a JWT, at gateways only. */
    public NeedsHeaderMatch<HttpMatch> header(String name) {
        return entry("headers", name);
    }

    /** What {@code headers} says. */
    public Map<String, StringMatch> headers() {
        return partMap("headers", StringMatch::of);
    }

    /** A header that must be absent, or have another value than this. */
    public NeedsHeaderMatch<HttpMatch> withoutHeader(String name) {
        return entry("withoutHeaders", name);
    }

    /** What {@code withoutHeaders} says. */
    public Map<String, StringMatch> withoutHeaders() {
        return partMap("withoutHeaders", StringMatch::of);
    }

    /** A query parameter; {@code exact("")} for one without a value. */
    public NeedsStringMatch<HttpMatch> queryParam(String name) {
        return entry("queryParams", name);
    }

    /** What {@code queryParams} says. */
    public Map<String, StringMatch> queryParams() {
        return partMap("queryParams", StringMatch::of);
    }

    /** Whether exact and prefix matches of the path ignore case. Default false. */
    public HttpMatch ignoreUriCase(boolean ignoreUriCase) {
        return set("ignoreUriCase", ignoreUriCase);
    }

    /** What {@code ignoreUriCase} says. */
    public Optional<Boolean> ignoreUriCase() {
        return flag("ignoreUriCase");
    }

    /** The port that is called. */
    public HttpMatch port(int port) {
        return set("port", port);
    }

    /** What {@code port} says. */
    public Optional<Integer> port() {
        return integer("port");
    }

    /** Labels of the calling workload; only where the rule applies to sidecars. */
    public HttpMatch sourceLabels(Map<String, String> labels) {
        return set("sourceLabels", labels);
    }

    /** What {@code sourceLabels} says. */
    public Map<String, String> sourceLabels() {
        return textMap("sourceLabels");
    }

    /** The namespace of the calling workload. */
    public HttpMatch sourceNamespace(String namespace) {
        return set("sourceNamespace", namespace);
    }

    /** What {@code sourceNamespace} says. */
    public Optional<String> sourceNamespace() {
        return text("sourceNamespace");
    }

    /** Gateways where the match applies, in place of those of the VirtualService; {@code mesh} for sidecars. */
    public HttpMatch gateways(String... gateways) {
        return set("gateways", List.of(gateways));
    }

    /** What {@code gateways} says. */
    public List<String> gateways() {
        return texts("gateways");
    }

    /** A prefix for the statistics of the route. Since 1.15. */
    public HttpMatch statPrefix(String statPrefix) {
        return set("statPrefix", statPrefix);
    }

    /** What {@code statPrefix} says. */
    public Optional<String> statPrefix() {
        return text("statPrefix");
    }
}
