package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.Map;

/** Selectors by label, in their two spellings. */
final class Selectors {
    private Selectors() {}

    static ObjectNode matchLabels(Map<String, String> labels) {
        return Trees.object(Map.of("matchLabels", Trees.of(labels)));
    }

    static Map<String, String> matchLabels(Part<?> holder, String field) {
        return holder.part(field, Node::new)
                .map(selector -> selector.textMap("matchLabels"))
                .orElse(Map.of());
    }

    static ObjectNode labels(Map<String, String> labels) {
        return Trees.object(Map.of("labels", Trees.of(labels)));
    }

    static Map<String, String> labels(Part<?> holder, String field) {
        return holder.part(field, Node::new)
                .map(selector -> selector.textMap("labels"))
                .orElse(Map.of());
    }
}
