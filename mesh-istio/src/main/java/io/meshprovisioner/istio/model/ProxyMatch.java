package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.Map;
import java.util.Optional;

/** Proxies by what they say of themselves. */
public final class ProxyMatch extends Part<ProxyMatch> {
    ProxyMatch(ObjectNode tree) {
        super(tree);
    }

    static ProxyMatch start() {
        return new ProxyMatch(Trees.empty());
    }

    @Override
    protected ProxyMatch copy(ObjectNode changed) {
        return new ProxyMatch(changed);
    }

    /** Their version by regular expression, for example {@code ^1\.19.*}. */
    public ProxyMatch proxyVersion(String proxyVersion) {
        return set("proxyVersion", proxyVersion);
    }

    /** What {@code proxyVersion} says. */
    public Optional<String> proxyVersion() {
        return text("proxyVersion");
    }

    /** Metadata of the proxy. */
    public ProxyMatch metadata(Map<String, String> metadata) {
        return set("metadata", metadata);
    }

    /** What {@code metadata} says. */
    public Map<String, String> metadata() {
        return textMap("metadata");
    }
}
