package io.meshprovisioner.testkit.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.meshprovisioner.MeshProvisioner;
import io.meshprovisioner.error.MeshException;
import io.meshprovisioner.kubernetes.ExistingCluster;
import io.meshprovisioner.spec.IstioSpec;
import io.meshprovisioner.testkit.Sandbox;
import io.meshprovisioner.testkit.world.CloudState.ClusterKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Installs that cannot come to a good end, on a cluster that stands: each named in words, with advice. The messages stand
 * in docs/broken-installs.md; {@code -Dmesh.docs=write} writes them anew.
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

    private record Case(String title, String provoked, Harm harm, UnaryOperator<IstioSpec> spec, List<String> says) {}

    private static List<Case> cases() {
        List<Case> all = new ArrayList<>();
        all.add(new Case(
                "An image that no registry has",
                "The hub's name is misspelt.",
                NONE,
                istio -> istio.values(Map.of("global", Map.of("hub", "registry.invalid/istio"))),
                List.of("registry.invalid/istio/pilot:1.30.3", "cannot be pulled")));
        all.add(new Case(
                "No room on the nodes",
                "Istiod asks for more memory than any node has.",
                NONE,
                istio -> istio.values(
                        Map.of("pilot", Map.of("resources", Map.of("requests", Map.of("memory", "64Gi"))))),
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
                List.of("policy.example.com")));
        all.add(new Case(
                "A token that is not good any more",
                "The kubeconfig holds one of yesterday.",
                (sandbox, kubeconfig) -> Files.writeString(
                        kubeconfig, Files.readString(kubeconfig).replaceAll("token: .*", "token: yesterday")),
                istio -> istio,
                List.of("Unauthorized")));
        all.add(new Case(
                "A kubeconfig that leads nowhere",
                "Nothing listens at its address.",
                (sandbox, kubeconfig) -> Files.writeString(
                        kubeconfig,
                        Files.readString(kubeconfig).replaceAll("server: .*", "server: https://127.0.0.1:1")),
                istio -> istio,
                List.of("127.0.0.1")));
        return all;
    }

    private static Harm put(String yaml) {
        return (sandbox, kubeconfig) -> {
            ObjectNode object = (ObjectNode) new YAMLMapper().readTree(yaml);
            sandbox.kernel().read(world -> {
                world.cluster(new ClusterKey("us-west-2", "sandbox"))
                        .orElseThrow()
                        .put(world, object);
                return world.changes();
            });
        };
    }

    @Test
    void eachIsNamed() throws IOException {
        StringBuilder page = new StringBuilder("""
                # Installs that break

                What is wrong with a cluster, and what an install says of it. A test provokes each in the sandbox, writes this
                page and keeps it true (`BrokenInstallsTest`, `-Dmesh.docs=write`).
                """);
        for (Case one : cases()) {
            String message = message(one);
            assertThat(message).as(one.title).contains(one.says);
            page.append("\n## ")
                    .append(one.title)
                    .append("\n\n")
                    .append(one.provoked)
                    .append("\n\n```\n")
                    .append(steady(message))
                    .append("\n```\n");
        }
        if ("write".equals(System.getProperty("mesh.docs"))) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE)).isEqualTo(page.toString());
    }

    /** Without what differs from time to time. */
    private static String steady(String message) {
        return message.replaceAll("istiod-[a-z0-9]{10}-[a-z0-9]{5}", "istiod-...")
                .replaceAll("(?<=.{300})[^\\n]+", "...");
    }

    private String message(Case one) throws IOException {
        Path kubeconfig = folder.resolve("config");
        Files.deleteIfExists(kubeconfig);
        try (Sandbox sandbox = Sandbox.start()) {
            sandbox.addStandaloneCluster(kubeconfig);
            one.harm.to(sandbox, kubeconfig);
            on(sandbox, kubeconfig)
                    .withTimeout(Duration.ofMinutes(10))
                    .withIstio("1.30.3", istio -> one.spec.apply(istio.noGateways()))
                    .install();
            return "INSTALLED";
        } catch (MeshException failure) {
            return failure.getClass().getSimpleName() + ": " + failure.getMessage();
        }
    }

    private static MeshProvisioner on(Sandbox sandbox, Path kubeconfig) {
        return sandbox.provisioner(ExistingCluster.kubeconfig(kubeconfig));
    }
}
