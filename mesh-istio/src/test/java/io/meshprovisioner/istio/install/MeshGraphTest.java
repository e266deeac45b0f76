package io.meshprovisioner.istio.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshprovisioner.error.InvalidSpecException;
import io.meshprovisioner.error.ResourceConflictException;
import io.meshprovisioner.plan.Difference;
import io.meshprovisioner.plan.Graph;
import io.meshprovisioner.plan.Observation;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.plan.Removal;
import io.meshprovisioner.plan.Resource;
import io.meshprovisioner.plan.ResourceId;
import io.meshprovisioner.plan.Step;
import io.meshprovisioner.spec.GatewaySpec;
import io.meshprovisioner.spec.IstioAddon;
import io.meshprovisioner.spec.IstioProfile;
import io.meshprovisioner.spec.IstioSpec;
import io.meshprovisioner.spec.MeshSpec;
import io.meshprovisioner.spi.ApiAccess;
import io.meshprovisioner.spi.Charts.ChartRelease;
import io.meshprovisioner.spi.Charts.Release;
import io.meshprovisioner.spi.KubernetesSession.ObjectKey;
import io.meshprovisioner.spi.LoadBalancerAddress;
import io.meshprovisioner.spi.MeshInstaller.MeshRefs;
import io.meshprovisioner.spi.MeshInstaller.Surroundings;
import io.meshprovisioner.spi.NodeCapacity;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MeshGraphTest {
    private static final ObjectKey HOME = ObjectKey.cluster("v1", "Namespace", "istio-system");
    private static final URI ARCHIVE =
            URI.create("https://github.com/istio/istio/releases/download/1.9.3/istio-1.9.3-linux-amd64.tar.gz");

    private final FakeCluster cluster = new FakeCluster();

    @Test
    void manifestsWaitForTheApiOnlyAndReadinessForNodes() {
        Graph graph = graph(IstioSpec.version("1.30.3"));
        ResourceId nodes = new ResourceId("test:Given", "nodes");
        Map<String, Set<ResourceId>> before = new java.util.HashMap<>();
        graph.resources().forEach(resource -> before.put(resource.id().kind(), graph.prerequisites(resource.id())));
        assertThat(before.get(Kinds.ISTIOD))
                .extracting(ResourceId::kind)
                .containsExactlyInAnyOrder("test:Given", Kinds.CHARTS, Kinds.NAMESPACE, Kinds.BASE, Kinds.CRDS);
        assertThat(before.get(Kinds.ISTIOD)).doesNotContain(nodes);
        assertThat(before.get(Kinds.CONTROL_PLANE)).contains(nodes);
        assertThat(before.get(Kinds.GATEWAY)).extracting(ResourceId::kind).contains(Kinds.CONTROL_PLANE);
    }

    @Test
    void beforeInjectedGatewaysTheyNeedNotWaitForIstiodButIstiodForItsKinds() {
        Graph graph = graph(IstioSpec.version("1.9.3"));
        assertThat(graph.orderOnlyEdges()).isEmpty();
        assertThat(graph.prerequisites(new ResourceId(Kinds.ISTIOD, "istio-system/istiod")))
                .extracting(ResourceId::kind)
                .contains(Kinds.CRDS);
    }

    @Test
    void installsOnceAndChangesNothingTheSecondTime() {
        walk(IstioSpec.version("1.30.3"), FakeRelease.published("1.30.3"));
        assertThat(cluster.changes)
                .containsExactly(
                        "apply Namespace istio-system", "helm istio-system/istio-base", "helm istio-system/istiod");
        istiodRuns();
        cluster.changes.clear();
        GraphWalk second = walk(IstioSpec.version("1.30.3"), FakeRelease.published("1.30.3"));
        assertThat(cluster.changes).containsExactly("helm istio-system/istio-ingressgateway");
        assertThat(second.ends.get(new ResourceId(Kinds.CONTROL_PLANE, "istio-system/istiod")))
                .isInstanceOf(Observation.Ready.class);
        gatewayRuns();
        cluster.changes.clear();
        GraphWalk third = walk(IstioSpec.version("1.30.3"), FakeRelease.published("1.30.3"));
        assertThat(cluster.changes).isEmpty();
        assertThat(third.ends.get(new ResourceId(Kinds.GATEWAY_READY, "istio-system/istio-ingressgateway")))
                .isEqualTo(Observation.ready(
                        new LoadBalancerAddress("istio-system/istio-ingressgateway", "x.elb.amazonaws.com")));
    }

    @Test
    void imagesAlwaysComeFromTheReleaseUnlessTheUserSaysOtherwise() {
        walk(IstioSpec.version("1.30.3"), FakeRelease.published("1.30.3"));
        assertThat(new Tree(values("istiod")).text("global", "hub")).isEqualTo("docker.io/istio");
        assertThat(new Tree(values("istiod")).text("global", "tag")).isEqualTo("1.30.3");
        IstioSpec own =
                IstioSpec.version("1.30.3").values(Map.of("global", Map.of("hub", "registry.example.com/istio")));
        walk(own, FakeRelease.published("1.30.3"));
        assertThat(new Tree(values("istiod")).text("global", "hub")).isEqualTo("registry.example.com/istio");
        assertThat(new Tree(values("istiod")).text("global", "tag")).isEqualTo("1.30.3");
    }

    @Test
    void theUsersValuesLieOverTheProfiles() {
        IstioSpec demo = IstioSpec.version("1.9.3")
                .profile(IstioProfile.DEMO)
                .values(Map.of("pilot", Map.of("traceSampling", 7)));
        walk(demo, FakeRelease.archived("1.9.3", ARCHIVE));
        Tree istiod = new Tree(values("istiod"));
        assertThat(istiod.text("pilot", "traceSampling")).isEqualTo("7");
        assertThat(istiod.text("pilot", "resources", "requests", "cpu")).isEqualTo("10m");
        assertThat(istiod.text("meshConfig", "accessLogFile")).isEqualTo("/dev/stdout");
    }

    @Test
    void changedValuesAreAnUpdateAndTwoMinorsUpAreNot() {
        walk(IstioSpec.version("1.30.3"), FakeRelease.published("1.30.3"));
        IstioSpec changed = IstioSpec.version("1.30.3").values(Map.of("pilot", Map.of("replicaCount", 2)));
        assertThat(differences(changed, "1.30.3")).singleElement().satisfies(difference -> {
            assertThat(difference.field()).isEqualTo("values");
            assertThat(difference.remedy()).isEqualTo(Difference.Remedy.UPDATE);
        });
        rename("istiod-1.28.0");
        assertThatThrownBy(() -> differences(IstioSpec.version("1.30.3"), "1.30.3"))
                .isInstanceOf(ResourceConflictException.class)
                .hasMessageContaining("Install 1.29.6, then 1.30.3");
        rename("istiod-1.29.6");
        assertThat(differences(IstioSpec.version("1.30.3"), "1.30.3").get(0).remedy())
                .isEqualTo(Difference.Remedy.UPDATE);
    }

    @Test
    void aDeletedDeploymentIsSeenAndBroughtBack() {
        walk(IstioSpec.version("1.30.3"), FakeRelease.published("1.30.3"));
        assertThat(differences(IstioSpec.version("1.30.3"), "1.30.3"))
                .containsExactly(new Difference(
                        "Deployment istio-system/istiod", "absent", "present", Difference.Remedy.UPDATE));
    }

    @Test
    void olderCrdsAreAppliedOnceAndUpdatedWithTheRelease() {
        IstioSpec spec = IstioSpec.version("1.9.3");
        ResourceId crds = new ResourceId(Kinds.CRDS, "istio");
        walk(spec, FakeRelease.archived("1.9.3", ARCHIVE));
        assertThat(cluster.changes).contains("apply CustomResourceDefinition gateways.networking.istio.io");
        cluster.changes.clear();
        GraphWalk again = walk(spec, FakeRelease.archived("1.9.3", ARCHIVE));
        assertThat(cluster.changes).noneMatch(change -> change.contains("CustomResourceDefinition"));
        assertThat(again.ends.get(crds)).isEqualTo(Observation.ready(new CrdsResource.Crds(2)));

        URI next = URI.create(ARCHIVE.toString().replace("1.9.3", "1.10.6"));
        walk(IstioSpec.version("1.10.6"), FakeRelease.archived("1.10.6", next));
        assertThat(cluster.changes).contains("apply CustomResourceDefinition gateways.networking.istio.io");
    }

    @Test
    void istiodIsNotReleasedBeforeTheApiServesItsKinds() {
        cluster.crdsEstablished = false;
        GraphWalk walk = walk(IstioSpec.version("1.9.3"), FakeRelease.archived("1.9.3", ARCHIVE));
        assertThat(walk.ends.get(new ResourceId(Kinds.CRDS, "istio")))
                .isEqualTo(Observation.pending("2 of 2 not Established yet"));
        assertThat(cluster.changes).contains("helm istio-system/istio-base").doesNotContain("helm istio-system/istiod");
    }

    @Test
    void aNamespaceThatWasThereIsUsedAndNotOursButSaysWhoseIstioItHas() throws Exception {
        cluster.put("apiVersion: v1\nkind: Namespace\nmetadata: {name: istio-system, labels: {team: net}}\n");
        GraphWalk walk = walk(IstioSpec.version("1.30.3"), FakeRelease.published("1.30.3"));
        assertThat(cluster.changes)
                .doesNotContain("apply Namespace istio-system")
                .contains(
                        "patch Namespace istio-system {\"metadata\":{\"labels\":{\"mesh-provisioner/mesh\":\"mesh\"}}}");
        Observation.Ready<?> home =
                (Observation.Ready<?>) walk.ends.get(new ResourceId(Kinds.NAMESPACE, "istio-system"));
        assertThat(home.adopted()).isTrue();
        cluster.changes.clear();
        walk(IstioSpec.version("1.30.3"), FakeRelease.published("1.30.3"));
        assertThat(cluster.changes).noneMatch(change -> change.startsWith("patch"));

        List<Removal> removals = new IstioInstaller()
                .inventory(cluster, new io.meshprovisioner.spi.Departure("mesh", true, false), new StandingStep());
        removals.forEach(removal -> removal.remove(new StandingStep()));
        assertThat(cluster.objects.get(HOME).toMap().get("metadata"))
                .isEqualTo(Map.of("name", "istio-system", "labels", Map.of("team", "net")));
    }

    @Test
    void anotherMeshsIstioIsRefusedAndLeftAlone() throws Exception {
        walk(IstioSpec.version("1.30.3"), FakeRelease.published("1.30.3"));
        assertThat(new IstioInstaller()
                        .inventory(
                                cluster, new io.meshprovisioner.spi.Departure("bank", true, true), new StandingStep()))
                .isEmpty();
        cluster.put("apiVersion: v1\nkind: Namespace\n"
                + "metadata: {name: istio-system, labels: {mesh-provisioner/mesh: bank}}\n");
        assertThatThrownBy(() -> walk(IstioSpec.version("1.30.3"), FakeRelease.published("1.30.3")))
                .isInstanceOf(ResourceConflictException.class)
                .hasMessageContaining("The Istio of this cluster is mesh bank's.")
                .hasMessageContaining("withName(\"bank\")");
    }

    @Test
    void gatewaysInTheirOwnNamespacesShareThem() {
        Graph graph = graph(IstioSpec.version("1.30.3")
                .gateway(new GatewaySpec("a", "edge", Map.of()))
                .gateway(new GatewaySpec("b", "edge", Map.of())));
        assertThat(graph.resources().stream().map(Resource::id).filter(id -> id.kind()
                        .equals(Kinds.NAMESPACE)))
                .extracting(ResourceId::name)
                .containsExactly("istio-system", "edge");
    }

    @Test
    void anAddonsKindsAreServedBeforeItsObjectsCome() {
        FakeRelease release = FakeRelease.archived("1.9.3", ARCHIVE);
        IstioSpec spec = IstioSpec.version("1.9.3").addons(IstioAddon.PROMETHEUS);
        cluster.crdsEstablished = false;
        GraphWalk walk = walk(spec, release);
        ResourceId addon = new ResourceId(Kinds.ADDON, "prometheus");
        assertThat(walk.ends.get(addon)).isEqualTo(Observation.pending("its CRDs are not Established yet"));
        assertThat(cluster.changes).contains("apply CustomResourceDefinition boards.example.com");
        assertThat(cluster.changes).doesNotContain("apply Service istio-system/p");

        cluster.objects.clear();
        cluster.crdsEstablished = true;
        walk(spec, release);
        assertThat(cluster.changes).contains("apply Service istio-system/p");
        cluster.changes.clear();
        walk(spec, release);
        assertThat(cluster.changes).noneMatch(change -> change.contains("boards") || change.contains("Service"));
        assertThat(new IstioInstaller()
                        .inventory(
                                cluster, new io.meshprovisioner.spi.Departure("mesh", true, false), new StandingStep()))
                .extracting(removal -> removal.id().toString())
                .contains("istio:AddonService istio-system/p");
    }

    @Test
    void theAmbientProfileHasItsNodeAgentsAndTheDemoProfileItsWayOut() {
        assertThat(graph(IstioSpec.version("1.30.3").profile(IstioProfile.AMBIENT))
                        .resources())
                .extracting(resource -> resource.id().name())
                .contains("istio-system/istio-cni", "istio-system/ztunnel");
        assertThat(graph(IstioSpec.version("1.30.3").profile(IstioProfile.DEMO)).resources())
                .extracting(resource -> resource.id().name())
                .contains("istio-system/istio-ingressgateway", "istio-system/istio-egressgateway");
        assertThat(graph(IstioSpec.version("1.30.3").profile(IstioProfile.MINIMAL))
                        .resources())
                .extracting(resource -> resource.id().kind())
                .doesNotContain(Kinds.GATEWAY);
        assertThat(graph(IstioSpec.version("1.30.3")
                                .profile(IstioProfile.MINIMAL)
                                .ingressGateway())
                        .resources())
                .extracting(resource -> resource.id().kind())
                .contains(Kinds.GATEWAY);
    }

    @Test
    void theEmptyProfileInstallsNothing() {
        walk(IstioSpec.version("1.30.3").profile(IstioProfile.EMPTY), FakeRelease.published("1.30.3"));
        assertThat(cluster.changes).isEmpty();
    }

    @Test
    void aSpecWithProblemsIsRefused() {
        assertThatThrownBy(() -> graph(IstioSpec.version("1.99.0"))).isInstanceOf(InvalidSpecException.class);
    }

    private List<Difference> differences(IstioSpec spec, String release) {
        GraphWalk walk = new GraphWalk();
        Built built = build(spec, FakeRelease.published(release));
        built.give(walk);
        walk.look(built.graph());
        return ((Observation.Ready<?>) walk.ends.get(new ResourceId(Kinds.ISTIOD, "istio-system/istiod")))
                .differences();
    }

    private void rename(String chart) {
        Release old = cluster.releases.get("istio-system/istiod");
        cluster.releases.put(
                "istio-system/istiod",
                new Release(
                        old.namespace(),
                        old.name(),
                        old.revision(),
                        old.status(),
                        chart,
                        old.appVersion(),
                        old.fingerprint()));
    }

    private Map<String, Object> values(String release) {
        ChartRelease applied = cluster.applied.get("istio-system/" + release);
        return applied.values();
    }

    private Graph graph(IstioSpec spec) {
        return build(spec, new FakeRelease()).graph();
    }

    private GraphWalk walk(IstioSpec spec, FakeRelease release) {
        GraphWalk walk = new GraphWalk();
        Built built = build(spec, release);
        built.give(walk);
        walk.walk(built.graph());
        return walk;
    }

    private record Built(Graph graph, Ref<ApiAccess> api, Ref<NodeCapacity> nodes, MeshRefs refs) {
        void give(GraphWalk walk) {
            walk.give(
                    api,
                    new ApiAccess(
                            "c", URI.create("https://c"), "", "1.35", () -> new ApiAccess.Token("t", Instant.MAX)));
            walk.give(nodes, new NodeCapacity(3));
        }
    }

    private Built build(IstioSpec spec, FakeRelease release) {
        Graph.Builder builder = Graph.builder();
        Ref<ApiAccess> api = builder.add(new Given<>("api"));
        Ref<NodeCapacity> nodes = builder.add(new Given<>("nodes"));
        Surroundings surroundings = new Surroundings(api, nodes, access -> cluster, release.downloads());
        MeshRefs refs = new IstioInstaller()
                .addTo(builder, MeshSpec.forRegion("us-west-2").istio(spec), surroundings);
        return new Built(builder.build(), api, nodes, refs);
    }

    private record Given<T>(String name) implements Resource<T> {
        @Override
        public ResourceId id() {
            return new ResourceId("test:Given", name);
        }

        @Override
        public String title() {
            return name;
        }

        @Override
        public Set<Ref<?>> needs() {
            return Set.of();
        }

        @Override
        public Observation<T> observe(Step step) {
            throw new AssertionError();
        }

        @Override
        public Observation<T> create(Step step) {
            throw new AssertionError();
        }
    }

    private void istiodRuns() {
        try {
            cluster.put(RUNNING);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void gatewayRuns() {
        try {
            cluster.put(RUNNING_GATEWAY);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static final String RUNNING = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: istiod, namespace: istio-system, generation: 1, labels: {app: istiod}}
            spec: {replicas: 1}
            status: {observedGeneration: 1, replicas: 1, updatedReplicas: 1, readyReplicas: 1,
              conditions: [{type: Available, status: "True"}]}
            ---
            apiVersion: admissionregistration.k8s.io/v1
            kind: MutatingWebhookConfiguration
            metadata: {name: istio-sidecar-injector, labels: {app: sidecar-injector}}
            webhooks: [{name: x, failurePolicy: Fail, clientConfig: {service: {name: istiod}, caBundle: Q0E=}}]
            """;

    private static final String RUNNING_GATEWAY = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: istio-ingressgateway, namespace: istio-system, generation: 1}
            spec: {replicas: 1, template: {metadata: {labels: {istio: ingressgateway}, annotations: {inject.istio.io/templates: gateway}}}}
            status: {observedGeneration: 1, replicas: 1, updatedReplicas: 1, readyReplicas: 1,
              conditions: [{type: Available, status: "True"}]}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: istio-ingressgateway, namespace: istio-system}
            spec: {type: LoadBalancer, selector: {istio: ingressgateway}}
            status: {loadBalancer: {ingress: [{hostname: x.elb.amazonaws.com}]}}
            """;
}
