package io.meshprovisioner.istio.traffic.review;

import io.meshprovisioner.istio.traffic.Decision;
import java.util.List;

/**
 * Who reaches a workload, and how.
 *
 * @param workload {@code name.namespace} of what is called
 * @param open one for each caller and host that lead there, with a request that arrives
 * @param closed one for each caller and host that would lead there, were it let in; with a request that is refused
 */
public record Access(String workload, List<Way> open, List<Way> closed) {
    public Access {
        open = List.copyOf(open);
        closed = List.copyOf(closed);
    }

    /**
     * The way of a caller, and of all others that neither rules nor policies can tell from it.
     *
     * @param callers {@code name.namespace} of workloads, or of a gateway; callers through a gateway come from outside. The
     *     first one asked the witness. Beside the workloads without sidecar that the mesh holds there is always any other
     * @param host that is called
     * @param witness a request of this way
     */
    public record Way(List<String> callers, String host, int port, Decision witness) {
        public Way {
            callers = List.copyOf(callers);
        }

        @Override
        public String toString() {
            return String.join(", ", callers) + " by " + host + ":" + port + "\n  " + witness;
        }
    }
}
