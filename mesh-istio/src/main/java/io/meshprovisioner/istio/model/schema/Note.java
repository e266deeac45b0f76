package io.meshprovisioner.istio.model.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshprovisioner.istio.yaml.Document;
import io.meshprovisioner.istio.yaml.FieldPath;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A field of a document that Istio will never see: the API server prunes it (or refuses it, under strict field
 * validation). It is kept and written back here.
 *
 * @param type why
 * @param document whose field it is
 * @param path where it stands
 * @param line the line, where the document was read from text
 * @param message what is wrong and what to do, in one sentence
 */
public record Note(Type type, Document document, String path, OptionalInt line, String message) {

    /** Why a field is pruned. */
    public enum Type {
        /** No release known here has such a field. */
        UNKNOWN_FIELD,
        /** The protocol buffer's name of a field, which the CRD does not know. */
        ORIGINAL_NAME
    }

    /** The notes about a document; none for a kind that has no schema here. */
    public static List<Note> about(Document document) {
        List<Note> notes = new ArrayList<>();
        IstioSchema.having(document.group(), document.kind()).ifPresent(schema -> {
            MessageFacts spec =
                    schema.spec(schema.kind(document.group(), document.kind()).orElseThrow());
            new Walk(schema, document, notes).message("spec", document.root().path("spec"), spec);
        });
        return List.copyOf(notes);
    }

    /** Place and message. */
    @Override
    public String toString() {
        String where = document.source().orElse("input") + (line.isPresent() ? ":" + line.getAsInt() : "");
        return where + " " + path + ": " + message;
    }

    private record Walk(IstioSchema schema, Document document, List<Note> notes) {

        void message(String path, JsonNode node, MessageFacts message) {
            node.properties().forEach(member -> {
                String name = member.getKey();
                String inner = FieldPath.member(path, name);
                FieldFacts field = message.field(name).orElse(null);
                if (field == null) {
                    field = message.fieldByOriginalName(name).orElse(null);
                    note(inner, name, field, message);
                }
                if (field != null) {
                    inside(inner, member.getValue(), field);
                }
            });
        }

        private void note(String path, String name, @Nullable FieldFacts field, MessageFacts in) {
            if (field == null) {
                add(
                        Type.UNKNOWN_FIELD,
                        path,
                        in.name() + " has no field \"" + name
                                + "\", so the API server drops it; correct the name or take it out");
            } else if (!name.equals(field.servedAlias())) {
                add(
                        Type.ORIGINAL_NAME,
                        path,
                        "the CRD calls this field \"" + field.name() + "\" and drops \"" + name
                                + "\" before Istio sees it; write " + field.name());
            }
        }

        private void add(Type type, String path, String message) {
            notes.add(new Note(type, document, path, document.line(path), message));
        }

        private void inside(String path, JsonNode value, FieldFacts field) {
            schema.message(field).ifPresent(message -> {
                switch (field.type().shape()) {
                    case SINGLE -> message(path, value, message);
                    case LIST -> {
                        for (int i = 0; i < value.size(); i++) {
                            message(FieldPath.element(path, i), value.path(i), message);
                        }
                    }
                    case MAP ->
                        value.properties()
                                .forEach(entry ->
                                        message(FieldPath.member(path, entry.getKey()), entry.getValue(), message));
                }
            });
        }
    }
}
