package io.meshprovisioner.istio.traffic.cluster;

import io.meshprovisioner.istio.traffic.cluster.LoadBalancing.Algorithm;
import io.meshprovisioner.istio.validation.input.Node;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/** Reads load balancers. */
final class BalancerReader {
    private static final long RING_SIZE = 1024;

    private BalancerReader() {}

    static LoadBalancing read(Policy policy, LocalitySetting locality, Discovery discovery, boolean sendsUnhealthy) {
        Node balancer = policy.loadBalancer();
        Node hash = balancer.get("consistentHash");
        OptionalDouble panic = OptionalDouble.empty();
        if (sendsUnhealthy) {
            panic = OptionalDouble.of(0);
        } else if (policy.outlierDetection().present()) {
            panic = OptionalDouble.of(policy.outlierDetection().integer("minHealthPercent"));
        }
        if (discovery == Discovery.ORIGINAL_DST || discovery == Discovery.DYNAMIC_FORWARD_PROXY) {
            return new LoadBalancing(Algorithm.CLUSTER_PROVIDED, "", 0, Optional.empty(), locality.weighted(), panic);
        }
        Algorithm simple = simple(balancer.text("simple"));
        return new LoadBalancing(
                hash.present() ? ring(hash) : simple,
                hashKey(hash),
                tableSize(hash),
                hash.present() || simple == Algorithm.RANDOM ? Optional.empty() : warmup(balancer),
                locality.weighted(),
                panic);
    }

    private static Algorithm simple(String said) {
        return switch (said) {
            case "ROUND_ROBIN" -> Algorithm.ROUND_ROBIN;
            case "RANDOM" -> Algorithm.RANDOM;
            default -> Algorithm.LEAST_REQUEST;
        };
    }

    private static Algorithm ring(Node hash) {
        return hash.has("maglev") ? Algorithm.MAGLEV : Algorithm.RING_HASH;
    }

    private static long tableSize(Node hash) {
        if (!hash.present()) {
            return 0;
        }
        if (hash.has("maglev")) {
            return hash.get("maglev").integer("tableSize");
        }
        return hash.has("ringHash")
                ? hash.get("ringHash").integer("minimumRingSize")
                : Settings.limit(hash.get("minimumRingSize"), RING_SIZE);
    }

    static String hashKey(Node hash) {
        if (hash.has("httpHeaderName")) {
            return "header " + hash.text("httpHeaderName");
        }
        if (hash.has("httpCookie")) {
            return "cookie " + hash.get("httpCookie").text("name");
        }
        if (hash.has("httpQueryParameterName")) {
            return "query parameter " + hash.text("httpQueryParameterName");
        }
        return hash.flag("useSourceIp") ? "source address" : "";
    }

    private static Optional<Duration> warmup(Node balancer) {
        return balancer.has("warmup")
                ? Settings.duration(balancer.get("warmup").get("duration"))
                : Settings.duration(balancer.get("warmupDurationSecs"));
    }
}
