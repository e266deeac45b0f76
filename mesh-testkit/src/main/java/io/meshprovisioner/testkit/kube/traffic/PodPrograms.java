package io.meshprovisioner.testkit.kube.traffic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.control.Api;
import io.meshprovisioner.testkit.kube.json.Trees;
import java.util.Optional;

/**
 * What the programs in a pod answer who comes from the pod itself, as a port-forward does: istiod its debug interface, from
 * the objects of the moment, everything else that it is there.
 */
public final class PodPrograms {
    private final Api api;

    public PodPrograms(Api api) {
        this.api = api;
    }

    /** An answer to an HTTP request. */
    public record Answer(int status, String type, String body) {}

    /** Empty where nothing listens on the port. */
    public Optional<Answer> answer(ObjectNode pod, int port, String method, String path) {
        for (JsonNode container : Trees.at(pod, "spec", "containers")) {
            boolean istiod = Trees.text(container, "name").equals("discovery");
            if (istiod && port == IstiodDebug.PORT) {
                return Optional.of(new IstiodDebug(api, pod).answer(path));
            }
            for (JsonNode declared : container.path("ports")) {
                if (declared.path("containerPort").asInt() == port) {
                    return Optional.of(new Answer(
                            200,
                            "text/plain",
                            "(simulated) " + Trees.text(container, "name") + " of pod " + Trees.name(pod) + " got "
                                    + method + " " + path + "\n"));
                }
            }
        }
        return Optional.empty();
    }
}
