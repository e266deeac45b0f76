package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A listener. */
public final class ListenerMatch extends Part<ListenerMatch> {
    ListenerMatch(ObjectNode tree) {
        super(tree);
    }

    static ListenerMatch start() {
        return new ListenerMatch(Trees.empty());
    }

    @Override
    protected ListenerMatch copy(ObjectNode changed) {
        return new ListenerMatch(changed);
    }

    /** Its port. */
    public ListenerMatch portNumber(int portNumber) {
        return set("portNumber", portNumber);
    }

    /** What {@code portNumber} says. */
    public Optional<Integer> portNumber() {
        return integer("portNumber");
    }

    /** In the API without a meaning. */
    public ListenerMatch portName(String portName) {
        return set("portName", portName);
    }

    /** What {@code portName} says. */
    public Optional<String> portName() {
        return text("portName");
    }

    /** A filter chain in it. */
    public ListenerMatch filterChain(UnaryOperator<FilterChainMatch> change) {
        return edit("filterChain", FilterChainMatch::new, change);
    }

    /** What {@code filterChain} says. */
    public Optional<FilterChainMatch> filterChain() {
        return part("filterChain", FilterChainMatch::new);
    }

    /** A listener filter in it by name. Since 1.17. */
    public ListenerMatch listenerFilter(String listenerFilter) {
        return set("listenerFilter", listenerFilter);
    }

    /** What {@code listenerFilter} says. */
    public Optional<String> listenerFilter() {
        return text("listenerFilter");
    }

    /** Its name. */
    public ListenerMatch name(String name) {
        return set("name", name);
    }

    /** What {@code name} says. */
    public Optional<String> name() {
        return text("name");
    }
}
