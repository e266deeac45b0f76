package io.meshprovisioner.istio.validation.schema;

import io.meshprovisioner.istio.validation.schema.SchemaNode.Limits;
import io.meshprovisioner.istio.validation.schema.SchemaNode.Trait;
import io.meshprovisioner.istio.validation.schema.SchemaNode.Type;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes the schema of one kind in one release out of the lines about it. */
final class FactTree {
    private static final String ITEMS = "[]";
    private static final String VALUES = "{}";

    private final List<FactLine> lines;
    private final int minor;
    private int at;

    private FactTree(List<FactLine> lines, int minor) {
        this.lines = lines;
        this.minor = minor;
    }

    static SchemaNode read(List<String> lines, int minor) {
        return new FactTree(lines.stream().map(FactLine::of).toList(), minor).node();
    }

    private SchemaNode node() {
        FactLine line = lines.get(at++);
        Map<String, SchemaNode> fields = new LinkedHashMap<>();
        Map<String, Integer> laterFields = new LinkedHashMap<>();
        Set<String> required = new LinkedHashSet<>();
        @Nullable SchemaNode items = null;
        @Nullable SchemaNode values = null;
        while (at < lines.size() && lines.get(at).depth() > line.depth()) {
            FactLine child = lines.get(at);
            SchemaNode node = node();
            if (!child.since().holds(minor)) {
                laterFields.put(child.name(), child.since().from());
            } else if (child.name().equals(ITEMS)) {
                items = node;
            } else if (child.name().equals(VALUES)) {
                values = node;
            } else {
                fields.put(child.name(), node);
                if (child.facts(minor).contains("required")) {
                    required.add(child.name());
                }
            }
        }
        laterFields.values().removeIf(since -> since <= minor);
        return new SchemaNode(
                type(line),
                fields,
                required,
                laterFields,
                items,
                values,
                new LinkedHashSet<>(line.values("enum", minor)),
                laterChoices(line),
                limits(line),
                pattern(line),
                groups(line),
                line.values("cel", minor).stream().map(CelRule::valueOf).toList(),
                line.values("key", minor).isEmpty() ? null : line.value("key", minor),
                traits(line, fields.keySet()));
    }

    private Type type(FactLine line) {
        String type = line.value("type", minor);
        return type.isEmpty() ? Type.ANY : Type.valueOf(type.toUpperCase(Locale.ROOT));
    }

    private Map<String, Integer> laterChoices(FactLine line) {
        Map<String, Integer> later = new LinkedHashMap<>();
        for (String token : line.tokens()) {
            Since since = Since.of(token);
            if (since.from() > minor && Since.rest(token).startsWith("enum=")) {
                later.put(Since.rest(token).substring("enum=".length()), since.from());
            }
        }
        return later;
    }

    private Limits limits(FactLine line) {
        String min = line.value("min", minor);
        String max = line.value("max", minor);
        String minSize = line.value("minSize", minor);
        String maxSize = line.value("maxSize", minor);
        if (min.isEmpty() && max.isEmpty() && minSize.isEmpty() && maxSize.isEmpty()) {
            return Limits.NONE;
        }
        return new Limits(
                min.isEmpty() ? Limits.NONE.min() : Double.parseDouble(min),
                max.isEmpty() ? Limits.NONE.max() : Double.parseDouble(max),
                minSize.isEmpty() ? 0 : Integer.parseInt(minSize),
                maxSize.isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(maxSize));
    }

    private @Nullable Pattern pattern(FactLine line) {
        String pattern = line.value("pattern", minor);
        return pattern.isEmpty() ? null : Pattern.compile(pattern);
    }

    private List<List<String>> groups(FactLine line) {
        List<List<String>> groups = new ArrayList<>();
        line.values("oneOf", minor).forEach(group -> groups.add(List.of(group.split("\\|"))));
        return groups;
    }

    private Set<Trait> traits(FactLine line, Set<String> fields) {
        Set<Trait> traits = EnumSet.noneOf(Trait.class);
        line.values("is", minor).forEach(trait -> traits.add(Trait.valueOf(trait.toUpperCase(Locale.ROOT))));
        if (fields.stream().anyMatch(field -> field.indexOf('_') >= 0)) {
            traits.add(Trait.SNAKE_CASE);
        }
        return traits;
    }
}
