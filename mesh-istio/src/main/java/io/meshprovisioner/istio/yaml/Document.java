package io.meshprovisioner.istio.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.spi.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * One object of a manifest as it was written: the raw tree, right or wrong, and where each part of it stands.
 * Immutable; the tree's containers refuse changes. Equal by tree, wherever it came from.
 */
public final class Document implements Manifest {
    private final ObjectNode root;
    private final @Nullable Location location;
    private final @Nullable String source;

    Document(ObjectNode root, @Nullable Location location, @Nullable String source) {
        this.root = root;
        this.location = location;
        this.source = source;
    }

    /** A document that was made in memory; it has no lines. The tree is copied. */
    public static Document of(JsonNode root) {
        if (!root.isObject()) {
            throw new IllegalArgumentException("a manifest is a mapping, not " + root.getNodeType());
        }
        return new Document((ObjectNode) Trees.freeze(root), null, null);
    }

    /** A document that was made in memory of a tree that {@link Trees} froze, without copying it. */
    public static Document ofFrozen(ObjectNode root) {
        return new Document(root, null, null);
    }

    /** The same place with other content; lines are those of the text that was read. */
    public Document withRoot(ObjectNode frozen) {
        return new Document(frozen, location, source);
    }

    /** The whole object; a frozen tree. */
    public ObjectNode root() {
        return root;
    }

    /** The value at a path such as {@code spec.http[0].timeout}; empty when there is none. An explicit null is found. */
    public Optional<JsonNode> at(String path) {
        JsonNode node = root;
        for (Object step : FieldPath.steps(path)) {
            JsonNode next =
                    step instanceof Integer index && node.isArray() ? node.get(index) : node.get(step.toString());
            if (next == null) {
                return Optional.empty();
            }
            node = next;
        }
        return Optional.of(node);
    }

    /**
     * The line of the value at a path, counted from 1: that of its key, or of its dash in a list. For a path that is not
     * there, the line of the nearest thing around it that is; empty for a document made in memory.
     */
    public OptionalInt line(String path) {
        Location here = location;
        if (here == null) {
            return OptionalInt.empty();
        }
        for (Object step : FieldPath.steps(path)) {
            Location next = here.step(step);
            if (next == null) {
                break;
            }
            here = next;
        }
        return OptionalInt.of(here.line());
    }

    /** The file this was read from; empty for text from memory. */
    public Optional<String> source() {
        return Optional.ofNullable(source);
    }

    /** The API version as written; empty text when there is none. */
    @Override
    public String apiVersion() {
        return root.path("apiVersion").asText("");
    }

    /** The API group: the part of the API version before the slash; empty for the core group. */
    public String group() {
        String apiVersion = apiVersion();
        int slash = apiVersion.indexOf('/');
        return slash < 0 ? "" : apiVersion.substring(0, slash);
    }

    /** The kind as written; empty text when there is none. */
    @Override
    public String kind() {
        return root.path("kind").asText("");
    }

    /** The name as written; empty text when there is none. */
    @Override
    public String name() {
        return root.path("metadata").path("name").asText("");
    }

    /** The namespace as written; empty when there is none. */
    @Override
    public Optional<String> namespace() {
        JsonNode namespace = root.path("metadata").path("namespace");
        return namespace.isTextual() && !namespace.textValue().isEmpty()
                ? Optional.of(namespace.textValue())
                : Optional.empty();
    }

    /**
     * The objects inside: of a {@code List} its items, each with its own lines; otherwise this document alone. Items
     * that are no mappings are left out.
     */
    public List<Document> items() {
        JsonNode items = root.path("items");
        if (!isList()) {
            return List.of(this);
        }
        Location around = location == null ? null : location.step("items");
        List<Document> documents = new ArrayList<>(items.size());
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i) instanceof ObjectNode item) {
                documents.add(new Document(item, around == null ? null : around.step(i), source));
            }
        }
        return documents;
    }

    /** Whether this is a list of objects, such as {@code kind: List} or {@code VirtualServiceList}. */
    public boolean isList() {
        return kind().endsWith("List") && root.path("items").isArray() && !root.has("spec");
    }

    /** The object as maps and lists; a copy. */
    @Override
    public Map<String, Object> toMap() {
        return Trees.toMap(root);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Document that && root.equals(that.root);
    }

    @Override
    public int hashCode() {
        return root.hashCode();
    }

    /** Kind, namespace, name and place. */
    @Override
    public String toString() {
        String where = source == null ? "" : " (" + source + ":" + line("").orElse(0) + ")";
        return kind() + " " + namespace().map(namespace -> namespace + "/").orElse("") + name() + where;
    }
}
