package io.meshprovisioner.spi;

import java.util.List;

/**
 * The mesh as it stands.
 *
 * @param version the Istio release found; empty when there is none
 */
public record MeshReport(String version, List<Component> components, List<LoadBalancerAddress> gateways) {
    public MeshReport {
        components = List.copyOf(components);
        gateways = List.copyOf(gateways);
    }

    /** Whether everything found is ready. */
    public boolean ready() {
        return !components.isEmpty()
                && components.stream().allMatch(component -> component.problem().isEmpty());
    }

    /**
     * A part of the mesh.
     *
     * @param name such as {@code istiod}
     * @param namespace where it runs
     * @param readyPods pods that are ready
     * @param wantedPods pods that should be
     * @param problem what is wrong, in words; empty when all is well
     */
    public record Component(String name, String namespace, int readyPods, int wantedPods, String problem) {}
}
