package io.meshprovisioner.testkit.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.json.Trees;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;

/** Objects as rows of a table, as {@code kubectl get} prints them. */
final class Tables {
    private Tables() {}

    /** A table of one object or of a list, both in the version that was asked for. */
    static ObjectNode of(Call call, ObjectNode object) {
        List<TableColumn> columns = columns(call);
        ObjectNode table = table(columns);
        JsonNode items = object.path("items");
        ObjectNode metadata = table.putObject("metadata");
        if (items.isArray()) {
            metadata.setAll((ObjectNode) object.path("metadata"));
            for (ObjectNode item : Trees.objects(items)) {
                row(call, table, columns, item);
            }
        } else {
            metadata.put("resourceVersion", Trees.text(object, "metadata", "resourceVersion"));
            row(call, table, columns, object);
        }
        return table;
    }

    private static ObjectNode table(List<TableColumn> columns) {
        ObjectNode table = Trees.object().put("kind", "Table").put("apiVersion", "meta.k8s.io/v1");
        ArrayNode definitions = table.putArray("columnDefinitions");
        for (TableColumn column : columns) {
            definitions
                    .addObject()
                    .put("name", column.name())
                    .put("type", column.type())
                    .put("format", column.name().equals("Name") ? "name" : "")
                    .put("description", "")
                    .put("priority", column.priority());
        }
        table.putArray("rows");
        return table;
    }

    private static void row(Call call, ObjectNode table, List<TableColumn> columns, ObjectNode item) {
        ObjectNode row = table.withArray("rows").addObject();
        ArrayNode cells = row.putArray("cells");
        Instant now = call.server().now();
        columns.forEach(column -> cells.add(column.cell().of(item, now)));
        String include = call.request().query("includeObject").orElse("Metadata");
        if (include.equals("Object")) {
            row.set("object", item);
        } else if (!include.equals("None")) {
            ObjectNode partial =
                    Trees.object().put("kind", "PartialObjectMetadata").put("apiVersion", "meta.k8s.io/v1");
            partial.set("metadata", item.path("metadata"));
            row.set("object", partial);
        }
    }

    private static List<TableColumn> columns(Call call) {
        return call.type()
                .definition()
                .map(definition -> TableColumn.custom(CustomResources.version(definition, call.version())))
                .orElseGet(() -> BuiltInColumns.of(call.type().storage()));
    }

    /** How long ago, as kubectl prints durations; {@code <unknown>} for no instant. */
    static String age(String instant, Instant now) {
        try {
            return human(Duration.between(Instant.parse(instant), now));
        } catch (DateTimeParseException e) {
            return "<unknown>";
        }
    }

    private static String human(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        long minutes = seconds / 60;
        long hours = minutes / 60;
        long days = hours / 24;
        if (seconds < 120) {
            return seconds + "s";
        }
        if (minutes < 10) {
            return seconds % 60 == 0 ? minutes + "m" : minutes + "m" + seconds % 60 + "s";
        }
        if (minutes < 180) {
            return minutes + "m";
        }
        if (hours < 8) {
            return minutes % 60 == 0 ? hours + "h" : hours + "h" + minutes % 60 + "m";
        }
        if (hours < 48) {
            return hours + "h";
        }
        if (days < 8) {
            return hours % 24 == 0 ? days + "d" : days + "d" + hours % 24 + "h";
        }
        return days < 730 ? days + "d" : days / 365 + "y";
    }
}
