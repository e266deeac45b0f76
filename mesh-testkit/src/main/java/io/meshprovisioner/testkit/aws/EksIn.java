package io.meshprovisioner.testkit.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.aws.protocol.AwsError;
import io.meshprovisioner.testkit.wire.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The members of a REST JSON request: from the path, the query and the body. */
record EksIn(Map<String, String> path, Request request, ObjectNode body) {

    String path(String name) {
        return path.getOrDefault(name, "");
    }

    Optional<String> text(String name) {
        return text(body, name);
    }

    static Optional<String> text(JsonNode node, String name) {
        JsonNode value = node.path(name);
        return value.isValueNode() && !value.isNull() ? Optional.of(value.asText()) : Optional.empty();
    }

    static Optional<Boolean> flag(JsonNode node, String name) {
        JsonNode value = node.path(name);
        return value.isBoolean() ? Optional.of(value.asBoolean()) : Optional.empty();
    }

    String require(String name) {
        return text(name).filter(value -> !value.isEmpty()).orElseThrow(() -> invalid("%s is required.", name));
    }

    static AwsError invalid(String format, Object... arguments) {
        return AwsError.of("InvalidParameterException", format, arguments);
    }

    static List<String> texts(JsonNode list) {
        List<String> result = new ArrayList<>();
        list.forEach(item -> result.add(item.asText()));
        return result;
    }

    static Map<String, String> map(JsonNode object) {
        Map<String, String> result = new TreeMap<>();
        object.properties()
                .forEach(entry -> result.put(entry.getKey(), entry.getValue().asText()));
        return result;
    }

    Map<String, String> tags() {
        return map(body.path("tags"));
    }

    Optional<String> token() {
        return text("clientRequestToken");
    }

    /** The request without its token, for comparing two uses of one. */
    String fingerprint() {
        ObjectNode copy = body.deepCopy();
        copy.remove("clientRequestToken");
        return path + " " + copy;
    }

    /** The page that a List request asks for. */
    <T> Pages<T> page(List<T> items, java.util.function.Function<T, String> key) {
        int size = request.query("maxResults").map(Integer::parseInt).orElse(100);
        if (size < 1 || size > 100) {
            throw invalid("maxResults must be from 1 to 100, not %s.", size);
        }
        return Pages.of(items, key, request.query("nextToken"), size);
    }
}
