package io.meshprovisioner.testkit.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.Mesh;
import io.meshprovisioner.MeshStatus;
import io.meshprovisioner.UninstallReport;
import io.meshprovisioner.error.InvalidSpecException;
import io.meshprovisioner.error.ResourceConflictException;
import io.meshprovisioner.error.ResourceFailedException;
import io.meshprovisioner.spec.GatewaySpec;
import io.meshprovisioner.spec.IstioProfile;
import io.meshprovisioner.spec.IstioSpec;
import io.meshprovisioner.testkit.Sandbox;
import io.meshprovisioner.testkit.SandboxOptions;
import io.meshprovisioner.testkit.memory.InMemorySandbox;
import io.meshprovisioner.testkit.world.CloudState.ClusterKey;
import io.meshprovisioner.testkit.world.Era;
import io.meshprovisioner.testkit.world.World;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** G2.3: Istio by its own operator, as the guide installs it. */
class OperatorTest {
    private static final ClusterKey CLUSTER = new ClusterKey("us-west-2", "mesh");

    @Test
    void theGuidesOwnOptionsGiveAMeshThatGoesWithoutATrace() {
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().era(Era.GUIDE));
                Mesh mesh = sandbox.provisioner()
                        .withIstio(
                                "1.9.3",
                                istio -> istio.operator(operator -> operator.hub("docker.io/istio")
                                        .tag("1.9.3")
                                        .operatorNamespace("istio-system")
                                        .watchedNamespaces("istio-system")))
                        .install()) {
            MeshStatus status = mesh.status();
            assertThat(status.healthy()).as(status.toString()).isTrue();
            assertThat(status.mesh().orElseThrow().version()).isEqualTo("1.9.3");
            assertThat(status.mesh().orElseThrow().components())
                    .extracting(component -> component.namespace() + "/" + component.name())
                    .containsExactlyInAnyOrder(
                            "istio-system/istio-operator", "istio-system/istiod", "istio-system/istio-ingressgateway");
            assertThat(status.mesh().orElseThrow().gateways()).hasSize(1);

            UninstallReport gone = mesh.uninstall();
            assertThat(gone.nothingLeft()).as(gone.toString()).isTrue();
            assertThat(sandbox.leftovers()).isEmpty();
        }
    }

    /** From its charts as they are, with other chart names and CRDs. */
    @Test
    void theLastReleaseThatHasAnOperatorIsInstalledByIt() {
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().era(Era.EVERY_VERSION));
                Mesh mesh = sandbox.provisioner()
                        .withIstio("1.23.6", istio -> istio.operator(operator -> operator)
                                .profile(IstioProfile.DEMO))
                        .install()) {
            MeshStatus status = mesh.status();
            assertThat(status.healthy()).as(status.toString()).isTrue();
            assertThat(status.mesh().orElseThrow().components())
                    .extracting(component -> component.name())
                    .contains("istio-operator", "istiod", "istio-ingressgateway", "istio-egressgateway");
        }
    }

    @Test
    void itMakesPodsAndThePluginAsTheyAreAskedFor() {
        try (InMemorySandbox sandbox = new InMemorySandbox(Era.GUIDE, 0)) {
            MeshStatus status = sandbox.newRun()
                    .withIstio("1.9.3", istio -> istio.operator(operator -> operator)
                            .cniPlugin()
                            .ingressGateway(gateway ->
                                    gateway.pods(pods -> pods.replicas(2).cpu("250m")))
                            .gateway(GatewaySpec.named("edge").pods(pods -> pods.autoscaling(3, 6))))
                    .install()
                    .status();
            assertThat(status.mesh().orElseThrow().components())
                    .extracting(part -> part.name() + " " + part.readyPods())
                    .containsExactlyInAnyOrder(
                            "istio-operator 1", "istiod 1", "istio-cni-node 3", "istio-ingressgateway 2", "edge 3");
            assertThat(object(sandbox, "apps/v1", "Deployment", "istio-system", "istio-ingressgateway")
                            .at("/spec/template/spec/containers/0/resources/requests/cpu")
                            .asText())
                    .isEqualTo("250m");
        }
    }

    @Test
    void itGivesTheObjectsThatTheChartsGive() {
        assertThat(meshObjects(istio -> istio.operator(operator -> operator)))
                .containsAll(meshObjects(istio -> istio))
                .contains("Deployment istio-operator/istio-operator", "IstioOperator istio-system/istio");
    }

    @Test
    void aSecondInstallChangesNothing() {
        try (InMemorySandbox sandbox = new InMemorySandbox(Era.GUIDE, 0)) {
            install(sandbox, istio -> istio.operator(operator -> operator));
            Mesh again = install(sandbox, istio -> istio.operator(operator -> operator));
            assertThat(again.timeline().orElseThrow().changedNothing())
                    .as(again.timeline().orElseThrow().toString())
                    .isTrue();
        }
    }

    @Test
    void aChangedSpecReachesTheMeshThroughTheOperator() {
        try (InMemorySandbox sandbox = new InMemorySandbox(Era.GUIDE, 0)) {
            install(sandbox, istio -> istio.operator(operator -> operator));
            install(sandbox, istio -> istio.operator(operator -> operator)
                    .values(Map.of("pilot", Map.of("traceSampling", 42)))
                    .ingressGateway(gateway -> gateway.annotation("example.com/owner", "payments"))
                    .gateway(new GatewaySpec("inner", "gates", Map.of())));

            assertThat(object(sandbox, "apps/v1", "Deployment", "istio-system", "istiod")
                            .findValuesAsText("value"))
                    .contains("42");
            assertThat(object(sandbox, "v1", "Service", "istio-system", "istio-ingressgateway")
                            .at("/metadata/annotations")
                            .path("example.com/owner")
                            .asText())
                    .isEqualTo("payments");
            JsonNode inner = object(sandbox, "v1", "Service", "gates", "inner");
            assertThat(inner.at("/spec/selector/istio").asText()).isEqualTo("inner");

            install(sandbox, istio -> istio.operator(operator -> operator));
            assertThat(sandbox.kernel().read(OperatorTest::objects))
                    .as("what is asked for no more, the operator removes")
                    .doesNotContain("Deployment gates/inner");
        }
    }

    @Test
    void theOtherMethodIsRefusedBeforeAnyChangeWhereOneStands() {
        try (InMemorySandbox sandbox = new InMemorySandbox(Era.GUIDE, 0)) {
            install(sandbox, istio -> istio.operator(operator -> operator));
            Set<String> before = sandbox.kernel().read(OperatorTest::objects);
            assertThatThrownBy(() -> install(sandbox, istio -> istio))
                    .isInstanceOf(ResourceConflictException.class)
                    .hasMessageContaining("operator");
            assertThat(sandbox.kernel().read(OperatorTest::objects)).isEqualTo(before);
        }
        try (InMemorySandbox sandbox = new InMemorySandbox(Era.GUIDE, 0)) {
            install(sandbox, istio -> istio);
            assertThatThrownBy(() -> install(sandbox, istio -> istio.operator(operator -> operator)))
                    .isInstanceOf(ResourceConflictException.class)
                    .hasMessageContaining("Helm charts");
        }
    }

    @Test
    void theDemoProfileBringsItsEgressGateway() {
        Set<String> demo = meshObjects(istio -> istio.profile(IstioProfile.DEMO).operator(operator -> operator));
        assertThat(demo).contains("Deployment istio-system/istio-egressgateway");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.24.0", "1.30.3"})
    void aReleaseWithoutOperatorIsRefusedBeforeTheFirstCall(String version) {
        try (InMemorySandbox sandbox = new InMemorySandbox(Era.TODAY, 0)) {
            assertThatThrownBy(() -> sandbox.newRun()
                            .withIstio(version, istio -> istio.operator(operator -> operator))
                            .install())
                    .isInstanceOf(InvalidSpecException.class)
                    .hasMessageContaining("istio.operator")
                    .hasMessageContaining("1.23.6")
                    .hasMessageContaining("Helm charts");
            assertThat(sandbox.kernel().calls()).isEmpty();
        }
    }

    @Test
    void anOperatorThatCannotBePulledIsNamed() {
        assertThatThrownBy(() -> installed(istio -> istio.operator(operator -> operator.hub("registry.invalid/istio"))))
                .isInstanceOf(ResourceFailedException.class)
                .hasMessageContaining("registry.invalid/istio/operator:1.9.3")
                .hasMessageContaining("cannot be pulled");
    }

    @Test
    void aControlPlaneThatCannotBePulledIsNamed() {
        assertThatThrownBy(() -> installed(istio -> istio.operator(operator -> operator)
                        .values(Map.of("global", Map.of("hub", "registry.invalid/istio")))))
                .isInstanceOf(ResourceFailedException.class)
                .hasMessageContaining("registry.invalid/istio/pilot:1.9.3");
    }

    @Test
    void whatTheOperatorCannotDoIsSaidInItsWords() {
        Map<String, Object> wrong = Map.of("gateways", Map.of("istio-ingressgateway", Map.of("ports", "none")));
        try (InMemorySandbox sandbox = new InMemorySandbox(Era.GUIDE, 0)) {
            Mesh mesh = install(sandbox, istio -> istio.operator(operator -> operator));
            assertThatThrownBy(() -> install(sandbox, istio -> istio.operator(operator -> operator)
                            .values(wrong)))
                    .isInstanceOf(ResourceFailedException.class)
                    .hasMessageContaining("The operator cannot do what is asked");
            assertThat(mesh.status().healthy()).as("what ran still runs").isFalse();
            assertThat(mesh.status().toString()).contains("The operator cannot do what is asked");
        }
    }

    /** An operator that is gone, or never ran, takes no finalizer away: the uninstall must not wait for it. */
    @Test
    void anUninstallEndsAlsoWithoutTheOperator() {
        try (InMemorySandbox sandbox = new InMemorySandbox(Era.GUIDE, 0)) {
            List<String> before = sandbox.kernel().read(World::inventory);
            install(sandbox, istio -> istio.operator(operator -> operator));
            sandbox.kernel().read(world -> {
                world.cluster(CLUSTER)
                        .orElseThrow()
                        .remove(world, "apps/v1", "Deployment", "istio-operator", "istio-operator");
                return 0;
            });
            assertThat(sandbox.newRun().uninstall().nothingLeft()).isTrue();
            assertThat(sandbox.kernel().read(World::inventory)).isEqualTo(before);
        }
    }

    private static Set<String> meshObjects(UnaryOperator<IstioSpec> change) {
        try (InMemorySandbox sandbox = new InMemorySandbox(Era.GUIDE, 0)) {
            install(sandbox, change);
            return sandbox.kernel().read(OperatorTest::objects);
        }
    }

    /** Without what Helm notes down, and without what has a generated name. */
    private static Set<String> objects(World world) {
        Set<String> objects = new TreeSet<>(world.cluster(CLUSTER).orElseThrow().inventory());
        objects.removeIf(line -> line.contains("sh.helm.release") || line.endsWith("*"));
        return objects;
    }

    private static ObjectNode object(
            InMemorySandbox sandbox, String apiVersion, String kind, String namespace, String name) {
        return sandbox.kernel().read(world -> world.cluster(CLUSTER)
                .orElseThrow()
                .get(apiVersion, kind, namespace, name)
                .orElseThrow());
    }

    private static void installed(UnaryOperator<IstioSpec> change) {
        try (InMemorySandbox sandbox = new InMemorySandbox(Era.GUIDE, 0)) {
            install(sandbox, change);
        }
    }

    private static Mesh install(InMemorySandbox sandbox, UnaryOperator<IstioSpec> change) {
        return sandbox.newRun().withIstio("1.9.3", change).install();
    }
}
