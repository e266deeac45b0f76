package io.meshprovisioner.istio.traffic.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Says what a cluster is, leaving out what is as Istio has it by default. */
final class ClusterWords {
    private static final int SHOWN = 5;

    private ClusterWords() {}

    static List<String> of(Cluster cluster) {
        List<String> words = new ArrayList<>();
        cluster.rule().ifPresent(rule -> words.add("shaped by " + rule));
        words.add(security(cluster.security()));
        words.add(balancing(cluster.loadBalancing()));
        limits(cluster.limits(), words);
        cluster.outliers().ifPresent(outliers -> words.add(outliers(outliers)));
        endpoints(cluster, words);
        return words;
    }

    private static String security(ClientSecurity security) {
        String mode =
                switch (security.mode()) {
                    case PLAINTEXT -> "no TLS";
                    case SIMPLE -> "TLS";
                    case MUTUAL -> "TLS with a certificate of its own";
                    case ISTIO_MUTUAL, AUTOMATIC -> "mutual TLS of the mesh";
                };
        String name = security.serverName().isEmpty() ? "" : ", SNI " + security.serverName();
        boolean proven = security.verified() || security.mode() == ClientSecurity.Mode.PLAINTEXT;
        String proof = proven ? "" : ", the server's certificate unchecked";
        return mode + name + proof + ": " + security.reason();
    }

    private static String balancing(LoadBalancing balancing) {
        String hash = balancing.hashKey().isEmpty() ? "" : " by " + balancing.hashKey();
        String warmup = balancing
                .warmup()
                .map(window -> ", warmed up over " + text(window))
                .orElse("");
        return "load balancing "
                + balancing.algorithm().name().toLowerCase(Locale.ROOT).replace('_', ' ') + hash + warmup
                + (balancing.localityWeighted() ? ", localities weighted" : "");
    }

    private static void limits(ConnectionLimits limits, List<String> words) {
        List<String> said = new ArrayList<>();
        said.add("connect timeout " + text(limits.connectTimeout()));
        limit(said, "connections", limits.maxConnections());
        limit(said, "pending requests", limits.maxPendingRequests());
        limit(said, "requests", limits.maxRequests());
        limit(said, "retries", limits.maxRetries());
        limits.retryBudget().ifPresent(budget -> said.add("retries up to " + budget.percent() + " % of the requests"));
        if (limits.maxRequestsPerConnection() > 0) {
            said.add("at most " + limits.maxRequestsPerConnection() + " requests a connection");
        }
        limits.idleTimeout().ifPresent(idle -> said.add("idle timeout " + text(idle)));
        words.add(String.join(", ", said));
    }

    private static void limit(List<String> said, String what, long limit) {
        if (limit != ConnectionLimits.UNLIMITED) {
            said.add("at most " + limit + " " + what);
        }
    }

    private static String outliers(Outliers outliers) {
        List<String> said = new ArrayList<>();
        outliers.consecutive5xx().ifPresent(count -> said.add(count + " answers of 5xx in a row"));
        outliers.consecutiveGatewayErrors().ifPresent(count -> said.add(count + " gateway errors in a row"));
        String after = said.isEmpty() ? "5 answers of 5xx in a row" : String.join(" or ", said);
        String time =
                outliers.baseEjectionTime().map(base -> " for " + text(base)).orElse("");
        return "an endpoint is left out after " + after + time;
    }

    private static void endpoints(Cluster cluster, List<String> words) {
        if (cluster.discovery() == Discovery.ORIGINAL_DST) {
            words.add("to the address that the client chose");
            return;
        }
        if (cluster.isEmpty()) {
            words.add("nobody is there");
        }
        for (LocalityGroup group : cluster.localities()) {
            if (!group.endpoints().isEmpty()) {
                words.add(endpoints(group));
            }
        }
    }

    private static String endpoints(LocalityGroup group) {
        int count = group.endpoints().size();
        String place = group.locality().toString().isEmpty() ? "" : " in " + group.locality();
        String priority = group.priority() == 0 ? "" : ", priority " + group.priority();
        return "endpoints" + place + priority + ": "
                + String.join(
                        ", ",
                        group.endpoints().stream()
                                .limit(SHOWN)
                                .map(ClusterEndpoint::toString)
                                .toList())
                + (count > SHOWN ? " and " + (count - SHOWN) + " more" : "");
    }

    /** As Istio writes durations. */
    private static String text(Duration duration) {
        long millis = duration.toMillis();
        return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
    }
}
