package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Ports inside trees. */
final class Ports {
    private Ports() {}

    static ObjectNode selector(int number) {
        return Trees.object(Map.of("number", Trees.of(number)));
    }

    static ObjectNode of(int number, Protocol protocol) {
        Map<String, JsonNode> members = new LinkedHashMap<>();
        members.put("number", Trees.of(number));
        members.put("protocol", Trees.of(protocol.toString()));
        return Trees.object(members);
    }

    static String defaultName(int number, String protocol) {
        return protocol.toLowerCase(java.util.Locale.ROOT) + "-" + number;
    }

    static Optional<Integer> number(Part<?> holder, String field) {
        return holder.part(field, Node::new).flatMap(port -> port.integer("number"));
    }
}
