package io.meshprovisioner.istio.install;

import io.meshprovisioner.istio.install.Cluster.Look;
import java.util.Map;
import java.util.Optional;

/**
 * An ingress gateway: a Service that is reached from outside, and the pods behind it.
 *
 * @param selector by which a Gateway chooses its pods
 * @param release of the Istio that configures it
 */
record IngressDoor(String namespace, String service, Map<String, String> selector, String release) {
    private static final int HTTP = 80;

    /** By which the cluster's DNS knows it. */
    String host() {
        return service + "." + namespace + ".svc.cluster.local";
    }

    /** The first that takes HTTP on port 80. */
    static Optional<IngressDoor> find(Look look) {
        var deployments = look.everywhere("apps/v1", "Deployment", "");
        String release = deployments.stream()
                .filter(MeshReporter::istiod)
                .map(MeshReporter::version)
                .findFirst()
                .orElse("");
        var services = look.everywhere("v1", "Service", "");
        for (Tree deployment : deployments) {
            if (!MeshReporter.gateway(deployment) || release.isEmpty()) {
                continue;
            }
            Optional<Tree> service = services.stream()
                    .filter(one -> MeshReporter.exposes(one, deployment))
                    .filter(one -> one.items("spec", "ports").stream()
                            .anyMatch(port -> port.number("port").orElse(0) == HTTP))
                    .findFirst();
            if (service.isPresent()) {
                return Optional.of(new IngressDoor(
                        service.get().text("metadata", "namespace"),
                        service.get().text("metadata", "name"),
                        service.get().texts("spec", "selector"),
                        release));
            }
        }
        return Optional.empty();
    }
}
