package io.meshprovisioner.istio.traffic.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.meshprovisioner.istio.traffic.TrafficCase;
import io.meshprovisioner.istio.traffic.scope.Scope;
import io.meshprovisioner.istio.traffic.snapshot.ConfigObject;
import io.meshprovisioner.istio.traffic.snapshot.MeshService;
import io.meshprovisioner.istio.traffic.snapshot.Proxy;
import io.meshprovisioner.istio.traffic.snapshot.Snapshot;
import io.meshprovisioner.istio.validation.input.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The clusters and endpoints that Istio's own code made, compared fact by fact. */
class ClusterOracleTest {

    @Test
    void everyClusterOfEveryServiceSaysTheSame() {
        List<String> wrong = new ArrayList<>();
        int compared = 0;
        for (TrafficCase one : TrafficCase.clusters()) {
            Map<String, Cluster> ours = new TreeMap<>();
            clusters(one).forEach(cluster -> ours.put(cluster.name(), cluster));
            Map<String, JsonNode> recorded = new TreeMap<>();
            one.line()
                    .path("clusters")
                    .forEach(cluster -> recorded.put(cluster.path("name").asText(), cluster));
            if (!new TreeSet<>(ours.keySet()).equals(new TreeSet<>(recorded.keySet()))) {
                wrong.add(one + ": " + ours.keySet() + " for " + recorded.keySet());
            }
            for (Map.Entry<String, JsonNode> entry : recorded.entrySet()) {
                Cluster cluster = ours.get(entry.getKey());
                if (cluster != null) {
                    compared++;
                    Map<String, String> expected = EnvoyCluster.recorded(
                            entry.getValue(), EnvoyCluster.assignment(one.line().path("endpoints"), entry.getKey()));
                    Map<String, String> actual = EnvoyCluster.ours(cluster);
                    expected.forEach((fact, value) -> {
                        if (!value.equals(actual.get(fact))) {
                            wrong.add(one.name() + " " + entry.getKey() + " " + fact + ": " + actual.get(fact) + " for "
                                    + value);
                        }
                    });
                }
            }
        }

        assertThat(wrong).isEmpty();
        assertThat(compared).isEqualTo(128);
    }

    @Test
    void theClustersThatRoutesNameExistOrDoNot() {
        List<String> wrong = new ArrayList<>();
        int compared = 0;
        for (TrafficCase one : TrafficCase.grid()) {
            for (Map.Entry<String, JsonNode> entry : one.line().path("clusters").properties()) {
                compared++;
                Optional<Cluster> cluster = named(one, entry.getKey());
                JsonNode expected = entry.getValue();
                String said = expected.path("exists").asBoolean()
                        ? expected.path("type").asText() + " " + texts(expected.path("endpoints"))
                        : "none";
                String ours = cluster.map(ClusterOracleTest::summary).orElse("none");
                if (!said.equals(ours)) {
                    wrong.add(one.name() + " " + entry.getKey() + ": " + ours + " for " + said);
                }
            }
        }

        assertThat(wrong).isEmpty();
        assertThat(compared).isGreaterThan(700);
    }

    private static String summary(Cluster cluster) {
        String type = cluster.discovery() == Discovery.DYNAMIC_FORWARD_PROXY
                ? "STATIC" // recorded so, since it is none of Envoy's old types
                : cluster.discovery().toString();
        return type + " "
                + cluster.endpoints().stream()
                        .map(ClusterEndpoint::toString)
                        .sorted()
                        .toList();
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(one -> texts.add(one.asText()));
        texts.sort(null);
        return texts;
    }

    private static Optional<Cluster> named(TrafficCase one, String name) {
        Snapshot snapshot = one.snapshot();
        ProxyClusters clusters = Clusters.of(snapshot).at(one.proxy());
        String[] parts = name.split("\\||_\\.|\\._", 4);
        if (name.startsWith("inbound|")) {
            return inbound(snapshot, one.proxy(), clusters).stream()
                    .filter(cluster -> cluster.name().equals(name))
                    .findFirst();
        }
        return switch (name) {
            case ClusterNames.PASSTHROUGH -> Optional.of(clusters.standing().passthrough());
            case ClusterNames.INBOUND_PASSTHROUGH ->
                Optional.of(clusters.standing().inboundPassthrough());
            case ClusterNames.BLACK_HOLE -> Optional.of(clusters.standing().blackHole());
            default ->
                Scope.of(snapshot, one.proxy())
                        .service(parts[3])
                        .flatMap(service -> name.startsWith("outbound|")
                                ? clusters.outbound(service, Integer.parseInt(parts[1]), parts[2])
                                : clusters.passedOn(service, Integer.parseInt(parts[1]), parts[2]));
        };
    }

    private static List<Cluster> clusters(TrafficCase one) {
        String host = one.line().path("service").asText();
        Snapshot snapshot = one.snapshot();
        Proxy proxy = one.proxy();
        ProxyClusters clusters = Clusters.of(snapshot).at(proxy);
        return switch (host) {
            case "inbound" -> inbound(snapshot, proxy, clusters);
            case ClusterNames.PASSTHROUGH -> List.of(clusters.standing().passthrough());
            case ClusterNames.BLACK_HOLE -> List.of(clusters.standing().blackHole());
            default -> {
                Optional<MeshService> service =
                        snapshot.registry().services(host).stream().findFirst();
                yield service.map(clusters::outbound).orElse(List.of());
            }
        };
    }

    private static List<Cluster> inbound(Snapshot snapshot, Proxy proxy, ProxyClusters clusters) {
        Node sidecar = Scope.of(snapshot, proxy)
                .sidecar()
                .map(ConfigObject::spec)
                .orElse(Node.root(MissingNode.getInstance()));
        return clusters.standing().inbound(sidecar, snapshot.registry().targets(proxy));
    }
}
