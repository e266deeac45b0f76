package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.Optional;

/** A filter by name, and one inside it. */
public final class FilterMatch extends Part<FilterMatch> {
    FilterMatch(ObjectNode tree) {
        super(tree);
    }

    static FilterMatch start() {
        return new FilterMatch(Trees.empty());
    }

    @Override
    protected FilterMatch copy(ObjectNode changed) {
        return new FilterMatch(changed);
    }

    /** The name of the filter. */
    public FilterMatch name(String name) {
        return set("name", name);
    }

    /** What {@code name} says. */
    public Optional<String> name() {
        return text("name");
    }

    /** The name of a filter inside the HTTP connection manager. */
    public FilterMatch subFilter(String name) {
        return edit("subFilter", Node::new, sub -> sub.set("name", name));
    }

    /** What {@code subFilter} says. */
    public Optional<String> subFilter() {
        return part("subFilter", Node::new).flatMap(sub -> sub.text("name"));
    }
}
