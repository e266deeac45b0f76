package io.meshprovisioner.spi;

import java.util.List;

/**
 * A proxy of the mesh, and whether its control plane configures it.
 *
 * @param revision the control plane that it belongs to
 * @param version the release that it is of; empty where its image does not say
 * @param istiod the pod of istiod that it is connected to; empty for none
 * @param behind the kinds of configuration that it was sent and has not taken up: clusters, listeners, routes, endpoints
 * @param problem what is wrong, in words; empty when all is well
 */
public record MeshProxy(
        String namespace,
        String pod,
        String revision,
        String version,
        String istiod,
        List<String> behind,
        String problem) {
    public MeshProxy {
        behind = List.copyOf(behind);
    }

    /** Connected, and with all that it was sent. */
    public boolean inSync() {
        return !istiod.isEmpty() && behind.isEmpty();
    }

    @Override
    public String toString() {
        return namespace + "/" + pod + (istiod.isEmpty() ? "" : " connected to " + istiod)
                + (problem.isEmpty() ? ", in sync" : ": " + problem);
    }
}
