package io.meshprovisioner.kubernetes;

import io.meshprovisioner.spi.Manifest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lists in pages. */
final class ObjectLists {
    private static final String PAGE = "500";

    private final KubeHttp http;

    ObjectLists(KubeHttp http) {
        this.http = http;
    }

    /** All objects, or empty when the kind is not served any more. */
    Optional<List<Manifest>> all(
            String apiVersion, String kind, ApiResource resource, Optional<String> namespace, String labelSelector) {
        KubeCall all = KubeCall.read(
                "list", kind, kind + namespace.map(name -> " in " + name).orElse(""), resource.collection(namespace));
        if (!labelSelector.isEmpty()) {
            all = all.with("labelSelector", labelSelector);
        }
        List<Manifest> result = new ArrayList<>();
        KubeCall page = all.with("limit", PAGE);
        while (true) {
            KubeAnswer answer = http.ask(page);
            if (answer.status() == 404) {
                return Optional.empty();
            }
            if (answer.status() == 410 && page.query().containsKey("continue")) {
                // The pages' snapshot has expired; a list without pages has no snapshot to lose.
                result.clear();
                page = all;
                continue;
            }
            if (!answer.ok()) {
                throw KubeFailures.of(page, answer);
            }
            Json.list(answer.document().get("items"))
                    .forEach(item -> result.add(item(apiVersion, kind, Json.map(item))));
            String more = Json.text(Json.map(answer.document().get("metadata")).get("continue"));
            if (more.isEmpty()) {
                return Optional.of(List.copyOf(result));
            }
            page = all.with("limit", PAGE).with("continue", more);
        }
    }

    /** Items of a typed list come without kind and version. */
    private static Manifest item(String apiVersion, String kind, Map<String, Object> item) {
        if (item.containsKey("kind")) {
            return Manifest.of(item);
        }
        Map<String, Object> named = new LinkedHashMap<>();
        named.put("apiVersion", apiVersion);
        named.put("kind", kind);
        named.putAll(item);
        return Manifest.of(named);
    }
}
