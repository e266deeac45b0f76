package io.meshprovisioner.kubernetes;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request, before it is sent.
 *
 * @param verb Kubernetes' own word (get, list, patch, ...)
 * @param kind what it is about, for records and messages
 * @param resource which object, for messages
 * @param changing whether it asks for a change
 * @param path from the API's root
 */
record KubeCall(
        String verb,
        String kind,
        String resource,
        boolean changing,
        String method,
        String path,
        Map<String, String> query,
        @Nullable String contentType,
        @Nullable Object body) {

    static KubeCall read(String verb, String kind, String resource, String path) {
        return new KubeCall(verb, kind, resource, false, "GET", path, Map.of(), null, null);
    }

    static KubeCall change(String verb, String kind, String resource, String method, String path) {
        return new KubeCall(verb, kind, resource, true, method, path, Map.of(), null, null);
    }

    KubeCall with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(query);
        more.put(name, value);
        return new KubeCall(verb, kind, resource, changing, method, path, more, contentType, body);
    }

    KubeCall sending(String newContentType, Object newBody) {
        return new KubeCall(verb, kind, resource, changing, method, path, query, newContentType, newBody);
    }

    /** The same request, of which the server keeps nothing. */
    KubeCall dryRun() {
        KubeCall asked = with("dryRun", "All");
        return new KubeCall(verb, kind, resource, false, method, path, asked.query, contentType, body);
    }

    /** As records name it, such as {@code GetDeployment}. */
    String operation() {
        return Character.toUpperCase(verb.charAt(0)) + verb.substring(1) + kind;
    }
}
