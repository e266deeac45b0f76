package io.meshprovisioner.testkit.kube.traffic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.json.Trees;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Istio's proxy in a pod, as a container of its own or as a native sidecar. */
final class ProxyContainer {
    private ProxyContainer() {}

    static Optional<ObjectNode> of(ObjectNode pod) {
        return Stream.of("containers", "initContainers")
                .map(list -> Trees.objects(Trees.at(pod, "spec", list)))
                .flatMap(List::stream)
                .filter(container -> Trees.text(container, "name").equals("istio-proxy"))
                .findFirst();
    }
}
