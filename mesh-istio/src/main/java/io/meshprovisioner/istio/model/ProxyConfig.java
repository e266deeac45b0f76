package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.yaml.Document;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.Map;
import java.util.Optional;

/** Settings of proxies that hold from their start. Since 1.13. Source: ProxyConfig of networking.istio.io. */
public final class ProxyConfig extends IstioResource<ProxyConfig> {
    private static final String KIND = "ProxyConfig";

    private ProxyConfig(Envelope envelope, ObjectNode spec) {
        super(envelope, spec);
    }

    /** A ProxyConfig that changes nothing yet. */
    public static ProxyConfig named(String name) {
        return new ProxyConfig(envelope(KIND, name), Trees.empty());
    }

    static ProxyConfig of(Document document) {
        return new ProxyConfig(Envelope.of(document), Envelope.spec(document));
    }

    @Override
    protected ProxyConfig copy(Envelope changed, ObjectNode spec) {
        return new ProxyConfig(changed, spec);
    }

    /** How many worker threads; 0 for one a core. Default: by the CPU limit. */
    public ProxyConfig concurrency(int concurrency) {
        return set("concurrency", concurrency);
    }

    /** What {@code concurrency} says. */
    public Optional<Integer> concurrency() {
        return integer("concurrency");
    }

    /** More environment variables of the proxy. */
    public ProxyConfig environmentVariables(Map<String, String> environmentVariables) {
        return set("environmentVariables", environmentVariables);
    }

    /** What {@code environmentVariables} says. */
    public Map<String, String> environmentVariables() {
        return textMap("environmentVariables");
    }

    /** For the pods with these labels in its namespace; default: all. */
    public ProxyConfig selector(Map<String, String> matchLabels) {
        return set("selector", Selectors.matchLabels(matchLabels));
    }

    /** What {@code selector} says. */
    public Map<String, String> selector() {
        return Selectors.matchLabels(this, "selector");
    }

    /** The type of the image, for example {@code distroless}. */
    public ProxyConfig image(String imageType) {
        return edit("image", Node::new, image -> image.set("imageType", imageType));
    }

    /** What {@code image} says. */
    public Optional<String> image() {
        return part("image", Node::new).flatMap(image -> image.text("imageType"));
    }
}
