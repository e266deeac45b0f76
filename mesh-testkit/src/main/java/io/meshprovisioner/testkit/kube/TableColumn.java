package io.meshprovisioner.testkit.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.json.JsonPath;
import io.meshprovisioner.testkit.kube.json.Trees;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A column of a resource's table.
 *
 * @param priority above 0 for columns that only a wide table shows
 */
record TableColumn(String name, String type, int priority, Cell cell) {

    /** What stands in the column for an object. */
    @FunctionalInterface
    interface Cell {
        JsonNode of(ObjectNode object, Instant now);
    }

    static final TableColumn NAME = text("Name", object -> Trees.name(object));
    static final TableColumn AGE = new TableColumn(
            "Age",
            "string",
            0,
            (object, now) -> node(Tables.age(Trees.text(object, "metadata", "creationTimestamp"), now)));

    static JsonNode node(String text) {
        return JsonNodeFactory.instance.textNode(text);
    }

    static TableColumn text(String name, Function<ObjectNode, String> cell) {
        return new TableColumn(name, "string", 0, (object, now) -> node(cell.apply(object)));
    }

    static TableColumn wide(String name, Function<ObjectNode, String> cell) {
        return new TableColumn(name, "string", 1, (object, now) -> node(cell.apply(object)));
    }

    static TableColumn number(String name, String... path) {
        return new TableColumn(
                name,
                "integer",
                0,
                (object, now) -> JsonNodeFactory.instance.numberNode(
                        Trees.at(object, path).asLong(0)));
    }

    static TableColumn size(String name, String member) {
        return new TableColumn(
                name,
                "integer",
                0,
                (object, now) ->
                        JsonNodeFactory.instance.numberNode(object.path(member).size()));
    }

    static String or(String text, String otherwise) {
        return text.isEmpty() ? otherwise : text;
    }

    static TableColumn createdAt() {
        return text("Created At", object -> Trees.text(object, "metadata", "creationTimestamp"));
    }

    /** The columns that a CustomResourceDefinition asks for. */
    static List<TableColumn> custom(JsonNode version) {
        List<TableColumn> columns = new ArrayList<>(List.of(NAME));
        JsonNode asked = version.path("additionalPrinterColumns");
        if (!(asked instanceof ArrayNode) || asked.isEmpty()) {
            columns.add(AGE);
            return columns;
        }
        for (JsonNode column : asked) {
            JsonPath path = JsonPath.parse(Trees.text(column, "jsonPath"));
            String type = Trees.text(column, "type");
            Cell cell = (object, now) -> {
                JsonNode value = path.first(object);
                if (value.isMissingNode()) {
                    return JsonNodeFactory.instance.nullNode();
                }
                return type.equals("date") ? node(Tables.age(value.asText(), now)) : plain(value, type);
            };
            columns.add(new TableColumn(
                    Trees.text(column, "name"), type, column.path("priority").asInt(), cell));
        }
        return columns;
    }

    private static JsonNode plain(JsonNode value, String type) {
        return type.equals("string") && value.isContainerNode() ? node(Trees.print(value)) : value;
    }
}
