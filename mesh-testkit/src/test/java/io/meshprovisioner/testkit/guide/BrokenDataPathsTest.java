package io.meshprovisioner.testkit.guide;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.meshprovisioner.Mesh;
import io.meshprovisioner.spec.MutualTls;
import io.meshprovisioner.spec.SmokeSpec;
import io.meshprovisioner.spec.WorkloadSpec;
import io.meshprovisioner.spi.SmokeReport.Way;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * G6.2: data paths that are broken give in the smoke test what Envoy gives, and the report says why; each beside its
 * neighbour that differs in one thing and passes. Mutual TLS is STRICT. The messages stand in docs/broken-data-paths.md;
 * {@code -Dmesh.docs=write} writes them anew.
 */
class BrokenDataPathsTest {
    private static final Path PAGE = Path.of("..", "docs", "broken-data-paths.md");
    private static final YAMLMapper YAML = new YAMLMapper();

    /**
     * A way that is broken.
     *
     * @param objects with {@code %s} where the one thing is
     * @param broken the one thing, as it is wrong
     * @param right as it passes
     * @param smoke which requests are sent; the last way is looked at, the first where there is none
     * @param status that the caller sees
     * @param says what the report has to name
     */
    private record Case(
            String title,
            String objects,
            String broken,
            String right,
            UnaryOperator<SmokeSpec> smoke,
            int status,
            List<String> says) {}

    private static final UnaryOperator<SmokeSpec> TO_THE_WORKLOAD = smoke -> smoke;

    private static List<Case> cases() {
        List<Case> all = new ArrayList<>();
        all.add(new Case(
                "No endpoints",
                """
                apiVersion: v1
                kind: Service
                metadata: {name: shop, namespace: test-ns}
                spec: {selector: {app: %s}, ports: [{name: http, port: 8080}]}
                """,
                "nobody",
                "demo",
                inside("http://shop.test-ns:8080/"),
                503,
                List.of("no pod is behind shop.test-ns.svc.cluster.local:8080", "app=nobody")));
        all.add(new Case(
                "Wrong port",
                """
                apiVersion: v1
                kind: Service
                metadata: {name: shop, namespace: test-ns}
                spec: {selector: {app: demo}, ports: [{name: http, port: 8080, targetPort: %s}]}
                """,
                "9090",
                "8080",
                inside("http://shop.test-ns:8080/"),
                503,
                List.of("nobody listens on port 9090", "targetPort", "declare 8080")));
        all.add(new Case(
                "Missing subset",
                """
                apiVersion: networking.istio.io/v1
                kind: DestinationRule
                metadata: {name: demo, namespace: test-ns}
                spec: {host: demo, subsets: [{name: blue, labels: {app: demo}}]}
                ---
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: demo, namespace: test-ns}
                spec: {hosts: [demo], http: [{route: [{destination: {host: demo, subset: %s}}]}]}
                """,
                "green",
                "blue",
                TO_THE_WORKLOAD,
                503,
                List.of("VirtualService test-ns/demo", "a subset green", "DestinationRule")));
        all.add(new Case(
                "Plain text against STRICT",
                """
                apiVersion: networking.istio.io/v1
                kind: DestinationRule
                metadata: {name: demo, namespace: test-ns}
                spec: {host: demo, trafficPolicy: {tls: {mode: %s}}}
                """,
                "DISABLE",
                "ISTIO_MUTUAL",
                TO_THE_WORKLOAD,
                503,
                List.of("demands mutual TLS STRICT", "plain text", "DestinationRule test-ns/demo")));
        all.add(new Case(
                "Unknown host in a route",
                """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: demo, namespace: test-ns}
                spec: {hosts: [demo], http: [{route: [{destination: {host: %s}}]}]}
                """,
                "dem0",
                "demo",
                TO_THE_WORKLOAD,
                503,
                List.of("VirtualService test-ns/demo", "there is no service dem0.test-ns.svc.cluster.local")));
        all.add(new Case(
                "Unknown host at the gateway",
                """
                apiVersion: networking.istio.io/v1
                kind: Gateway
                metadata: {name: shop, namespace: test-ns}
                spec:
                  selector: {istio: ingressgateway}
                  servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["*"]}]
                ---
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: shop, namespace: test-ns}
                spec:
                  hosts: [%s]
                  gateways: [shop]
                  http: [{route: [{destination: {host: demo, port: {number: 8080}}}]}]
                """,
                "shop.example.org",
                "shop.example.com",
                gateway("http://shop.example.com/"),
                404,
                List.of("has the host shop.example.com")));
        all.add(new Case(
                "Denied by policy", """
                apiVersion: security.istio.io/v1
                kind: AuthorizationPolicy
                metadata: {name: closed, namespace: test-ns}
                spec: {action: DENY, rules: [{to: [{operation: {paths: [%s]}}]}]}
                """, "/", "/admin", TO_THE_WORKLOAD, 403, List.of("denied", "test-ns/closed")));
        all.add(new Case(
                "Wrong gateway",
                """
                apiVersion: networking.istio.io/v1
                kind: Gateway
                metadata: {name: shop, namespace: test-ns}
                spec:
                  selector: {istio: ingressgateway}
                  servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: [shop.example.com]}]
                ---
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: shop, namespace: test-ns}
                spec:
                  hosts: [shop.example.com]
                  gateways: [%s]
                  http: [{route: [{destination: {host: demo, port: {number: 8080}}}]}]
                """,
                "istio-system/shop",
                "test-ns/shop",
                gateway("http://shop.example.com/"),
                404,
                List.of("VirtualService test-ns/shop has it and is bound to [istio-system/shop]")));
        all.add(new Case(
                "No rule for the path",
                """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: demo, namespace: test-ns}
                spec: {hosts: [demo], http: [{match: [{uri: {prefix: %s}}], route: [{destination: {host: demo}}]}]}
                """,
                "/cart",
                "/",
                TO_THE_WORKLOAD,
                404,
                List.of("no rule of the host takes", "VirtualService test-ns/demo")));
        all.add(new Case(
                "Missing certificate",
                """
                apiVersion: networking.istio.io/v1
                kind: Gateway
                metadata: {name: shop, namespace: test-ns}
                spec:
                  selector: {istio: ingressgateway}
                  servers:
                  - port: {number: 443, name: https, protocol: HTTPS}
                    hosts: [shop.example.com]
                    tls: {mode: SIMPLE, credentialName: shop-cert}
                ---
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: shop, namespace: test-ns}
                spec:
                  hosts: [shop.example.com]
                  gateways: [shop]
                  http: [{route: [{destination: {host: demo, port: {number: 8080}}}]}]
                ---
                apiVersion: v1
                kind: Secret
                metadata: {name: shop-cert, namespace: %s}
                type: kubernetes.io/tls
                data: {tls.crt: Q0VSVA==, tls.key: S0VZ}
                """,
                "test-ns",
                "istio-system",
                gateway("https://shop.example.com/"),
                0,
                List.of("Connection reset by peer", "no Secret shop-cert in istio-system")));
        all.add(new Case(
                "Fault injected",
                """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: demo, namespace: test-ns}
                spec:
                  hosts: [demo]
                  http:
                  - fault: {abort: {httpStatus: 500, percentage: {value: %s}}}
                    route: [{destination: {host: demo}}]
                """,
                "100",
                "0",
                TO_THE_WORKLOAD,
                500,
                List.of("VirtualService test-ns/demo", "fault.abort")));
        all.add(new Case(
                "Held up by a fault",
                """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: demo, namespace: test-ns}
                spec:
                  hosts: [demo]
                  http:
                  - fault: {delay: {fixedDelay: %s, percentage: {value: 100}}}
                    route: [{destination: {host: demo}}]
                """,
                "15s",
                "1s",
                TO_THE_WORKLOAD,
                0,
                List.of("timed out after 10000", "15 s (fault.delay)")));
        all.add(new Case(
                "Timeout", """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: demo, namespace: test-ns}
                spec: {hosts: [demo], http: [{timeout: %s, route: [{destination: {host: demo}}]}]}
                """, "1ms", "1s", TO_THE_WORKLOAD, 504, List.of("VirtualService test-ns/demo", "1 ms")));
        return all;
    }

    private static UnaryOperator<SmokeSpec> inside(String url) {
        return smoke -> smoke.inside(url);
    }

    private static UnaryOperator<SmokeSpec> gateway(String url) {
        return smoke -> smoke.throughGateway(url);
    }

    @Test
    void eachGivesWhatEnvoyGivesAndIsExplained() throws IOException {
        StringBuilder page = new StringBuilder("""
                # Data paths that break

                What a smoke test (`mesh.workloads().smokeTest(..)`) meets where a mesh is configured wrong, and what its report
                says of it. Mutual TLS is STRICT. Each was tried with the one thing set right, too, and passed. A test writes this
                page and keeps it true (`BrokenDataPathsTest`, `-Dmesh.docs=write`).
                """);
        try (GuideMesh guide = new GuideMesh("1.30.3")) {
            Mesh mesh = guide.install(istio -> istio.mutualTls(MutualTls.STRICT));
            mesh.workloads().deploy(kuard -> kuard);
            for (Case one : cases()) {
                Way right = way(guide, mesh, one, one.right);
                assertThat(right.passed())
                        .as(one.title + " set right: " + right)
                        .isTrue();
                assertThat(right.mutualTls()).as(one.title).isEqualTo(Optional.of(true));
                assertThat(right.latencies()).hasSize(5).allSatisfy(took -> assertThat(took)
                        .isPositive());
                assertThat(right.problem() + right.why()).isEmpty();

                Way broken = way(guide, mesh, one, one.broken);
                assertThat(broken.statuses()).as(one.title + ": " + broken).containsOnly(one.status);
                assertThat(broken.problem()).as(one.title).contains(one.says);
                assertThat(broken.why()).as(one.title).isNotEmpty();
                page.append("\n## ").append(one.title).append("\n\n```yaml\n");
                page.append(one.objects.formatted(one.broken)).append("```\n\nWith `");
                page.append(one.right)
                        .append("` in place of `")
                        .append(one.broken)
                        .append("` it passes. `");
                page.append(broken.url())
                        .append("` from ")
                        .append(broken.from())
                        .append(":\n\n```\n");
                page.append(steady(broken.problem())).append("\n```\n");
            }
        }
        if ("write".equals(System.getProperty("mesh.docs"))) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE)).isEqualTo(page.toString());
    }

    /** Latencies are the callers' own: what holds requests up shows in them. */
    @Test
    void aDelayShowsInTheLatencies() throws IOException {
        Case held = cases().stream()
                .filter(one -> one.title.equals("Held up by a fault"))
                .findFirst()
                .orElseThrow();
        try (GuideMesh guide = new GuideMesh("1.30.3")) {
            Mesh mesh = guide.install(istio -> istio);
            mesh.workloads().deploy(kuard -> kuard);
            assertThat(way(guide, mesh, held, "2s").medianLatency())
                    .isBetween(Duration.ofSeconds(2), Duration.ofMillis(2100));
        }
    }

    private static Way way(GuideMesh guide, Mesh mesh, Case one, String thing) throws IOException {
        List<ObjectNode> objects = new ArrayList<>();
        try (MappingIterator<ObjectNode> all =
                YAML.readerFor(ObjectNode.class).readValues(one.objects.formatted(thing))) {
            all.forEachRemaining(objects::add);
        }
        objects.forEach(guide::put);
        guide.pass(Duration.ofSeconds(5));
        List<Way> ways =
                mesh.workloads().smokeTest(WorkloadSpec.kuard(), one.smoke).ways();
        guide.sandbox.kernel().read(world -> {
            objects.forEach(object -> guide.remove(world, object));
            return world.changes();
        });
        guide.pass(Duration.ofSeconds(5));
        return ways.size() > 2 ? ways.get(2) : ways.get(0);
    }

    /** Without what differs from time to time. */
    private static String steady(String message) {
        return message.replaceAll("demo-[a-z0-9]{8,10}-[a-z0-9]{5}", "demo-...");
    }
}
