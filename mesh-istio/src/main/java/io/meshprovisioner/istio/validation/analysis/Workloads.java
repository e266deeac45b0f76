package io.meshprovisioner.istio.validation.analysis;

import io.meshprovisioner.istio.validation.input.Node;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Whether pods, deployments and namespaces take part in the mesh. */
final class Workloads {
    static final String PROXY = "istio-proxy";
    static final String INJECT = "sidecar.istio.io/inject";
    static final String INJECTION = "istio-injection";
    static final String REVISION = "istio.io/rev";
    static final String DATAPLANE_MODE = "istio.io/dataplane-mode";

    private Workloads() {}

    static boolean isPodInMesh(World world, Resource pod) {
        return isInMesh(
                world,
                pod,
                pod.labels(),
                pod.annotations(),
                Stream.concat(pod.spec().items("containers").stream(), pod.spec().items("initContainers").stream())
                        .toList());
    }

    static boolean isDeploymentInMesh(World world, Resource deployment) {
        Node template = deployment.spec().get("template");
        return isInMesh(
                world,
                deployment,
                template.get("metadata").textMap("labels"),
                template.get("metadata").textMap("annotations"),
                template.get("spec").items("containers"));
    }

    static boolean isAmbientPod(Resource pod) {
        return "enabled".equals(pod.annotations().get("ambient.istio.io/redirection"));
    }

    static boolean isAmbient(Resource namespace) {
        Map<String, String> labels = namespace.labels();
        return !"enabled".equals(labels.get(INJECTION))
                && labels.getOrDefault(REVISION, "").isEmpty()
                && "ambient".equals(labels.get(DATAPLANE_MODE));
    }

    static boolean isControlPlane(Resource resource) {
        return resource.labels().containsKey("istio")
                || "istio".equals(resource.labels().get("release"));
    }

    private static boolean isInMesh(
            World world,
            Resource resource,
            Map<String, String> labels,
            Map<String, String> annotations,
            List<Node> containers) {
        if (containers.stream()
                .anyMatch(c -> c.text("name").equals(PROXY) && !c.text("image").isEmpty())) {
            return true;
        }
        for (Map<String, String> metadata : List.of(labels, annotations)) {
            if (metadata.containsKey(INJECT)) {
                return "true".equals(metadata.get(INJECT));
            }
        }
        return world.namespace(resource.namespace())
                .filter(namespace -> "enabled".equals(namespace.labels().get(INJECTION)))
                .isPresent();
    }
}
