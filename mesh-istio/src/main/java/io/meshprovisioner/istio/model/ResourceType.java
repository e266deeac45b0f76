package io.meshprovisioner.istio.model;

import io.meshprovisioner.istio.yaml.Document;
import java.util.function.Function;

/**
 * A kind that has a type: how its documents are told and seen.
 *
 * @param type the class
 * @param group the API group, whatever the version
 * @param kind the kind
 * @param view the typed view of a document of the kind
 */
public record ResourceType<T extends Resource<T>>(
        Class<T> type, String group, String kind, Function<Document, T> view) {

    /** Whether a document is of this kind. */
    public boolean matches(Document document) {
        return document.kind().equals(kind) && document.group().equals(group);
    }
}
