package io.meshprovisioner.istio.model;

import io.meshprovisioner.istio.yaml.Document;
import java.util.function.Function;

/**
 * A kind that has a type: how its documents are told and seen.
 *
 * @param type the class
 * @param group the API group, whatever the version
 * @param version the API version that our values are written in
 * @param kind the kind
 * @param view the typed view of a document of the kind
 */
public record ResourceType<T extends Resource<T>>(
        Class<T> type, String group, String version, String kind, Function<Document, T> view) {

    /** Whether a document is of this kind. */
    public boolean matches(Document document) {
        return document.kind().equals(kind) && document.group().equals(group);
    }

    /**
     * The API version to ask a mesh for: for Istio's kinds the most stable one that its release serves.
     *
     * @throws UnknownToReleaseException if the release does not have the kind
     */
    public String apiVersion(String release) {
        return ReleaseCheck.apiVersion(group, kind, release).orElse(newestApiVersion());
    }

    /** The API version that our values are written in, with the group. */
    public String newestApiVersion() {
        return group + "/" + version;
    }
}
