package io.meshprovisioner.spi;

import java.util.List;

/**
 * The mesh as it stands.
 *
 * @param version the Istio release found; empty when there is none
 * @param former what older documents call Istio's components, and where each is in this release
 */
public record MeshReport(
        String version, List<Component> components, List<LoadBalancerAddress> gateways, List<Former> former) {
    public MeshReport {
        components = List.copyOf(components);
        gateways = List.copyOf(gateways);
        former = List.copyOf(former);
    }

    public MeshReport(String version, List<Component> components, List<LoadBalancerAddress> gateways) {
        this(version, components, gateways, List.of());
    }

    /** Whether everything found is ready. */
    public boolean ready() {
        return !components.isEmpty()
                && components.stream().allMatch(component -> component.problem().isEmpty());
    }

    /**
     * A component of before Istio 1.5.
     *
     * @param name such as {@code Pilot}
     * @param now the component that it is part of, such as {@code istiod}; empty where it is gone
     * @param explanation what it does or did, and since when it is so
     */
    public record Former(String name, String now, String explanation) {}

    /**
     * A part of the mesh.
     *
     * @param name such as {@code istiod}
     * @param namespace where it runs
     * @param readyPods pods that are ready
     * @param wantedPods pods that should be
     * @param problem what is wrong, in words; empty when all is well
     * @param pods each as it is
     * @param warnings what Kubernetes has noted down about it, newest first; empty when all is well
     */
    public record Component(
            String name,
            String namespace,
            int readyPods,
            int wantedPods,
            String problem,
            List<Pod> pods,
            List<String> warnings) {
        public Component {
            pods = List.copyOf(pods);
            warnings = List.copyOf(warnings);
        }

        public Component(String name, String namespace, int readyPods, int wantedPods, String problem) {
            this(name, namespace, readyPods, wantedPods, problem, List.of(), List.of());
        }
    }

    /**
     * A pod of a component.
     *
     * @param node where it runs; empty before it has one
     * @param phase Kubernetes' word, such as {@code Pending}
     * @param restarts of all its containers together
     * @param notes conditions that are not met and what containers wait for or ended with, in Kubernetes' words
     */
    public record Pod(String name, String node, String phase, boolean ready, int restarts, List<String> notes) {
        public Pod {
            notes = List.copyOf(notes);
        }
    }
}
