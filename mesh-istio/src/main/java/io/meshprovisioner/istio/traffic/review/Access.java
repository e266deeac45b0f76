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
     * A caller's way.
     *
     * @param caller {@code name.namespace} of a sidecar or a gateway; callers through a gateway come from outside
     * @param host that is called
     * @param witness a request of this way
     */
    public record Way(String caller, String host, int port, Decision witness) {
        @Override
        public String toString() {
            return caller + " by " + host + ":" + port + "\n  " + witness;
        }
    }
}
