package io.meshprovisioner.istio.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshprovisioner.istio.traffic.proxy.Passage;
import io.meshprovisioner.istio.traffic.proxy.ProxyView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Every recorded call through the engine: the same listener, filter chain, virtual host, route, clusters and action. */
class RoutingOracleTest {
    /** Lines that cannot agree, with the reason. */
    private static final Map<String, String> EXCEPTIONS = Map.of();

    @Test
    void istiosOwnSimulations() {
        compare("simulation", TrafficCase.simulation());
    }

    @Test
    void theGrid() {
        compare("simulation-grid", TrafficCase.grid());
    }

    private static void compare(String file, List<TrafficCase> cases) {
        Map<String, int[]> groups = new TreeMap<>();
        List<String> differences = new ArrayList<>();
        for (TrafficCase one : cases) {
            Map<String, String> theirs = Expected.of(one.line());
            Map<String, String> ours = answer(one);
            List<String> differing = new ArrayList<>();
            theirs.forEach((field, value) -> {
                if (!value.equals(ours.getOrDefault(field, ""))) {
                    differing.add(field + ": Istio " + value + ", we " + ours.getOrDefault(field, ""));
                }
            });
            int[] count = groups.computeIfAbsent(one.group(), key -> new int[2]);
            count[1]++;
            if (differing.isEmpty()) {
                count[0]++;
            } else if (!EXCEPTIONS.containsKey(one.group())) {
                differences.add(one + "\n    " + String.join("\n    ", differing));
            }
        }
        int agreed = groups.values().stream().mapToInt(count -> count[0]).sum();
        System.out.println(file + ": " + agreed + " of " + cases.size() + " agree");
        groups.forEach((group, count) -> System.out.println("  " + group + " " + count[0] + " of " + count[1]));
        assertThat(differences).isEmpty();
    }

    private static Map<String, String> answer(TrafficCase one) {
        Passage passage = ProxyView.of(one.snapshot(), one.proxy()).pass(one.arrival());
        return Answered.of(one, passage);
    }

    /** What Istio and Envoy said, as texts that can be compared. */
    private static final class Expected {
        static Map<String, String> of(JsonNode line) {
            Map<String, String> fields = new LinkedHashMap<>();
            JsonNode result = line.path("result");
            for (String field : List.of(
                    "error",
                    "listenerMatched",
                    "filterChainMatched",
                    "routeConfigMatched",
                    "virtualHostMatched",
                    "routeMatched",
                    "clusterMatched",
                    "routeIndex",
                    "routeCount")) {
                if (result.has(field)) {
                    fields.put(field, result.path(field).asText());
                }
            }
            Map<String, Integer> weights = new TreeMap<>();
            result.path("weightedClusters")
                    .forEach(cluster -> weights.merge(
                            cluster.path("name").asText(),
                            cluster.path("weight").asInt(),
                            Integer::sum));
            fields.put("weightedClusters", weights.isEmpty() ? "" : weights.toString());
            JsonNode action = result.path("action");
            fields.put(
                    "action",
                    (action.path("kind").asText() + " "
                                    + action.path("responseCode").asText())
                            .trim());
            EnvoyRoute.expected(line.path("envoyRoute"), fields);
            EnvoyAnswer.expected(line, fields);
            return fields;
        }
    }
}
