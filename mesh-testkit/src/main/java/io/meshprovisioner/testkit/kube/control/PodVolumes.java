package io.meshprovisioner.testkit.kube.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.json.Trees;
import java.util.Optional;

/** What a pod needs from ConfigMaps and Secrets before it can start. */
final class PodVolumes {
    private PodVolumes() {}

    /** What is missing; told to the pod as an event, once. */
    static Optional<String> obstacle(Api api, ObjectNode pod) {
        Optional<String> missing = missing(api, pod);
        if (missing.isPresent()) {
            api.event(pod, "Warning", "FailedMount", "MountVolume.SetUp failed: " + missing.get(), "kubelet");
        }
        return missing;
    }

    private static Optional<String> missing(Api api, ObjectNode pod) {
        for (JsonNode volume : Trees.at(pod, "spec", "volumes")) {
            Optional<String> direct = source(api, pod, volume.path("configMap"), "name", Kind.CONFIG_MAP)
                    .or(() -> source(api, pod, volume.path("secret"), "secretName", Kind.SECRET));
            if (direct.isPresent()) {
                return direct;
            }
            for (JsonNode part : Trees.at(volume, "projected", "sources")) {
                Optional<String> projected = source(api, pod, part.path("configMap"), "name", Kind.CONFIG_MAP)
                        .or(() -> source(api, pod, part.path("secret"), "name", Kind.SECRET));
                if (projected.isPresent()) {
                    return projected;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> source(Api api, ObjectNode pod, JsonNode source, String field, Kind kind) {
        String name = Trees.text(source, field);
        if (name.isEmpty() || source.path("optional").asBoolean()) {
            return Optional.empty();
        }
        return api.get(kind, Trees.namespace(pod), name).isPresent()
                ? Optional.empty()
                : Optional.of(kind.storage().substring(0, kind.storage().length() - 1) + " \"" + name + "\" not found");
    }
}
