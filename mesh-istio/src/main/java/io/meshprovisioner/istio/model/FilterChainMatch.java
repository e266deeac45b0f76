package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A filter chain. */
public final class FilterChainMatch extends Part<FilterChainMatch> {
    FilterChainMatch(ObjectNode tree) {
        super(tree);
    }

    static FilterChainMatch start() {
        return new FilterChainMatch(Trees.empty());
    }

    @Override
    protected FilterChainMatch copy(ObjectNode changed) {
        return new FilterChainMatch(changed);
    }

    /** Its name. */
    public FilterChainMatch name(String name) {
        return set("name", name);
    }

    /** What {@code name} says. */
    public Optional<String> name() {
        return text("name");
    }

    /** The server name it takes. */
    public FilterChainMatch sni(String sni) {
        return set("sni", sni);
    }

    /** What {@code sni} says. */
    public Optional<String> sni() {
        return text("sni");
    }

    /** {@code tls} or {@code raw_buffer}. */
    public FilterChainMatch transportProtocol(String transportProtocol) {
        return set("transportProtocol", transportProtocol);
    }

    /** What {@code transportProtocol} says. */
    public Optional<String> transportProtocol() {
        return text("transportProtocol");
    }

    /** ALPN names, with commas between. */
    public FilterChainMatch applicationProtocols(String applicationProtocols) {
        return set("applicationProtocols", applicationProtocols);
    }

    /** What {@code applicationProtocols} says. */
    public Optional<String> applicationProtocols() {
        return text("applicationProtocols");
    }

    /** The port that is called. */
    public FilterChainMatch destinationPort(int destinationPort) {
        return set("destinationPort", destinationPort);
    }

    /** What {@code destinationPort} says. */
    public Optional<Integer> destinationPort() {
        return integer("destinationPort");
    }

    /** A filter in it. */
    public FilterChainMatch filter(UnaryOperator<FilterMatch> change) {
        return edit("filter", FilterMatch::new, change);
    }

    /** What {@code filter} says. */
    public Optional<FilterMatch> filter() {
        return part("filter", FilterMatch::new);
    }
}
