package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which TCP connections a rule takes: all that is said must hold. Source: L4MatchAttributes. */
public final class TcpMatch extends Part<TcpMatch> {
    TcpMatch(ObjectNode tree) {
        super(tree);
    }

    static TcpMatch start() {
        return new TcpMatch(Trees.empty());
    }

    @Override
    protected TcpMatch copy(ObjectNode changed) {
        return new TcpMatch(changed);
    }

    /** Addresses of the destination, with or without a prefix length. */
    public TcpMatch destinationSubnets(String... destinationSubnets) {
        return set("destinationSubnets", List.of(destinationSubnets));
    }

    /** What {@code destinationSubnets} says. */
    public List<String> destinationSubnets() {
        return texts("destinationSubnets");
    }

    /** The port that is called. */
    public TcpMatch port(int port) {
        return set("port", port);
    }

    /** What {@code port} says. */
    public Optional<Integer> port() {
        return integer("port");
    }

    /** Addresses of the caller. */
    public TcpMatch sourceSubnet(String sourceSubnet) {
        return set("sourceSubnet", sourceSubnet);
    }

    /** What {@code sourceSubnet} says. */
    public Optional<String> sourceSubnet() {
        return text("sourceSubnet");
    }

    /** Labels of the calling workload; only where the rule applies to sidecars. */
    public TcpMatch sourceLabels(Map<String, String> sourceLabels) {
        return set("sourceLabels", sourceLabels);
    }

    /** What {@code sourceLabels} says. */
    public Map<String, String> sourceLabels() {
        return textMap("sourceLabels");
    }

    /** Gateways where the rule applies, in place of those of the VirtualService; {@code mesh} for sidecars. */
    public TcpMatch gateways(String... gateways) {
        return set("gateways", List.of(gateways));
    }

    /** What {@code gateways} says. */
    public List<String> gateways() {
        return texts("gateways");
    }

    /** The namespace of the calling workload. */
    public TcpMatch sourceNamespace(String sourceNamespace) {
        return set("sourceNamespace", sourceNamespace);
    }

    /** What {@code sourceNamespace} says. */
    public Optional<String> sourceNamespace() {
        return text("sourceNamespace");
    }
}
