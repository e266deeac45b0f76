package io.meshprovisioner.istio.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.nodes.Tag;

/** Turns a YAML stream into documents, event by event, so that each limit holds before memory is spent. */
final class YamlTreeReader {
    private static final String MERGE = "<<";

    private record Built(JsonNode node, Location location, long nodes, long characters) {}

    private final @Nullable String source;
    private final Budget budget;
    private final Iterator<Event> events;
    private final Map<String, Built> anchors = new HashMap<>();
    private int depth;

    YamlTreeReader(String text, Limits limits, @Nullable String source) {
        this.source = source;
        this.budget = new Budget(limits, source);
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(Integer.MAX_VALUE);
        this.events = new Yaml(options).parse(new StringReader(text)).iterator();
    }

    List<Document> read() {
        List<Document> documents = new ArrayList<>();
        try {
            while (events.hasNext()) {
                Event event = events.next();
                if (event.is(Event.ID.DocumentStart)) {
                    readDocument(documents);
                }
            }
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
            throw budget.fail(line, "not YAML: " + e.getProblem());
        } catch (YAMLException e) {
            throw budget.fail(0, "not YAML: " + e.getMessage());
        }
        return documents;
    }

    private void readDocument(List<Document> documents) {
        anchors.clear();
        Event first = events.next();
        Built built = node(first);
        if (built.node() instanceof ObjectNode root) {
            documents.add(new Document(root, built.location(), source));
        } else if (!built.node().isNull()) {
            throw budget.fail(
                    line(first),
                    "a manifest is a mapping with apiVersion and kind; this document is " + name(built.node()));
        }
    }

    private Built node(Event event) {
        if (event instanceof AliasEvent alias) {
            return alias(alias);
        }
        int line = line(event);
        long nodesBefore = budget.nodes();
        long charactersBefore = budget.characters();
        budget.spend(1, 0, line);
        JsonNode node;
        Location location;
        if (event instanceof ScalarEvent scalar) {
            node = scalar(scalar, line);
            location = Location.scalar(line);
        } else {
            budget.checkDepth(++depth, line);
            checkTag(event, line);
            if (event instanceof MappingStartEvent) {
                Members members = new Members();
                Map<String, Location> places = new HashMap<>();
                mapping(members, places);
                node = members.toObject();
                location = new Location(line, places, List.of());
            } else if (event instanceof SequenceStartEvent) {
                List<JsonNode> elements = new ArrayList<>();
                List<Location> places = new ArrayList<>();
                sequence(elements, places);
                node = Trees.array(elements);
                location = new Location(line, Map.of(), places);
            } else {
                throw budget.fail(line, "unexpected " + event.getEventId());
            }
            depth--;
        }
        Built built = new Built(node, location, budget.nodes() - nodesBefore, budget.characters() - charactersBefore);
        String anchor = ((NodeEvent) event).getAnchor();
        if (anchor != null) {
            anchors.put(anchor, built);
        }
        return built;
    }

    private Built alias(AliasEvent alias) {
        Built target = anchors.get(alias.getAnchor());
        if (target == null) {
            throw budget.fail(
                    line(alias), "the alias *" + alias.getAnchor() + " has no anchor before it, or stands inside it");
        }
        budget.spend(target.nodes(), target.characters(), line(alias));
        return new Built(target.node(), target.location().atLine(line(alias)), target.nodes(), target.characters());
    }

    private void sequence(List<JsonNode> elements, List<Location> places) {
        for (Event event = events.next(); !event.is(Event.ID.SequenceEnd); event = events.next()) {
            Built built = node(event);
            elements.add(built.node());
            places.add(built.location());
        }
    }

    private void mapping(Members members, Map<String, Location> places) {
        List<Built> merged = new ArrayList<>();
        for (Event event = events.next(); !event.is(Event.ID.MappingEnd); event = events.next()) {
            int line = line(event);
            boolean merge = event instanceof ScalarEvent scalar
                    && scalar.isPlain()
                    && scalar.getValue().equals(MERGE);
            String key = key(event, line);
            Built value = node(events.next());
            if (merge) {
                merged.add(value);
                continue;
            }
            if (members.put(key, value.node()) != null) {
                throw budget.twice(key, line, places.get(key));
            }
            places.put(key, value.location().atLine(line));
        }
        merged.forEach(value -> merge(value, members, places));
    }

    private void merge(Built value, Members members, Map<String, Location> places) {
        if (value.node().isArray()) {
            for (int i = 0; i < value.node().size(); i++) {
                merge(new Built(value.node().get(i), value.location().elements().get(i), 0, 0), members, places);
            }
        } else if (value.node().isObject()) {
            value.node().properties().forEach(member -> {
                if (members.putIfAbsent(member.getKey(), member.getValue())) {
                    places.put(member.getKey(), value.location());
                }
            });
        } else {
            throw budget.fail(value.location().line(), "<< merges a mapping or a list of mappings only");
        }
    }

    private String key(Event event, int line) {
        if (event instanceof AliasEvent alias) {
            Built target = anchors.get(alias.getAnchor());
            if (target != null && target.node().isValueNode()) {
                return target.node().asText();
            }
        }
        if (!(event instanceof ScalarEvent scalar)) {
            throw budget.fail(line, "the key of a mapping must be a word, not " + event.getEventId());
        }
        budget.spend(1, scalar.getValue().length(), line);
        String text = scalar.getValue();
        if (scalar.getAnchor() != null) {
            anchors.put(scalar.getAnchor(), new Built(TextNode.valueOf(text), Location.scalar(line), 1, text.length()));
        }
        return text;
    }

    private JsonNode scalar(ScalarEvent event, int line) {
        String text = event.getValue();
        budget.spend(0, text.length(), line);
        String tag = event.getTag();
        if (tag == null || tag.equals("!")) {
            boolean plain = tag == null && event.getScalarStyle() == DumperOptions.ScalarStyle.PLAIN;
            return plain ? PlainScalar.resolve(text, budget, line) : TextNode.valueOf(text);
        }
        return switch (tag) {
            case "tag:yaml.org,2002:str" -> TextNode.valueOf(text);
            case "tag:yaml.org,2002:int",
                    "tag:yaml.org,2002:float",
                    "tag:yaml.org,2002:bool",
                    "tag:yaml.org,2002:null" -> PlainScalar.resolve(text, budget, line);
            default -> throw budget.fail(line, "the tag " + tag + " has no meaning in a manifest");
        };
    }

    private void checkTag(Event event, int line) {
        String tag = event instanceof CollectionStartEvent collection ? collection.getTag() : null;
        if (tag != null && !tag.equals("!") && !tag.equals(Tag.MAP.getValue()) && !tag.equals(Tag.SEQ.getValue())) {
            throw budget.fail(line, "the tag " + tag + " has no meaning in a manifest");
        }
    }

    private static int line(Event event) {
        return event.getStartMark() == null ? 0 : event.getStartMark().getLine() + 1;
    }

    private static String name(JsonNode node) {
        return node.isArray() ? "a list" : "the single value " + abbreviate(node.asText());
    }

    private static String abbreviate(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "...";
    }
}
