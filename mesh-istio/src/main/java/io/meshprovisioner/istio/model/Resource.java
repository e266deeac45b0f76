package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.meshprovisioner.istio.yaml.Document;
import io.meshprovisioner.istio.yaml.DocumentWriter;
import io.meshprovisioner.istio.yaml.Members;
import io.meshprovisioner.istio.yaml.Trees;
import io.meshprovisioner.spi.Manifest;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A Kubernetes object with a spec, as an immutable value. What the types have no words for (a status, fields of another
 * release) rides along and is written back.
 *
 * @param <T> the kind itself
 */
public abstract class Resource<T extends Resource<T>> extends Part<T> implements Manifest {
    private final Envelope envelope;
    private volatile @Nullable Document document;

    /** A kind's view of its spec inside the rest of the object. */
    protected Resource(Envelope envelope, ObjectNode spec) {
        super(spec);
        this.envelope = envelope;
    }

    /** The same kind over another envelope or spec. */
    protected abstract T copy(Envelope changed, ObjectNode spec);

    @Override
    protected final T copy(ObjectNode changedSpec) {
        return copy(envelope, changedSpec);
    }

    final Envelope envelope() {
        return envelope;
    }

    @Override
    public final String apiVersion() {
        return envelope.apiVersion();
    }

    @Override
    public final String kind() {
        return envelope.kind();
    }

    @Override
    public final String name() {
        return envelope.text("name").orElse("");
    }

    @Override
    public final Optional<String> namespace() {
        return envelope.text("namespace").filter(namespace -> !namespace.isEmpty());
    }

    /** Labels of the object itself. */
    public final Map<String, String> labels() {
        return Values.map("labels", envelope.metadata().get("labels"), Values::text);
    }

    /** Annotations of the object. */
    public final Map<String, String> annotations() {
        return Values.map("annotations", envelope.metadata().get("annotations"), Values::text);
    }

    /** The same under another name. */
    public final T name(String name) {
        return copy(envelope.with("name", Trees.of(name)), tree(this));
    }

    /** In this namespace; without one, the namespace is that of the context that applies it. */
    public final T namespace(String namespace) {
        return copy(envelope.with("namespace", Trees.of(namespace)), tree(this));
    }

    /** With these labels on the object itself, in place of those it has. */
    public final T labels(Map<String, String> labels) {
        return copy(envelope.with("labels", Trees.of(labels)), tree(this));
    }

    /** With these annotations, in place of those it has. */
    public final T annotations(Map<String, String> annotations) {
        return copy(envelope.with("annotations", Trees.of(annotations)), tree(this));
    }

    /** The object as a document, in the order in which Istio's documents say things. */
    public final Document document() {
        Document made = document;
        if (made == null) {
            made = Document.ofFrozen(CanonicalOrder.of(envelope.around(tree(this))));
            document = made; // a race makes it twice, and both are the same
        }
        return made;
    }

    @Override
    public final Map<String, Object> toMap() {
        return document().toMap();
    }

    /** YAML, ending in a line break. */
    public final String toYaml() {
        return DocumentWriter.yaml(document().root());
    }

    /** JSON on one line. */
    public final String toJson() {
        return DocumentWriter.json(document().root());
    }

    @Override
    public final boolean equals(@Nullable Object other) {
        return other instanceof Resource<?> that && super.equals(that) && that.envelope.equals(envelope);
    }

    @Override
    public final int hashCode() {
        return 31 * super.hashCode() + envelope.hashCode();
    }

    /** Kind, namespace, name and the beginning of the spec. */
    @Override
    public final String toString() {
        return kind() + " " + namespace().map(namespace -> namespace + "/").orElse("") + name() + " "
                + super.toString();
    }

    /**
     * All of an object but its spec.
     *
     * @param others members beside apiVersion, kind, metadata and spec, such as a status
     */
    protected record Envelope(String apiVersion, String kind, ObjectNode metadata, ObjectNode others) {
        private static final Set<String> OWN_MEMBERS = Set.of("apiVersion", "kind", "metadata", "spec");

        /** The envelope of a new object. */
        public static Envelope named(String apiVersion, String kind, String name) {
            Objects.requireNonNull(name, "name");
            return new Envelope(apiVersion, kind, Trees.object(Map.of("name", Trees.of(name))), Trees.empty());
        }

        /** The envelope of an object that was read. */
        public static Envelope of(Document document) {
            Members others = new Members(0);
            document.root().forEachEntry((name, value) -> {
                if (!OWN_MEMBERS.contains(name)) {
                    others.put(name, value);
                }
            });
            JsonNode metadata = document.root().path("metadata");
            return new Envelope(
                    document.apiVersion(),
                    document.kind(),
                    metadata.isMissingNode() || metadata.isNull() ? Trees.empty() : Values.object("metadata", metadata),
                    others.toObject());
        }

        /** The spec of an object that was read. */
        public static ObjectNode spec(Document document) {
            JsonNode spec = document.root().path("spec");
            return spec.isMissingNode() || spec.isNull() ? Trees.empty() : Values.object("spec", spec);
        }

        Envelope with(String field, JsonNode value) {
            return new Envelope(apiVersion, kind, Trees.with(metadata, field, value), others);
        }

        Envelope withApiVersion(String changed) {
            return new Envelope(changed, kind, metadata, others);
        }

        Optional<String> text(String field) {
            return Optional.ofNullable(metadata.get(field)).map(value -> Values.text(field, value));
        }

        ObjectNode around(ObjectNode spec) {
            Members members = new Members(4 + others.size());
            members.put("apiVersion", TextNode.valueOf(apiVersion));
            members.put("kind", TextNode.valueOf(kind));
            members.put("metadata", metadata);
            members.put("spec", spec);
            others.forEachEntry(members::put);
            return members.toObject();
        }
    }
}
