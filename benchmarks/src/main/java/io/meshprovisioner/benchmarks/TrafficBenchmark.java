package io.meshprovisioner.benchmarks;

import io.meshprovisioner.istio.Manifests;
import io.meshprovisioner.istio.traffic.Question;
import io.meshprovisioner.istio.traffic.Traffic;
import io.meshprovisioner.istio.traffic.hop.Journey;
import io.meshprovisioner.istio.traffic.hop.Journeys;
import io.meshprovisioner.istio.traffic.hop.Station;
import io.meshprovisioner.istio.traffic.question.Arrival;
import io.meshprovisioner.istio.traffic.question.HttpRequest;
import io.meshprovisioner.istio.traffic.question.Transport;
import io.meshprovisioner.istio.traffic.review.Review;
import io.meshprovisioner.istio.traffic.snapshot.MeshService;
import io.meshprovisioner.istio.traffic.snapshot.Proxy;
import io.meshprovisioner.istio.traffic.snapshot.Snapshot;
import io.meshprovisioner.istio.traffic.snapshot.Workload;
import io.meshprovisioner.istio.yaml.Document;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * HTTP decisions a second on one core, through the caller's sidecar and the server's, in meshes of several sizes; how long
 * a snapshot takes to be built and to be changed by one object, up to the first answer; what it weighs. Times are those of
 * the thread itself, so that a busy machine shows less.
 */
public final class TrafficBenchmark {
    private static final int PODS = 3;
    private static final int REQUESTS = 64;
    private static final double MEBIBYTE = 1024 * 1024;

    private final Figures figures;

    TrafficBenchmark(Figures figures) {
        this.figures = figures;
    }

    public static void main(String[] args) throws Exception {
        TrafficBenchmark benchmark = new TrafficBenchmark(new Figures(System.out));
        benchmark.decide(100, 20);
        benchmark.decide(1000, 20);
        benchmark.decide(1000, 1);
        benchmark.decide(1000, 200);
        benchmark.ask(1000, 20);
        benchmark.build(1000, 20);
        benchmark.weigh(1000, 20);
        benchmark.access(1000, 20);
    }

    private void decide(int services, int rules) throws Exception {
        Snapshot snapshot = Snapshot.of(mesh(services, rules));
        Journeys journeys = Journeys.of(snapshot);
        Station caller = caller(snapshot);
        Arrival[] arrivals = new Arrival[REQUESTS];
        for (int i = 0; i < REQUESTS; i++) {
            arrivals[i] = arrival(snapshot, i % (rules + 1));
        }
        int[] next = new int[1];
        figures.ownRate(
                "decisions, %,d services and VirtualServices, host of %d rules".formatted(services, rules),
                () -> journeys.through(caller, arrivals[next[0]++ & (REQUESTS - 1)], null));
    }

    private void ask(int services, int rules) throws Exception {
        Question[] questions = new Question[REQUESTS];
        String[] urls = new String[REQUESTS];
        Traffic traffic = Traffic.of(mesh(services, rules));
        for (int i = 0; i < REQUESTS; i++) {
            int rule = i % (rules + 1);
            questions[i] = traffic.from("n1/s1").header("x-user", "u" + rule);
            urls[i] = "http://s0.n0/p" + rule + "/x";
        }
        int[] next = new int[1];
        figures.ownRate("asked as sentences with a URL, %,d services, %d rules".formatted(services, rules), () -> {
            int at = next[0]++ & (REQUESTS - 1);
            return questions[at].get(urls[at]).outcome();
        });
    }

    private void build(int services, int rules) throws Exception {
        Manifests manifests = mesh(services, rules);
        figures.ownTime("snapshot of %,d built, to the first answer".formatted(services), () -> {
            Snapshot snapshot = Snapshot.of(manifests);
            return answer(snapshot);
        });
        Snapshot before = Snapshot.of(manifests);
        answer(before);
        List<Document> changed = Manifests.read(rule(0, 3)).documents();
        figures.ownTime("one VirtualService changed, to the first answer", () -> answer(before.with(changed)));
        List<Document> shaped = Manifests.read(shape(0)).documents();
        figures.ownTime("one DestinationRule changed, to the first answer", () -> answer(before.with(shaped)));
    }

    private void weigh(int services, int rules) throws Exception {
        List<Snapshot> kept = new ArrayList<>();
        figures.figure(
                "memory of a snapshot of %,d and its documents, after the first answer".formatted(services),
                () -> {
                    kept.clear();
                    double before = used();
                    Snapshot snapshot = Snapshot.of(mesh(services, rules));
                    answer(snapshot);
                    kept.add(snapshot);
                    return (used() - before) / MEBIBYTE;
                },
                "MiB");
    }

    private void access(int services, int rules) throws Exception {
        StringBuilder policies = new StringBuilder();
        for (int i = 0; i < services; i++) {
            policies.append("---\n").append(policy(i, services));
        }
        Snapshot snapshot = Snapshot.of(mesh(services, rules))
                .with(Manifests.read(policies.toString()).documents());
        figures.ownTime(
                "who reaches a workload, %,d services with a policy each".formatted(services),
                () -> Review.of(snapshot).accessTo("n0/s0"));
    }

    /** Lets two other services in, by one path. */
    private static String policy(int service, int services) {
        return """
                apiVersion: security.istio.io/v1
                kind: AuthorizationPolicy
                metadata: {name: s%1$d, namespace: n%2$d}
                spec:
                  selector: {matchLabels: {app: s%1$d}}
                  rules:
                  - from: [{source: {principals: [cluster.local/ns/n%3$d/sa/s%4$d, cluster.local/ns/n%5$d/sa/s%6$d]}}]
                    to: [{operation: {methods: [GET], paths: ["/p%7$d*"]}}]
                """.formatted(
                        service,
                        service % 20,
                        (service + 1) % services % 20,
                        (service + 1) % services,
                        (service + 2) % services % 20,
                        (service + 2) % services,
                        service % 50);
    }

    private static double used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static Journey answer(Snapshot snapshot) {
        return Journeys.of(snapshot).through(caller(snapshot), arrival(snapshot, 0), null);
    }

    private static Station caller(Snapshot snapshot) {
        Workload first = snapshot.registry().workloads("n1").get(0);
        return Station.of(snapshot, Proxy.sidecar(first, snapshot.mesh()));
    }

    private static Arrival arrival(Snapshot snapshot, int rule) {
        MeshService service =
                snapshot.registry().services("s0.n0.svc.cluster.local").get(0);
        HttpRequest request = new HttpRequest(
                "GET", "http", "s0.n0", "/p" + rule + "/x", Map.of("x-user", List.of("u" + rule)), false);
        return new Arrival(Arrival.Side.OUTBOUND, service.addresses().get(0), 80, Transport.PLAINTEXT, request, "");
    }

    /** Services of three pods each in 20 namespaces, each with a VirtualService and a DestinationRule. */
    private static Manifests mesh(int services, int rules) {
        StringBuilder yaml = new StringBuilder();
        for (int i = 0; i < services; i++) {
            yaml.append("""
                    ---
                    apiVersion: v1
                    kind: Service
                    metadata: {name: s%1$d, namespace: n%2$d}
                    spec: {clusterIP: 10.1.%3$d.%4$d, selector: {app: s%1$d}, ports: [{name: http, port: 80, targetPort: 8080}]}
                    """.formatted(i, i % 20, i / 250, i % 250));
            for (int pod = 0; pod < PODS; pod++) {
                yaml.append("""
                        ---
                        apiVersion: v1
                        kind: Pod
                        metadata:
                          name: s%1$d-%2$d
                          namespace: n%3$d
                          labels: {app: s%1$d, version: v%2$d, security.istio.io/tlsMode: istio}
                          annotations: {sidecar.istio.io/status: "{}"}
                        spec: {serviceAccountName: s%1$d}
                        status: {podIP: 10.%4$d.%5$d.%6$d}
                        """.formatted(i, pod, i % 20, 2 + pod, i / 250, i % 250));
            }
            yaml.append("---\n").append(rule(i, i == 0 ? rules : 2));
            yaml.append("---\n").append(shape(i));
        }
        return Manifests.read(yaml.toString());
    }

    private static String rule(int service, int rules) {
        StringBuilder yaml = new StringBuilder("""
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: s%1$d, namespace: n%2$d}
                spec:
                  hosts: [s%1$d]
                  http:
                """.formatted(service, service % 20));
        for (int i = 0; i < rules; i++) {
            yaml.append("""
                      - match: [{uri: {prefix: /p%1$d/}, headers: {x-user: {exact: u%1$d}}}]
                        route: [{destination: {host: s%2$d, subset: v%3$d}}]
                    """.formatted(i, service, i % PODS));
        }
        return yaml + "  - route: [{destination: {host: s%d}}]\n".formatted(service);
    }

    private static String shape(int service) {
        StringBuilder subsets = new StringBuilder();
        Arrays.stream(new int[] {0, 1, 2})
                .forEach(i -> subsets.append("{name: v%1$d, labels: {version: v%1$d}}, ".formatted(i)));
        return """
                apiVersion: networking.istio.io/v1
                kind: DestinationRule
                metadata: {name: s%1$d, namespace: n%2$d}
                spec: {host: s%1$d, subsets: [%3$s]}
                """.formatted(service, service % 20, subsets);
    }
}
