package io.meshprovisioner.spi;

import java.util.List;
import java.util.Optional;

/**
 * A workload as it stands, down to its containers.
 *
 * @param problem why not all of it is ready, in words; empty when all is well
 */
public record WorkloadReport(String namespace, String name, List<Pod> pods, Optional<Service> service, String problem) {
    public WorkloadReport {
        pods = List.copyOf(pods);
    }

    /** Whether every pod is there and ready, with all its containers. */
    public boolean ready() {
        return problem.isEmpty() && !pods.isEmpty() && pods.stream().allMatch(Pod::ready);
    }

    /** Whether every pod has Istio's proxy beside its own containers. */
    public boolean inMesh() {
        return !pods.isEmpty() && pods.stream().allMatch(Pod::hasSidecar);
    }

    /**
     * @param phase Kubernetes' word, such as {@code Running}
     * @param ip empty until it has one
     */
    public record Pod(String name, String phase, String ip, List<Container> containers) {
        public Pod {
            containers = List.copyOf(containers);
        }

        public boolean ready() {
            return !containers.isEmpty() && containers.stream().allMatch(Container::ready);
        }

        public boolean hasSidecar() {
            return containers.stream().anyMatch(Container::sidecar);
        }
    }

    /**
     * @param state such as {@code running} or {@code waiting: ErrImagePull}
     * @param sidecar it is Istio's proxy
     */
    public record Container(String name, String image, boolean ready, String state, boolean sidecar) {}

    /**
     * @param host its name inside the cluster, such as {@code demo.test-ns.svc.cluster.local}
     * @param clusterIp the address behind that name
     * @param nodePort the port on every node; empty where it has none
     */
    public record Service(String host, String clusterIp, int port, Optional<Integer> nodePort) {}
}
