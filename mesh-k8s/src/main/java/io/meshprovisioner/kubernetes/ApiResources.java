package io.meshprovisioner.kubernetes;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which kinds the API serves and where. A group version is asked for when a kind of it is first used, and again
 * whenever a kind is not among what it held: custom resources appear later.
 */
final class ApiResources {
    private final KubeHttp http;
    private final Map<String, Map<String, ApiResource>> groupVersions = new ConcurrentHashMap<>();

    ApiResources(KubeHttp http) {
        this.http = http;
    }

    /** Empty when the API does not serve it (yet). */
    Optional<ApiResource> find(String apiVersion, String kind) {
        Map<String, ApiResource> known = groupVersions.get(apiVersion);
        if (known != null && known.containsKey(kind)) {
            return Optional.of(known.get(kind));
        }
        return Optional.ofNullable(ask(apiVersion).get(kind));
    }

    /** Something of this group version was not where it should be: ask again at the next use. */
    void forget(String apiVersion) {
        groupVersions.remove(apiVersion);
    }

    private Map<String, ApiResource> ask(String apiVersion) {
        String root = (apiVersion.contains("/") ? "/apis/" : "/api/") + apiVersion;
        KubeCall call = KubeCall.read("discover", "Resources", "API " + apiVersion, root);
        Map<String, ApiResource> kinds = new HashMap<>();
        http.find(call).ifPresent(answer -> Json.list(answer.document().get("resources")).stream()
                .map(Json::map)
                .filter(resource -> !Json.text(resource.get("name")).contains("/"))
                .forEach(resource -> kinds.put(
                        Json.text(resource.get("kind")),
                        new ApiResource(
                                root,
                                Json.text(resource.get("name")),
                                Boolean.TRUE.equals(resource.get("namespaced"))))));
        groupVersions.put(apiVersion, Map.copyOf(kinds));
        return kinds;
    }
}
