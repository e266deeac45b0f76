package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which TLS connections a rule takes: all that is said must hold. Source: TLSMatchAttributes. */
public final class TlsMatch extends Part<TlsMatch> {
    TlsMatch(ObjectNode tree) {
        super(tree);
    }

    static TlsMatch start() {
        return new TlsMatch(Trees.empty());
    }

    @Override
    protected TlsMatch copy(ObjectNode changed) {
        return new TlsMatch(changed);
    }

    /** Server names, which must be among the hosts of the VirtualService; {@code *.} as prefix allowed. */
    public TlsMatch sniHosts(String... sniHosts) {
        return set("sniHosts", List.of(sniHosts));
    }

    /** What {@code sniHosts} says. */
    public List<String> sniHosts() {
        return texts("sniHosts");
    }

    /** Addresses of the destination, with or without a prefix length. */
    public TlsMatch destinationSubnets(String... destinationSubnets) {
        return set("destinationSubnets", List.of(destinationSubnets));
    }

    /** What {@code destinationSubnets} says. */
    public List<String> destinationSubnets() {
        return texts("destinationSubnets");
    }

    /** The port that is called. */
    public TlsMatch port(int port) {
        return set("port", port);
    }

    /** What {@code port} says. */
    public Optional<Integer> port() {
        return integer("port");
    }

    /** Labels of the calling workload; only where the rule applies to sidecars. */
    public TlsMatch sourceLabels(Map<String, String> sourceLabels) {
        return set("sourceLabels", sourceLabels);
    }

    /** What {@code sourceLabels} says. */
    public Map<String, String> sourceLabels() {
        return textMap("sourceLabels");
    }

    /** Gateways where the rule applies, in place of those of the VirtualService; {@code mesh} for sidecars. */
    public TlsMatch gateways(String... gateways) {
        return set("gateways", List.of(gateways));
    }

    /** What {@code gateways} says. */
    public List<String> gateways() {
        return texts("gateways");
    }

    /** The namespace of the calling workload. */
    public TlsMatch sourceNamespace(String sourceNamespace) {
        return set("sourceNamespace", sourceNamespace);
    }

    /** What {@code sourceNamespace} says. */
    public Optional<String> sourceNamespace() {
        return text("sourceNamespace");
    }
}
