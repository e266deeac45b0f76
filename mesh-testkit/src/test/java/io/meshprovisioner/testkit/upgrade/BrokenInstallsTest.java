package io.meshprovisioner.testkit.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.meshprovisioner.Mesh;
import io.meshprovisioner.MeshProvisioner;
import io.meshprovisioner.error.MeshException;
import io.meshprovisioner.event.MeshEvent;
import io.meshprovisioner.kubernetes.ExistingCluster;
import io.meshprovisioner.spec.IstioSpec;
import io.meshprovisioner.testkit.Sandbox;
import io.meshprovisioner.testkit.world.CloudState.ClusterKey;
import io.meshprovisioner.testkit.world.ClusterState;
import io.meshprovisioner.testkit.world.World;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Installs that cannot come to a good end, on a cluster that stands: each named in words, with advice, at most ten virtual
 * seconds after its first sign: the warning that Kubernetes notes down, or else the run's beginning. The messages stand in
 * docs/broken-installs.md; {@code -Dmesh.docs=write} writes them anew.
 */
class BrokenInstallsTest {
    private static final Path PAGE = Path.of("..", "docs", "broken-installs.md");

    @TempDir
    Path folder;

    /** What is done to the cluster or its kubeconfig before the install. */
    @FunctionalInterface
    private interface Harm {
        void to(Sandbox sandbox, Path kubeconfig) throws IOException;
    }

    private static final Harm NONE = (sandbox, kubeconfig) -> {};

    /**
     * @param sign what the warning says that is the first sign; empty where it is there when the run begins
     * @param says what a user reads of it
     */
    private record Case(
            String title, String provoked, Harm harm, UnaryOperator<IstioSpec> spec, String sign, List<String> says) {
        Case(String title, String provoked, Harm harm, UnaryOperator<IstioSpec> spec, List<String> says) {
            this(title, provoked, harm, spec, "", says);
        }
    }

    private static List<Case> cases() {
        List<Case> all = new ArrayList<>();
        all.add(new Case(
                "A wrong tag",
                "There is no Istio 1.30.33.",
                NONE,
                istio -> istio.values(Map.of("global", Map.of("tag", "1.30.33"))),
                "pilot:1.30.33: not found",
                List.of("/pilot:1.30.33 cannot be pulled", "not found", "global.tag")));
        all.add(new Case(
                "An image that cannot be pulled",
                "The hub's name is misspelt.",
                NONE,
                istio -> istio.values(Map.of("global", Map.of("hub", "registry.invalid/istio"))),
                "no such host",
                List.of("registry.invalid/istio/pilot:1.30.3", "cannot be pulled", "global.hub")));
        all.add(new Case(
                "No room on the nodes",
                "Istiod asks for more memory than any node has.",
                NONE,
                istio -> istio.values(
                        Map.of("pilot", Map.of("resources", Map.of("requests", Map.of("memory", "64Gi"))))),
                "Insufficient memory",
                List.of("Insufficient memory", "larger nodes")));
        all.add(new Case(
                "CRDs that somebody else's release owns",
                "Another Helm release has made one of them.",
                put("""
                        apiVersion: apiextensions.k8s.io/v1
                        kind: CustomResourceDefinition
                        metadata:
                          name: gateways.networking.istio.io
                          labels: {app.kubernetes.io/managed-by: Helm}
                          annotations: {meta.helm.sh/release-name: theirs, meta.helm.sh/release-namespace: other}
                        spec:
                          group: networking.istio.io
                          scope: Namespaced
                          names: {kind: Gateway, plural: gateways, singular: gateway, listKind: GatewayList}
                          versions:
                          - {name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}
                        """),
                istio -> istio,
                List.of("gateways.networking.istio.io", "theirs")));
        all.add(new Case(
                "A second control plane that nobody named",
                "One runs under the name canary.",
                put("""
                        apiVersion: apps/v1
                        kind: Deployment
                        metadata: {name: istiod-canary, namespace: default, labels: {app: istiod, istio.io/rev: canary}}
                        spec:
                          selector: {matchLabels: {app: istiod}}
                          template:
                            metadata: {labels: {app: istiod}}
                            spec: {containers: [{name: discovery, image: "docker.io/istio/pilot:1.30.3"}]}
                        """),
                istio -> istio,
                List.of("istiod-canary", "revision(\"canary\")")));
        all.add(new Case(
                "A control plane too far from the one that runs",
                "Istio 1.27 is there, and 1.30 shall stand beside it.",
                put("""
                        apiVersion: apps/v1
                        kind: Deployment
                        metadata: {name: istiod, namespace: default, labels: {app: istiod, istio.io/rev: default}}
                        spec:
                          selector: {matchLabels: {app: istiod}}
                          template:
                            metadata: {labels: {app: istiod}}
                            spec: {containers: [{name: discovery, image: "docker.io/istio/pilot:1.27.9"}]}
                        """),
                istio -> istio.revision("canary"),
                List.of("1.27.9", "1.29.6, then 1.30.3")));
        all.add(new Case(
                "A release that the charts' source does not have",
                "The last number is misspelt.",
                NONE,
                istio -> istio.release("1.30.33"),
                List.of("1.30.33")));
        all.add(new Case(
                "A Kubernetes that the release cannot work on",
                "The cluster is much newer than Istio 1.13.",
                NONE,
                istio -> istio.release("1.13.9"),
                List.of("cannot work", "1.13.9")));
        all.add(new Case(
                "A webhook that nobody answers",
                "Somebody's policy engine is gone, and its webhook is not.",
                put("""
                        apiVersion: admissionregistration.k8s.io/v1
                        kind: ValidatingWebhookConfiguration
                        metadata: {name: policy}
                        webhooks:
                        - name: policy.example.com
                          failurePolicy: Fail
                          sideEffects: None
                          admissionReviewVersions: [v1]
                          clientConfig: {service: {name: policy, namespace: gone}, caBundle: Q0E=}
                          rules:
                          - {apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}
                        """),
                istio -> istio,
                "failed calling webhook",
                List.of("policy.example.com", "webhook configuration", "15017")));
        all.add(new Case(
                "A release that somebody's Helm left in pending-install",
                "It was killed on its way.",
                (sandbox, kubeconfig) -> {
                    put("{apiVersion: v1, kind: Namespace, metadata: {name: istio-system}}")
                            .to(sandbox, kubeconfig);
                    put(pendingRelease()).to(sandbox, kubeconfig);
                },
                istio -> istio,
                List.of("istio-system/istio-base", "pending-install", "helm uninstall istio-base -n istio-system")));
        all.add(new Case(
                "A namespace that does not go",
                "istio-system is being deleted, and the program that should take its finalizer away is gone.",
                (sandbox, kubeconfig) -> {
                    put("{apiVersion: v1, kind: Namespace, metadata: {name: istio-system}}")
                            .to(sandbox, kubeconfig);
                    put("""
                            apiVersion: v1
                            kind: ConfigMap
                            metadata: {name: theirs, namespace: istio-system, finalizers: [theirs.example.com/held]}
                            """).to(sandbox, kubeconfig);
                    change(sandbox, (world, cluster) -> cluster.remove(world, "v1", "Namespace", "", "istio-system"));
                },
                istio -> istio,
                List.of("istio-system is Terminating", "theirs.example.com/held", "finalizers")));
        all.add(new Case(
                "A quota that is used up",
                "Istiod requests 2 GiB, and the namespace may request 1 GiB.",
                (sandbox, kubeconfig) -> {
                    put("{apiVersion: v1, kind: Namespace, metadata: {name: istio-system}}")
                            .to(sandbox, kubeconfig);
                    put("""
                            apiVersion: v1
                            kind: ResourceQuota
                            metadata: {name: small, namespace: istio-system}
                            spec: {hard: {requests.memory: 1Gi, pods: 5}}
                            """).to(sandbox, kubeconfig);
                },
                istio -> istio,
                "exceeded quota",
                List.of("exceeded quota: small", "requests.memory=2Gi", "Raise the ResourceQuota")));
        all.add(new Case(
                "A token that is not good any more",
                "The kubeconfig holds one of yesterday.",
                (sandbox, kubeconfig) -> Files.writeString(
                        kubeconfig, Files.readString(kubeconfig).replaceAll("token: .*", "token: yesterday")),
                istio -> istio,
                List.of("Unauthorized", "Renew the token")));
        all.add(new Case(
                "A kubeconfig that leads nowhere",
                "Nothing listens at its address.",
                (sandbox, kubeconfig) -> Files.writeString(
                        kubeconfig,
                        Files.readString(kubeconfig).replaceAll("server: .*", "server: https://127.0.0.1:1")),
                istio -> istio,
                List.of("https://127.0.0.1:1", "kubeconfig", "context")));
        return all;
    }

    private static Harm put(String yaml) {
        return (sandbox, kubeconfig) -> {
            ObjectNode object = (ObjectNode) new YAMLMapper().readTree(yaml);
            change(sandbox, (world, cluster) -> cluster.put(world, object));
        };
    }

    private static void change(Sandbox sandbox, BiConsumer<World, ClusterState> change) {
        sandbox.kernel().read(world -> {
            change.accept(
                    world, world.cluster(new ClusterKey("us-west-2", "sandbox")).orElseThrow());
            return world.changes();
        });
    }

    /** As Helm notes down what it begins: a gzipped document, twice in base64. */
    private static String pendingRelease() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write("""
                    {"name": "istio-base", "namespace": "istio-system", "version": 1, "info": {"status": "pending-install"},
                     "chart": {"metadata": {"name": "base", "version": "1.30.3"}}, "manifest": ""}
                    """.getBytes(StandardCharsets.UTF_8));
        }
        Base64.Encoder base64 = Base64.getEncoder();
        return """
                apiVersion: v1
                kind: Secret
                type: helm.sh/release.v1
                metadata:
                  name: sh.helm.release.v1.istio-base.v1
                  namespace: istio-system
                  labels: {owner: helm, name: istio-base, status: pending-install, version: "1"}
                data: {release: %s}
                """.formatted(base64.encodeToString(base64.encode(packed.toByteArray())));
    }

    @Test
    void eachIsNamedSoonAfterItsFirstSign() throws IOException {
        StringBuilder page = new StringBuilder("""
                # Installs that break

                What is wrong with a cluster, and what an install says of it, at most 10 s after the first sign: as the end of the
                run, or as an event with advice (`ResourceWaiting`) where it may still pass. A test provokes each in the sandbox,
                writes this page and keeps it true (`BrokenInstallsTest`, `-Dmesh.docs=write`).
                """);
        List<Case> cases = cases();
        // Side by side: most of their time goes into starting Helm.
        List<Told> all = cases.parallelStream().map(this::told).toList();
        for (int i = 0; i < cases.size(); i++) {
            Case one = cases.get(i);
            Told told = all.get(i);
            assertThat(told.message()).as(one.title).contains(one.says);
            assertThat(told.words()).as(one.title + " in the event").contains(one.says.get(0));
            assertThat(told.after()).as(one.title).isBetween(Duration.ZERO, Duration.ofSeconds(10));
            page.append("\n## ")
                    .append(one.title)
                    .append("\n\n")
                    .append(one.provoked)
                    .append("\n\n```\n")
                    .append(steady(told.message()))
                    .append("\n```\n");
        }
        if ("write".equals(System.getProperty("mesh.docs"))) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE)).isEqualTo(page.toString());
    }

    /** What our own Helm left so is taken up again, and the plan says it. */
    @Test
    void whatARunOfOursLeftPendingIsTakenUp() throws IOException {
        Path kubeconfig = folder.resolve("config");
        try (Sandbox sandbox = Sandbox.start()) {
            sandbox.addStandaloneCluster(kubeconfig);
            MeshProvisioner ours = on(sandbox, kubeconfig).withIstio("1.30.3", IstioSpec::noGateways);
            ours.install().close();
            change(sandbox, BrokenInstallsTest::setBack);
            assertThat(ours.plan().toString()).contains("pending-upgrade");
            try (Mesh mesh = ours.install()) {
                assertThat(mesh.status().healthy()).isTrue();
            }
            assertThat(ours.plan().toString()).doesNotContain("pending-upgrade");
        }
    }

    private static void setBack(World world, ClusterState cluster) {
        ObjectNode secret = cluster.get("v1", "Secret", "istio-system", "sh.helm.release.v1.istiod.v1")
                .orElseThrow()
                .deepCopy();
        Base64.Decoder base64 = Base64.getDecoder();
        byte[] packed = base64.decode(base64.decode(secret.at("/data/release").asText()));
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            String release = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replaceFirst("\"status\":\"deployed\"", "\"status\":\"pending-upgrade\"");
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
                gzip.write(release.getBytes(StandardCharsets.UTF_8));
            }
            Base64.Encoder encoder = Base64.getEncoder();
            ((ObjectNode) secret.get("data")).put("release", encoder.encodeToString(encoder.encode(out.toByteArray())));
            cluster.put(world, secret);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Without what differs from time to time. */
    private static String steady(String message) {
        return message.replaceAll("istiod-[a-z0-9]{10}-[a-z0-9]{5}", "istiod-...")
                .replaceAll("(?<=.{300})[^\\n]+", "...");
    }

    /**
     * @param message how the run ended
     * @param words by which it was first named
     * @param after how long after the first sign
     */
    private record Told(String message, String words, Duration after) {}

    /** What a run told, and when. */
    private record Said(Instant at, String text, String advice) {}

    private Told told(Case one) {
        Path kubeconfig = folder.resolve(one.title.replace(' ', '-'));
        List<Said> said = new CopyOnWriteArrayList<>();
        try (Sandbox sandbox = Sandbox.start()) {
            sandbox.addStandaloneCluster(kubeconfig);
            one.harm.to(sandbox, kubeconfig);
            Instant start = sandbox.now();
            String message = "INSTALLED";
            try {
                on(sandbox, kubeconfig)
                        .withTimeout(Duration.ofMinutes(10))
                        .withIstio("1.30.3", istio -> one.spec.apply(istio.noGateways()))
                        .withListener(event -> hear(event, said))
                        .install();
            } catch (MeshException failure) {
                message = failure.getClass().getSimpleName() + ": " + failure.getMessage();
                said.add(new Said(sandbox.now(), failure.getMessage(), failure.advice()));
            }
            Said first = said.stream()
                    .filter(heard -> heard.text().contains(one.says.get(0))
                            && !heard.advice().isEmpty())
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(one.title + " is not named: " + said));
            Instant sign = one.sign.isEmpty() ? start : warned(sandbox, one.sign);
            return new Told(message, first.text(), Duration.between(sign, first.at()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void hear(MeshEvent event, List<Said> said) {
        if (event instanceof MeshEvent.ResourceFailed failed) {
            said.add(new Said(failed.at(), failed.reason(), failed.advice()));
        } else if (event instanceof MeshEvent.ResourceWaiting waiting) {
            said.add(new Said(waiting.at(), waiting.phase(), waiting.advice()));
        } else if (event instanceof MeshEvent.CallRetried retried) {
            said.add(new Said(retried.at(), retried.reason(), retried.advice()));
        }
    }

    /** When Kubernetes first noted down a warning with these words. */
    private static Instant warned(Sandbox sandbox, String words) {
        return sandbox.kernel()
                .read(world ->
                        world.cluster(new ClusterKey("us-west-2", "sandbox")).orElseThrow().list("v1", "Event").stream()
                                .filter(event -> event.path("type").asText().equals("Warning")
                                        && event.path("message").asText().contains(words))
                                .map(event -> Instant.parse(
                                        event.path("firstTimestamp").asText()))
                                .min(Comparator.naturalOrder())
                                .orElseThrow(() -> new AssertionError("No warning says " + words)));
    }

    private static MeshProvisioner on(Sandbox sandbox, Path kubeconfig) {
        return sandbox.provisioner(ExistingCluster.kubeconfig(kubeconfig));
    }
}
