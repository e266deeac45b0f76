package io.meshprovisioner.spi;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Whether a mesh carries requests: what came of some that were really sent. */
public record SmokeReport(WorkloadReport workload, List<Way> ways) {
    public SmokeReport {
        ways = List.copyOf(ways);
    }

    /** Whether every request on every way was answered well. */
    public boolean passed() {
        return workload.ready() && !ways.isEmpty() && ways.stream().allMatch(Way::passed);
    }

    /**
     * One way to the workload, and the requests that went it.
     *
     * @param from who sent them, such as {@code a pod in the mesh}
     * @param url as the sender wrote it
     * @param statuses HTTP statuses in the order of the requests; 0 where a connection ended without one
     * @param latencies from the start to the last byte, as the sender measured them
     * @param mutualTls whether the workload's sidecar saw Istio's mutual TLS; empty where nobody could tell
     * @param problem what is wrong, in words; empty when all is well
     * @param why what on the way decided so, as the traffic engine follows it through the objects of that moment, line by
     *     line; empty when all is well, and where it would have expected another answer
     */
    public record Way(
            String from,
            String url,
            List<Integer> statuses,
            List<Duration> latencies,
            Optional<Boolean> mutualTls,
            String problem,
            String why) {
        public Way {
            statuses = List.copyOf(statuses);
            latencies = List.copyOf(latencies);
        }

        public boolean passed() {
            return !statuses.isEmpty() && statuses.stream().allMatch(status -> status >= 200 && status < 400);
        }

        /** The latency that half of the requests did not exceed; zero without requests. */
        public Duration medianLatency() {
            return latencies.isEmpty()
                    ? Duration.ZERO
                    : latencies.stream().sorted().toList().get(latencies.size() / 2);
        }
    }
}
