package io.meshprovisioner.istio.validation.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Writes the facts that the library needs about the CRDs of all releases, in the form that it reads. */
final class CrdFactsWriter {
    private static final int FIRST = 9;
    private static final int LAST = 30;
    /** Fields that are durations in Istio's protocol buffers; not all of them have a CEL rule that says so. */
    private static final Set<String> DURATIONS = Set.of(
            "ttl",
            "warmupDurationSecs",
            "duration",
            "time",
            "interval",
            "connectTimeout",
            "maxConnectionDuration",
            "idleTimeout",
            "baseEjectionTime",
            "timeout",
            "perTryTimeout",
            "backoff",
            "maxAge",
            "fixedDelay",
            "exponentialDelay",
            "reportingInterval");

    private static final class Place {
        final Map<String, Place> children = new LinkedHashMap<>();
        final Map<String, BitSet> facts = new LinkedHashMap<>();
        final BitSet life = new BitSet();

        void fact(String fact, int minor) {
            facts.computeIfAbsent(fact, key -> new BitSet()).set(minor);
        }

        Place child(String name, int minor) {
            Place child = children.computeIfAbsent(name, key -> new Place());
            child.life.set(minor);
            return child;
        }
    }

    private final Map<String, Place> kinds = new TreeMap<>();

    /** Adds the CRDs of one release; the newest first, since the order of fields is that of the first. */
    void add(int minor, List<JsonNode> crds) {
        for (JsonNode crd : crds) {
            JsonNode spec = crd.get("spec");
            String kind = spec.at("/names/kind").asText();
            if (kind.equals("IstioOperator")) {
                continue;
            }
            Place place = kinds.computeIfAbsent(kind, key -> new Place());
            place.life.set(minor);
            place.fact("group=" + spec.get("group").asText(), minor);
            for (JsonNode version : spec.get("versions")) {
                if (version.get("served").asBoolean()) {
                    place.fact("serves=" + version.get("name").asText(), minor);
                }
                if (version.get("storage").asBoolean()) {
                    place.fact("stores=" + version.get("name").asText(), minor);
                    JsonNode schema = version.has("schema") ? version.get("schema") : spec.get("validation");
                    JsonNode root = schema.get("openAPIV3Schema");
                    place.fact("type=object", minor);
                    Place child = place.child("spec", minor);
                    if (root.path("required").toString().contains("\"spec\"")) {
                        child.fact("required", minor);
                    }
                    walk(root.at("/properties/spec"), child, "spec", minor);
                }
            }
        }
    }

    private void walk(JsonNode schema, Place place, String name, int minor) {
        type(schema, place, name, minor);
        schema.path("enum").forEach(value -> place.fact("enum=" + value.asText(), minor));
        bounds(schema, place, minor);
        if (schema.has("pattern")) {
            place.fact("pattern=" + schema.get("pattern").asText(), minor);
        }
        groups(schema, place, minor);
        schema.path("x-kubernetes-validations")
                .forEach(rule -> place.fact(
                        "cel="
                                + CelFingerprints.rule(
                                        fingerprint(rule.get("rule").asText())),
                        minor));
        if ("map".equals(schema.path("x-kubernetes-list-type").asText())) {
            place.fact("key=" + schema.at("/x-kubernetes-list-map-keys/0").asText(), minor);
        }
        Set<String> required = Set.copyOf(texts(schema.path("required")));
        schema.path("properties").properties().forEach(property -> {
            Place child = place.child(property.getKey(), minor);
            if (required.contains(property.getKey())) {
                child.fact("required", minor);
            }
            walk(property.getValue(), child, property.getKey(), minor);
        });
        if (schema.has("items")) {
            walk(schema.get("items"), place.child("[]", minor), "", minor);
        }
        if (schema.path("additionalProperties").isObject()) {
            walk(schema.get("additionalProperties"), place.child("{}", minor), "", minor);
        }
    }

    private static void type(JsonNode schema, Place place, String name, int minor) {
        boolean either = schema.path("x-kubernetes-int-or-string").asBoolean()
                || schema.path("anyOf").toString().contains("{\"type\":\"integer\"},{\"type\":\"string\"}");
        String type = schema.path("type").asText();
        if (either) {
            place.fact("type=integer_or_string", minor);
        } else if (!type.isEmpty()) {
            place.fact("type=" + type, minor);
        }
        if (schema.path("nullable").asBoolean()) {
            place.fact("is=nullable", minor);
        }
        if (schema.path("x-kubernetes-preserve-unknown-fields").asBoolean()) {
            place.fact("is=open", minor);
        }
        if (schema.path("format").asText().equals("byte") || (name.equals("bytes") && type.equals("string"))) {
            place.fact("is=bytes", minor);
        }
        if (schema.path("format").asText().equals("int32")) {
            place.fact("is=int32", minor);
        }
        if (type.equals("string") && DURATIONS.contains(name)) {
            place.fact("is=duration", minor);
        }
        if (name.equals("portLevelMtls")) {
            place.fact("is=integer_keys", minor);
        }
    }

    private static void bounds(JsonNode schema, Place place, int minor) {
        for (String key : List.of("minimum", "maximum")) {
            if (schema.has(key)) {
                place.fact(key.substring(0, 3) + "=" + schema.get(key).asText(), minor);
            }
        }
        for (String key : List.of("minLength", "minItems", "minProperties")) {
            if (schema.has(key)) {
                place.fact("minSize=" + schema.get(key).asText(), minor);
            }
        }
        for (String key : List.of("maxLength", "maxItems", "maxProperties")) {
            if (schema.has(key)) {
                place.fact("maxSize=" + schema.get(key).asText(), minor);
            }
        }
    }

    /** One-ofs say "none of these, or one of them": the group is what they name. */
    private static void groups(JsonNode schema, Place place, int minor) {
        List<JsonNode> oneOfs = new ArrayList<>();
        if (schema.has("oneOf")) {
            oneOfs.add(schema.get("oneOf"));
        }
        schema.path("allOf").forEach(part -> oneOfs.add(part.get("oneOf")));
        for (JsonNode oneOf : oneOfs) {
            List<String> names = new ArrayList<>();
            for (JsonNode alternative : oneOf) {
                if (alternative.has("required")) {
                    names.addAll(texts(alternative.get("required")));
                    nestedGroups(alternative, place, minor);
                }
            }
            if (names.size() > 1) {
                place.fact("oneOf=" + String.join("|", names), minor);
            }
        }
    }

    /** To 1.19 an alternative repeats the groups of the field that it is about. */
    private static void nestedGroups(JsonNode alternative, Place place, int minor) {
        alternative
                .path("properties")
                .properties()
                .forEach(property -> groups(property.getValue(), place.child(property.getKey(), minor), minor));
    }

    String write() {
        StringBuilder text = new StringBuilder("""
                # Facts about the CRDs of Istio 1.9 to 1.30, read off them by CrdFactsTest, which also compares.
                # A line is a kind or, deeper, a field; [] are items of a list, {} values of a map.
                # @20: before something says since 1.20, @9..24: from 1.9 to 1.24.
                """);
        kinds.forEach((kind, place) -> write(text, 0, kind, place, new BitSet()));
        return text.toString();
    }

    private static void write(StringBuilder text, int depth, String name, Place place, BitSet around) {
        BitSet all = new BitSet();
        all.set(FIRST, LAST + 1);
        text.append(" ".repeat(depth))
                .append(spans(place.life, depth == 0 ? all : around).get(0))
                .append(name);
        place.facts.forEach((fact, releases) -> {
            if (fact.contains(" ")) {
                throw new IllegalStateException("a space in the fact " + fact);
            }
            spans(releases, place.life)
                    .forEach(span -> text.append(' ').append(span).append(fact));
        });
        text.append('\n');
        place.children.forEach((childName, child) -> write(text, depth + 1, childName, child, place.life));
    }

    /** How to write the releases of something whose surroundings have these. */
    private static List<String> spans(BitSet releases, BitSet around) {
        if (releases.equals(around)) {
            return List.of("");
        }
        List<String> spans = new ArrayList<>();
        for (int from = releases.nextSetBit(0); from >= 0; ) {
            int to = releases.nextClearBit(from) - 1;
            spans.add(to == LAST ? "@" + from + ":" : "@" + from + ".." + to + ":");
            from = releases.nextSetBit(to + 1);
        }
        return spans;
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(item -> texts.add(item.asText()));
        return texts;
    }

    static String fingerprint(String rule) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(rule.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
