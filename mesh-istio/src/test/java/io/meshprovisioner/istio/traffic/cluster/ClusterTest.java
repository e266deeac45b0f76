package io.meshprovisioner.istio.traffic.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshprovisioner.istio.Manifests;
import io.meshprovisioner.istio.traffic.cluster.ClientSecurity.Mode;
import io.meshprovisioner.istio.traffic.cluster.ConnectionLimits.RetryBudget;
import io.meshprovisioner.istio.traffic.snapshot.MeshService;
import io.meshprovisioner.istio.traffic.snapshot.Proxy;
import io.meshprovisioner.istio.traffic.snapshot.Snapshot;
import io.meshprovisioner.istio.traffic.snapshot.Workload;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClusterTest {
    private static final String HOST = "reviews.shop.svc.cluster.local";

    /** Three workloads of one service in two regions, and two clients. */
    private static final String MESH = """
            apiVersion: v1
            kind: Service
            metadata: {name: reviews, namespace: shop}
            spec:
              selector: {app: reviews}
              ports: [{name: http, port: 80, targetPort: 9080}, {name: metrics, port: 81, targetPort: 9081}]
            ---
            apiVersion: networking.istio.io/v1
            kind: WorkloadEntry
            metadata: {name: a, namespace: shop}
            spec: {address: 10.0.0.1, labels: {app: reviews, version: v1}, serviceAccount: r, locality: eu/z1}
            ---
            apiVersion: networking.istio.io/v1
            kind: WorkloadEntry
            metadata: {name: b, namespace: shop}
            spec: {address: 10.0.0.2, labels: {app: reviews, version: v2}, serviceAccount: r, locality: eu/z2, weight: 3}
            ---
            apiVersion: networking.istio.io/v1
            kind: WorkloadEntry
            metadata: {name: c, namespace: shop}
            spec: {address: 10.0.0.3, labels: {app: reviews, version: v2}, locality: us/z1}
            ---
            apiVersion: networking.istio.io/v1
            kind: WorkloadEntry
            metadata: {name: front, namespace: web}
            spec: {address: 10.0.1.1, labels: {app: front}, locality: eu/z1}
            ---
            apiVersion: networking.istio.io/v1
            kind: WorkloadEntry
            metadata: {name: gate, namespace: istio-system}
            spec: {address: 10.0.2.1, labels: {istio: gate}}
            """;

    private static Snapshot mesh(String... more) {
        return Snapshot.of(Manifests.read(MESH + "---\n" + String.join("\n---\n", more)));
    }

    private static String rule(String metadata, String spec) {
        return "apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: {%s}\nspec: {%s}"
                .formatted(metadata, spec);
    }

    private static Proxy proxy(Snapshot snapshot, String name) {
        Workload workload = snapshot.registry().workloads().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
        return name.equals("gate")
                ? Proxy.gateway(workload, snapshot.mesh())
                : Proxy.sidecar(workload, snapshot.mesh());
    }

    private static Optional<Cluster> find(Snapshot snapshot, String caller, int port, String subset) {
        MeshService service = snapshot.registry().services(HOST).get(0);
        return Clusters.of(snapshot).at(proxy(snapshot, caller)).outbound(service, port, subset);
    }

    private static Cluster cluster(Snapshot snapshot, String caller) {
        return find(snapshot, caller, 80, "").orElseThrow();
    }

    private static String ruleOf(Snapshot snapshot, String caller) {
        return cluster(snapshot, caller)
                .rule()
                .map(rule -> rule.objects().get(0).name())
                .orElse("none");
    }

    @Test
    void theCallersNamespaceThenTheServicesThenTheRootDecides() {
        String own = rule("name: own, namespace: web", "host: " + HOST);
        String service = rule("name: service, namespace: shop", "host: reviews");
        String root = rule("name: root, namespace: istio-system", "host: '*.local'");
        String third = rule("name: third, namespace: other", "host: " + HOST);

        assertThat(ruleOf(mesh(third), "front")).isEqualTo("none");
        assertThat(ruleOf(mesh(third, root), "front")).isEqualTo("root");
        assertThat(ruleOf(mesh(third, root, service), "front")).isEqualTo("service");
        assertThat(ruleOf(mesh(third, root, service, own), "front")).isEqualTo("own");
        assertThat(ruleOf(mesh(third, root, service, own), "gate"))
                .as("a caller of the root namespace looks at the service's first")
                .isEqualTo("service");
    }

    @Test
    void exportToHidesARuleFromOtherNamespaces() {
        String hidden = rule("name: hidden, namespace: shop", "host: reviews, exportTo: ['.']");
        String some = rule("name: some, namespace: shop", "host: reviews, exportTo: [web]");

        assertThat(ruleOf(mesh(hidden), "front")).isEqualTo("none");
        assertThat(ruleOf(mesh(hidden), "a")).isEqualTo("hidden");
        assertThat(ruleOf(mesh(some), "front")).isEqualTo("some");
        assertThat(ruleOf(mesh(some), "gate")).isEqualTo("none");
    }

    @Test
    void rulesOfOneHostAndNamespaceAreOneTheOlderOnesPolicyCounts() {
        Snapshot snapshot = mesh(
                rule(
                        "name: b, namespace: shop, creationTimestamp: '2024-01-01T00:00:00Z'",
                        "host: reviews, subsets: [{name: v1, labels: {version: v1}}],"
                                + " trafficPolicy: {connectionPool: {tcp: {maxConnections: 1}}}"),
                rule(
                        "name: a, namespace: shop, creationTimestamp: '2024-01-02T00:00:00Z'",
                        "host: " + HOST
                                + ", subsets: [{name: v1, labels: {version: v2}}, {name: v2, labels: {version: v2}}],"
                                + " trafficPolicy: {connectionPool: {tcp: {maxConnections: 2}}}"));

        assertThat(cluster(snapshot, "front").limits().maxConnections()).isEqualTo(1);
        assertThat(cluster(snapshot, "front").rule().orElseThrow())
                .hasToString("DestinationRule shop/b and DestinationRule shop/a");
        assertThat(find(snapshot, "front", 80, "v1").orElseThrow().endpoints())
                .extracting(ClusterEndpoint::address)
                .containsExactly("10.0.0.1");
        assertThat(find(snapshot, "front", 80, "v2").orElseThrow().endpoints()).hasSize(2);
        assertThat(find(snapshot, "front", 80, "v3")).isEmpty();
        assertThat(find(snapshot, "front", 8080, "")).isEmpty();
    }

    @Test
    void aSubsetsPolicyTakesThePlaceOfWholeBlocksAndItsPortsOfFour() {
        Snapshot snapshot = mesh(rule("name: r, namespace: shop", """
                host: reviews,
                trafficPolicy: {
                  connectionPool: {tcp: {maxConnections: 1, connectTimeout: 3s}},
                  outlierDetection: {consecutive5xxErrors: 7, minHealthPercent: 40},
                  retryBudget: {percent: 30},
                  portLevelSettings: [{port: {number: 81}, loadBalancer: {simple: RANDOM}}]},
                subsets: [
                  {name: v1, labels: {version: v1}, trafficPolicy: {connectionPool: {http: {http2MaxRequests: 5}}}},
                  {name: v2, labels: {version: v2}, trafficPolicy: {
                    portLevelSettings: [{port: {number: 80}, loadBalancer: {simple: ROUND_ROBIN}}]}}]
                """));
        Cluster v1 = find(snapshot, "front", 80, "v1").orElseThrow();
        Cluster v2 = find(snapshot, "front", 80, "v2").orElseThrow();
        Cluster metrics = find(snapshot, "front", 81, "").orElseThrow();

        assertThat(v1.limits().maxRequests()).isEqualTo(5);
        assertThat(v1.limits().maxConnections()).isEqualTo(ConnectionLimits.UNLIMITED);
        assertThat(v1.limits().connectTimeout()).hasSeconds(10);
        assertThat(v1.limits().retryBudget()).contains(new RetryBudget(30, 3));
        assertThat(v1.outliers()).isPresent();
        assertThat(v1.loadBalancing().panicThreshold()).hasValue(40);
        assertThat(v2.outliers()).as("a port of the subset inherits nothing").isEmpty();
        assertThat(v2.limits().retryBudget()).as("but for the budget").isPresent();
        assertThat(v2.loadBalancing().algorithm()).isEqualTo(LoadBalancing.Algorithm.ROUND_ROBIN);
        assertThat(metrics.loadBalancing().algorithm()).isEqualTo(LoadBalancing.Algorithm.RANDOM);
        assertThat(metrics.outliers()).isEmpty();
    }

    @Test
    void mutualTlsIsStartedWhereTheEndpointSpeaksIt() {
        Cluster automatic = cluster(mesh(), "front");
        Cluster off = cluster(mesh("""
                        apiVersion: security.istio.io/v1
                        kind: PeerAuthentication
                        metadata: {name: off, namespace: shop}
                        spec: {selector: {matchLabels: {version: v1}}, mtls: {mode: DISABLE}}
                        """), "front");

        assertThat(automatic.security().mode()).isEqualTo(Mode.AUTOMATIC);
        assertThat(automatic.security().serverName()).isEqualTo("outbound_.80_._." + HOST);
        assertThat(automatic.security().identities()).containsExactly("spiffe://cluster.local/ns/shop/sa/r");
        assertThat(automatic.endpoints())
                .extracting(endpoint -> automatic.security().isMutualTo(endpoint))
                .containsExactly(true, true, false);
        assertThat(off.endpoints())
                .as("a server that takes no TLS is not offered any")
                .extracting(ClusterEndpoint::mutualTls)
                .containsExactly(false, true, false);
    }

    @Test
    void aCredentialIsReadByGatewaysAndBySelectedSidecarsOnly() {
        String spec = "host: reviews, trafficPolicy: {tls: {mode: SIMPLE, credentialName: ca}}";
        Snapshot all = mesh(rule("name: r, namespace: shop", spec));
        Snapshot selected = mesh(rule(
                "name: r, namespace: web",
                spec.replace("reviews", HOST) + ", workloadSelector: {matchLabels: {app: front}}"));

        assertThat(cluster(all, "front").security().mode()).isEqualTo(Mode.PLAINTEXT);
        assertThat(cluster(all, "front").security().reason()).contains("workloadSelector");
        assertThat(cluster(all, "gate").security().mode()).isEqualTo(Mode.SIMPLE);
        assertThat(cluster(selected, "front").security().mode()).isEqualTo(Mode.SIMPLE);
        assertThat(cluster(selected, "front").security().serverNameOfRequest()).isTrue();
    }

    @Test
    void endpointsOfTheCallersZoneComeFirstOnceFailingOnesAreLeftOut() {
        Snapshot without = mesh();
        Snapshot with = mesh(rule(
                "name: r, namespace: shop",
                "host: reviews, trafficPolicy: {outlierDetection: {consecutive5xxErrors: 1}}"));
        Snapshot substitute = mesh(rule("name: r, namespace: shop", """
                host: reviews,
                trafficPolicy: {
                  outlierDetection: {consecutive5xxErrors: 1},
                  loadBalancer: {localityLbSetting: {failoverPriority: [topology.kubernetes.io/region, version=v2]}}}
                """));

        assertThat(priorities(without)).containsExactly(0, 0, 0);
        assertThat(priorities(with)).containsExactly(0, 1, 2);
        assertThat(priorities(substitute))
                .as("z1 lacks the label, z2 has both, us has no region")
                .containsExactly(1, 0, 2);
    }

    private static List<Integer> priorities(Snapshot snapshot) {
        return cluster(snapshot, "front").localities().stream()
                .map(LocalityGroup::priority)
                .toList();
    }

    @Test
    void sharesByLocalityAreSplitByWeightAndLeaveOutWhatTheyDoNotName() {
        Snapshot snapshot = mesh(rule("name: r, namespace: shop", """
                host: reviews,
                trafficPolicy: {loadBalancer: {localityLbSetting: {distribute: [{from: eu, to: {eu: 100}}]}}}
                """));

        assertThat(cluster(snapshot, "front").localities())
                .extracting(LocalityGroup::weight)
                .containsExactly(25L, 75L, 1L);
        assertThat(cluster(snapshot, "front").endpoints()).hasSize(2);
        assertThat(cluster(snapshot, "front").loadBalancing().localityWeighted())
                .isTrue();
    }

    @Test
    void aServiceMayAskForItsCallersZoneItself() {
        Snapshot snapshot = Snapshot.of(Manifests.read(
                MESH.replace("spec:\n  selector:", "spec:\n  trafficDistribution: PreferClose\n  selector:")));

        assertThat(priorities(snapshot)).containsExactly(0, 1, 2);
        assertThat(cluster(snapshot, "front").loadBalancing().panicThreshold()).hasValue(0);
    }

    private static String pod(String name, String app, String node, String address) {
        return """
                apiVersion: v1
                kind: Pod
                metadata: {name: %s, namespace: shop, labels: {app: %s}}
                spec: {nodeName: %s}
                status: {podIP: %s}
                """.formatted(name, app, node, address);
    }

    private static String node(String name, String zone) {
        return """
                apiVersion: v1
                kind: Node
                metadata: {name: %s, labels: {topology.kubernetes.io/region: eu, topology.kubernetes.io/zone: %s}}
                """.formatted(name, zone);
    }

    private static Snapshot onNodes(String service, String... more) {
        return Snapshot.of(Manifests.read(String.join(
                "---\n",
                "apiVersion: v1\nkind: Service\nmetadata: {name: reviews, namespace: shop%s, ports: [{name: http, port: 80}]}\n"
                        .formatted(service),
                node("n1", "z1"),
                node("n2", "z1"),
                node("n3", "z2"),
                pod("near", "reviews", "n1", "10.0.0.1"),
                pod("beside", "reviews", "n2", "10.0.0.2"),
                pod("far", "reviews", "n3", "10.0.0.3"),
                pod("front", "front", "n1", "10.0.1.1"),
                String.join("---\n", more))));
    }

    private static List<String> addresses(Cluster cluster) {
        return cluster.endpoints().stream().map(ClusterEndpoint::address).toList();
    }

    @Test
    void aServiceForItsOwnNodeOnlyHasNoOtherEndpoints() {
        String local = "}\nspec: {selector: {app: reviews}, internalTrafficPolicy: Local";

        assertThat(addresses(cluster(onNodes(local), "front"))).containsExactly("10.0.0.1");
        assertThat(addresses(cluster(onNodes(local.replace("Local", "Cluster")), "front")))
                .hasSize(3);
    }

    @Test
    void theFieldIsOverTheAnnotationAndThatOverTheNamespaces() {
        String plain = "}\nspec: {selector: {app: reviews}";
        String sameNode = plain + ", trafficDistribution: PreferSameNode";
        String annotated = ", annotations: {networking.istio.io/traffic-distribution: prefersamezone}";
        String namespace = "apiVersion: v1\nkind: Namespace\nmetadata: {name: shop, annotations:"
                + " {networking.istio.io/traffic-distribution: PreferClose}}\n";

        assertThat(priorities(onNodes(plain))).containsOnly(0);
        assertThat(priorities(onNodes(sameNode))).containsExactly(0, 1, 2);
        assertThat(priorities(onNodes(annotated + sameNode))).containsExactly(0, 1, 2);
        assertThat(priorities(onNodes(annotated + plain))).containsExactly(0, 1);
        assertThat(priorities(onNodes(plain, namespace))).containsExactly(0, 1);
        assertThat(priorities(onNodes(annotated.replace("prefersamezone", "Any") + plain, namespace)))
                .containsOnly(0);
    }

    @Test
    void aSubsetMayGoByWhereEndpointsAre() {
        Snapshot snapshot = onNodes(
                "}\nspec: {selector: {app: reviews}",
                rule(
                        "name: r, namespace: shop",
                        "host: reviews, subsets: [{name: zone, labels: {topology.kubernetes.io/zone: z1}},"
                                + " {name: cluster, labels: {topology.istio.io/cluster: Kubernetes}}]"));

        assertThat(addresses(find(snapshot, "front", 80, "zone").orElseThrow()))
                .containsExactlyInAnyOrder("10.0.0.1", "10.0.0.2");
        assertThat(addresses(find(snapshot, "front", 80, "cluster").orElseThrow()))
                .hasSize(3);
    }

    @Test
    void whatHasNoEndpointsIsEmptyAndWhatDnsCannotFindIsNotThere() {
        Snapshot snapshot = mesh(
                """
                apiVersion: networking.istio.io/v1
                kind: ServiceEntry
                metadata: {name: e, namespace: shop}
                spec:
                  hosts: [api.example.com]
                  ports: [{number: 80, name: http, protocol: HTTP}]
                  resolution: DNS
                """,
                rule("name: r, namespace: shop", "host: api.example.com, subsets: [{name: v, labels: {a: b}}]"),
                rule("name: r2, namespace: shop", "host: reviews, subsets: [{name: v9, labels: {version: v9}}]"));
        MeshService entry = snapshot.registry().services("api.example.com").get(0);
        ProxyClusters clusters = Clusters.of(snapshot).at(proxy(snapshot, "front"));

        assertThat(clusters.outbound(entry, 80, "")).isPresent();
        assertThat(clusters.outbound(entry, 80, "v"))
                .as("no name to ask DNS for")
                .isEmpty();
        assertThat(find(snapshot, "front", 80, "v9").orElseThrow().isEmpty()).isTrue();
        assertThat(cluster(snapshot, "front").isEmpty()).isFalse();
        assertThat(clusters.standing().blackHole().isEmpty()).isTrue();
        assertThat(clusters.standing().passthrough().isEmpty()).isFalse();
    }

    @Test
    void aClusterSaysWhatItIsInWords() {
        Snapshot snapshot = mesh(rule("name: r, namespace: shop", """
                host: reviews,
                trafficPolicy: {
                  connectionPool: {tcp: {maxConnections: 1, connectTimeout: 300ms}},
                  loadBalancer: {consistentHash: {httpHeaderName: x-user}},
                  outlierDetection: {consecutive5xxErrors: 7, baseEjectionTime: 30s},
                  tls: {mode: DISABLE}}
                """));

        assertThat(cluster(snapshot, "front").inWords())
                .containsExactly(
                        "shaped by DestinationRule shop/r",
                        "no TLS: the rule says DISABLE",
                        "load balancing ring hash by header x-user",
                        "connect timeout 300ms, at most 1 connections",
                        "an endpoint is left out after 7 answers of 5xx in a row for 30s",
                        "endpoints in eu/z1: 10.0.0.1:9080",
                        "endpoints in eu/z2, priority 1: 10.0.0.2:9080",
                        "endpoints in us/z1, priority 2: 10.0.0.3:9080");
    }
}
