package io.meshprovisioner.istio.yaml;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns a stream of JSON objects into documents with the line of each value. */
final class JsonTreeReader {
    /** Shared, since a factory remembers the names that it has read. */
    private static final JsonFactory USUAL = factory(Limits.DEFAULT);

    private final String text;
    private final @Nullable String source;
    private final Budget budget;
    private final JsonFactory factory;
    private final boolean oneLine;
    private int depth;
    /** Where the value stands that was read last. */
    private Location location = Location.ONE_LINE;

    JsonTreeReader(String text, Limits limits, @Nullable String source) {
        this.text = text;
        this.source = source;
        this.budget = new Budget(limits, source);
        this.factory = limits.equals(Limits.DEFAULT) ? USUAL : factory(limits);
        this.oneLine = text.indexOf('\n') < 0 && text.indexOf('\r') < 0;
    }

    private static JsonFactory factory(Limits limits) {
        return JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(limits.depth() + 1)
                        .maxNumberLength(limits.digits() + 1)
                        .maxStringLength(limits.bytes())
                        .build())
                .build();
    }

    List<Document> read() throws IOException {
        List<Document> documents = new ArrayList<>();
        try (JsonParser parser = factory.createParser(text)) {
            while (parser.nextToken() != null) {
                int line = line(parser);
                if (!(node(parser, line) instanceof ObjectNode root)) {
                    throw budget.fail(line, "a manifest is an object with apiVersion and kind");
                }
                documents.add(new Document(root, location, source));
            }
        }
        return documents;
    }

    private JsonNode node(JsonParser parser, int line) throws IOException {
        JsonToken token = parser.currentToken();
        budget.spend(1, 0, line);
        if (token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY) {
            budget.checkDepth(++depth, line);
            JsonNode container = token == JsonToken.START_OBJECT ? object(parser, line) : array(parser, line);
            depth--;
            return container;
        }
        JsonNode node =
                switch (token) {
                    case VALUE_STRING -> TextNode.valueOf(parser.getText());
                    case VALUE_NUMBER_INT ->
                        budget.isShort(parser.getTextLength())
                                ? Trees.number(parser.getLongValue())
                                : budget.integer(parser.getText(), 10, line);
                    case VALUE_NUMBER_FLOAT -> budget.fraction(parser.getText(), line);
                    case VALUE_TRUE -> BooleanNode.TRUE;
                    case VALUE_FALSE -> BooleanNode.FALSE;
                    case VALUE_NULL -> NullNode.getInstance();
                    default -> throw budget.fail(line, "unexpected " + token);
                };
        if (!oneLine) {
            location = Location.scalar(line);
        }
        return node;
    }

    private JsonNode object(JsonParser parser, int line) throws IOException {
        Members members = new Members();
        Map<String, Location> places = oneLine ? Map.of() : new HashMap<>();
        for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
            int keyLine = line(parser);
            budget.spend(1, 0, keyLine);
            parser.nextToken();
            JsonNode value = node(parser, line(parser));
            if (members.put(key, value) != null) {
                throw budget.twice(key, keyLine, places.get(key));
            }
            if (!oneLine) {
                places.put(key, location.atLine(keyLine));
            }
        }
        if (!oneLine) {
            location = new Location(line, places, List.of());
        }
        return members.toObject();
    }

    private JsonNode array(JsonParser parser, int line) throws IOException {
        List<JsonNode> elements = new ArrayList<>();
        List<Location> places = oneLine ? List.of() : new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(node(parser, line(parser)));
            if (!oneLine) {
                places.add(location);
            }
        }
        if (!oneLine) {
            location = new Location(line, Map.of(), places);
        }
        return Trees.array(elements);
    }

    private int line(JsonParser parser) {
        return oneLine ? 1 : parser.currentTokenLocation().getLineNr();
    }
}
