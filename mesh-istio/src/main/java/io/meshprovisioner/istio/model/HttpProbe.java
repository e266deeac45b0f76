package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A probe by HTTP. Source: HTTPHealthCheckConfig. */
public final class HttpProbe extends Part<HttpProbe> {
    HttpProbe(ObjectNode tree) {
        super(tree);
    }

    @Override
    protected HttpProbe copy(ObjectNode changed) {
        return new HttpProbe(changed);
    }

    /** The path; default {@code /}. */
    public HttpProbe path(String path) {
        return set("path", path);
    }

    /** What {@code path} says. */
    public Optional<String> path() {
        return text("path");
    }

    /** The host; default: the address of the workload. */
    public HttpProbe host(String host) {
        return set("host", host);
    }

    /** What {@code host} says. */
    public Optional<String> host() {
        return text("host");
    }

    /** {@code HTTP} (the default) or {@code HTTPS}. */
    public HttpProbe scheme(String scheme) {
        return set("scheme", scheme);
    }

    /** What {@code scheme} says. */
    public Optional<String> scheme() {
        return text("scheme");
    }

    static HttpProbe on(int port) {
        return new HttpProbe(Trees.empty()).set("port", port);
    }

    /** What {@code port} says. */
    public Optional<Integer> port() {
        return integer("port");
    }

    /** Headers of the request, in place of those that are there. */
    public HttpProbe httpHeaders(Map<String, String> headers) {
        return set(
                "httpHeaders",
                Trees.of(new TreeMap<>(headers)
                        .entrySet().stream()
                                .map(header -> {
                                    Map<String, String> entry = new LinkedHashMap<>();
                                    entry.put("name", header.getKey());
                                    entry.put("value", header.getValue());
                                    return entry;
                                })
                                .toList()));
    }

    /** What {@code httpHeaders} says. */
    public Map<String, String> httpHeaders() {
        Map<String, String> headers = new LinkedHashMap<>();
        parts("httpHeaders", Node::new)
                .forEach(header -> headers.put(
                        header.text("name").orElse(""), header.text("value").orElse("")));
        return headers;
    }
}
