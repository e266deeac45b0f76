package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which traffic an extension works on. Since 1.16. */
public final class TrafficSelector extends Part<TrafficSelector> {
    TrafficSelector(ObjectNode tree) {
        super(tree);
    }

    static TrafficSelector start() {
        return new TrafficSelector(Trees.empty());
    }

    @Override
    protected TrafficSelector copy(ObjectNode changed) {
        return new TrafficSelector(changed);
    }

    /** The direction; default both. */
    public TrafficSelector mode(TrafficMode mode) {
        return set("mode", mode);
    }

    /** What {@code mode} says. */
    public Optional<TrafficMode> mode() {
        return value("mode", TrafficMode.class);
    }

    /** The ports that are called; default all. */
    public TrafficSelector ports(int... ports) {
        return set(
                "ports",
                Trees.of(Arrays.stream(ports)
                        .mapToObj(port -> Map.of("number", port))
                        .toList()));
    }

    /** What {@code ports} says. */
    public List<Integer> ports() {
        return parts("ports", Node::new).stream()
                .flatMap(port -> port.integer("number").stream())
                .toList();
    }
}
