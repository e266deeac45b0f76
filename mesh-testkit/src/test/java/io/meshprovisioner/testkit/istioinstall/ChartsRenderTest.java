package io.meshprovisioner.testkit.istioinstall;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.meshprovisioner.kubernetes.ClientJavaBackend;
import io.meshprovisioner.plan.Permit;
import io.meshprovisioner.spec.GatewaySpec;
import io.meshprovisioner.spec.IstioAddon;
import io.meshprovisioner.spec.IstioProfile;
import io.meshprovisioner.spec.IstioSettings;
import io.meshprovisioner.spec.IstioSpec;
import io.meshprovisioner.spi.ApiAccess;
import io.meshprovisioner.spi.ApiCall;
import io.meshprovisioner.spi.KubernetesSession;
import io.meshprovisioner.spi.KubernetesSession.ObjectKey;
import io.meshprovisioner.spi.Manifest;
import io.meshprovisioner.testkit.SharedData;
import io.meshprovisioner.testkit.charts.ChartContent;
import io.meshprovisioner.testkit.charts.ContentServer;
import io.meshprovisioner.testkit.upgrade.KeyPairs;
import io.meshprovisioner.time.Time;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** G2.1, G2.2, G3.2, G4.1: what real Helm renders from the charts with the installer's values. */
@EnabledOnOs(OS.LINUX)
class ChartsRenderTest {
    @TempDir
    Path folder;

    private static Time time;
    private static KubernetesSession helm;

    @BeforeAll
    static void start() {
        time = Time.system();
        ApiAccess nowhere = new ApiAccess(
                "c", URI.create("https://127.0.0.1:1"), "", "1.35", () -> new ApiAccess.Token("t", Instant.MAX));
        helm = new ClientJavaBackend().open(nowhere, time, ApiCall.Recorder.NONE);
    }

    @AfterAll
    static void stop() {
        helm.close();
        time.close();
    }

    @ParameterizedTest
    @CsvSource({"1.9.3,1.20", "1.11.8,1.22", "1.12.0,1.22", "1.17.8,1.25", "1.23.6,1.30", "1.24.0,1.31", "1.30.3,1.35"})
    void ourOwnChartsInstallEveryEra(String version, String kubernetes) throws Exception {
        RenderingCluster cluster = new RenderingCluster(helm.charts(), kubernetes);
        assertInstalls(IstioSpec.version(version), cluster, ChartContent.own());
        assertThat(names(cluster)).contains("Deployment istiod", "Service istio-ingressgateway");
    }

    @ParameterizedTest
    @CsvSource({"1.9.3,1.20", "1.23.6,1.30", "1.29.6,1.34", "1.30.3,1.35"})
    void theRealChartsInstallAndOursHaveTheirObjects(String version, String kubernetes) throws Exception {
        RenderingCluster real = new RenderingCluster(helm.charts(), kubernetes);
        assertInstalls(IstioSpec.version(version), real, realContent());
        RenderingCluster own = new RenderingCluster(helm.charts(), kubernetes);
        assertInstalls(IstioSpec.version(version), own, ChartContent.own());
        Set<String> telling = names(own).stream()
                .filter(
                        name -> name.matches(
                                "(Deployment|Service|ConfigMap|ServiceAccount|CustomResourceDefinition|.*WebhookConfiguration) .*"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(names(real)).containsAll(telling);
        assertThat(crds(own)).isEqualTo(crds(real));
    }

    @ParameterizedTest
    @CsvSource({"1.9.3,1.20", "1.23.6,1.30", "1.30.3,1.35"})
    void theDemoProfileAsksForLittle(String version, String kubernetes) throws Exception {
        IstioSpec spec = IstioSpec.version(version).profile(IstioProfile.DEMO);
        for (ChartContent content : new ChartContent[] {realContent(), ChartContent.own()}) {
            RenderingCluster cluster = new RenderingCluster(helm.charts(), kubernetes);
            assertInstalls(spec, cluster, content);
            assertThat(request(cluster, "istiod")).isEqualTo("100Mi");
            assertThat(request(cluster, "istio-ingressgateway")).isEqualTo("40Mi");
            assertThat(cluster.objects
                            .get(ObjectKey.of("v1", "ConfigMap", "istio-system", "istio"))
                            .at("/data/mesh")
                            .asText())
                    .contains("accessLogFile: /dev/stdout");
        }
    }

    @ParameterizedTest
    @CsvSource({"1.24.0,1.31,own", "1.30.3,1.35,own", "1.23.6,1.30,real", "1.30.3,1.35,real"})
    void theAmbientProfileHasItsNodeAgents(String version, String kubernetes, String source) throws Exception {
        RenderingCluster cluster = new RenderingCluster(helm.charts(), kubernetes);
        IstioSpec spec = IstioSpec.version(version).profile(IstioProfile.AMBIENT);
        assertInstalls(spec, cluster, source.equals("own") ? ChartContent.own() : realContent());
        assertThat(names(cluster)).contains("DaemonSet istio-cni-node", "DaemonSet ztunnel");
        assertThat(names(cluster)).doesNotContain("Deployment istio-ingressgateway");
    }

    @ParameterizedTest
    @CsvSource({"1.9.3,1.20,own", "1.9.3,1.20,real", "1.30.3,1.35,own", "1.30.3,1.35,real"})
    void addonsComeInTheReleasesVersion(String version, String kubernetes, String source) throws Exception {
        RenderingCluster cluster = new RenderingCluster(helm.charts(), kubernetes);
        IstioSpec spec = IstioSpec.version(version)
                .profile(IstioProfile.MINIMAL)
                .addons(IstioAddon.PROMETHEUS, IstioAddon.GRAFANA, IstioAddon.KIALI, IstioAddon.JAEGER);
        assertInstalls(spec, cluster, source.equals("own") ? ChartContent.own() : realContent());
        assertThat(names(cluster))
                .contains("Deployment prometheus", "Deployment grafana", "Deployment kiali", "Deployment jaeger");
    }

    @ParameterizedTest
    @CsvSource({"1.9.3,1.20,real", "1.23.6,1.30,real", "1.30.3,1.35,real", "1.30.3,1.35,own", "1.9.3,1.20,own"})
    void settingsReachTheControlPlane(String version, String kubernetes, String source) throws Exception {
        RenderingCluster cluster = new RenderingCluster(helm.charts(), kubernetes);
        IstioSpec spec = IstioSpec.version(version).settings(settings -> settings.replicas(2)
                .cpu("750m")
                .memory("3Gi")
                .accessLog("/dev/stdout")
                .traceSampling(12.5)
                .egress(IstioSettings.EgressPolicy.REGISTRY_ONLY));
        assertInstalls(spec, cluster, source.equals("own") ? ChartContent.own() : realContent());

        JsonNode istiod = cluster.objects.get(ObjectKey.of("apps/v1", "Deployment", "istio-system", "istiod"));
        assertThat(istiod.at("/spec/replicas").asInt()).isEqualTo(2);
        assertThat(names(cluster)).doesNotContain("HorizontalPodAutoscaler istiod");
        assertThat(istiod.at("/spec/template/spec/containers/0/resources/requests/cpu")
                        .asText())
                .isEqualTo("750m");
        assertThat(request(cluster, "istiod")).isEqualTo("3Gi");
        assertThat(istiod.toString()).contains("\"PILOT_TRACE_SAMPLING\",\"value\":\"12.5\"");
        assertThat(cluster.objects
                        .get(ObjectKey.of("v1", "ConfigMap", "istio-system", "istio"))
                        .at("/data/mesh")
                        .asText())
                .contains("accessLogFile: /dev/stdout", "mode: REGISTRY_ONLY");
    }

    @ParameterizedTest
    @CsvSource({"1.9.3,1.20,real", "1.23.6,1.30,real", "1.30.3,1.35,real", "1.30.3,1.35,own", "1.9.3,1.20,own"})
    void noTraceAtAllIsNotTakenForNothingSaid(String version, String kubernetes, String source) throws Exception {
        RenderingCluster cluster = new RenderingCluster(helm.charts(), kubernetes);
        IstioSpec spec = IstioSpec.version(version).settings(settings -> settings.traceSampling(0));
        assertInstalls(spec, cluster, source.equals("own") ? ChartContent.own() : realContent());

        JsonNode istiod = cluster.objects.get(ObjectKey.of("apps/v1", "Deployment", "istio-system", "istiod"));
        assertThat(istiod.at("/spec/template/spec/containers/0/env"))
                .filteredOn(one -> one.path("name").asText().equals("PILOT_TRACE_SAMPLING"))
                .extracting(one -> one.path("value").asText())
                .containsExactly("0");
    }

    @ParameterizedTest
    @CsvSource({"1.9.3,1.20,real", "1.23.6,1.30,real", "1.30.3,1.35,real", "1.30.3,1.35,own", "1.9.3,1.20,own"})
    void gatewaysHaveThePodsThatTheyAreToHave(String version, String kubernetes, String source) throws Exception {
        RenderingCluster cluster = new RenderingCluster(helm.charts(), kubernetes);
        IstioSpec spec = IstioSpec.version(version)
                .ingressGateway(gateway ->
                        gateway.pods(pods -> pods.autoscaling(2, 7).cpu("250m").memory("200Mi")))
                .gateway(GatewaySpec.named("fixed").pods(pods -> pods.replicas(3)));
        assertInstalls(spec, cluster, source.equals("own") ? ChartContent.own() : realContent());

        JsonNode scaler = cluster.objects.entrySet().stream()
                .filter(entry -> entry.getKey().kind().equals("HorizontalPodAutoscaler")
                        && entry.getKey().name().equals("istio-ingressgateway"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow();
        assertThat(scaler.at("/spec/minReplicas").asInt()).isEqualTo(2);
        assertThat(scaler.at("/spec/maxReplicas").asInt()).isEqualTo(7);
        JsonNode asked =
                deployment(cluster, "istio-ingressgateway").at("/spec/template/spec/containers/0/resources/requests");
        assertThat(asked.path("cpu").asText() + " " + asked.path("memory").asText())
                .isEqualTo("250m 200Mi");
        assertThat(deployment(cluster, "fixed").at("/spec/replicas").asInt()).isEqualTo(3);
        assertThat(names(cluster)).doesNotContain("HorizontalPodAutoscaler fixed");
    }

    @ParameterizedTest
    @CsvSource({"1.9.3,1.20,real", "1.23.6,1.30,real", "1.30.3,1.35,real", "1.30.3,1.35,own", "1.9.3,1.20,own"})
    void thePluginIsThereAndTheInjectorKnows(String version, String kubernetes, String source) throws Exception {
        RenderingCluster cluster = new RenderingCluster(helm.charts(), kubernetes);
        assertInstalls(
                IstioSpec.version(version).cniPlugin(),
                cluster,
                source.equals("own") ? ChartContent.own() : realContent());

        assertThat(names(cluster)).contains("DaemonSet istio-cni-node").doesNotContain("DaemonSet ztunnel");
        String values = cluster.objects
                .get(ObjectKey.of("v1", "ConfigMap", "istio-system", "istio-sidecar-injector"))
                .at("/data/values")
                .asText();
        JsonNode known = new ObjectMapper().readTree(values);
        assertThat(known.at("/pilot/cni/enabled").asBoolean()
                        || known.at("/istio_cni/enabled").asBoolean())
                .isTrue();
    }

    private static JsonNode deployment(RenderingCluster cluster, String name) {
        return cluster.objects.get(ObjectKey.of("apps/v1", "Deployment", "istio-system", name));
    }

    @ParameterizedTest
    @CsvSource({"1.9.3,1.20,real", "1.23.6,1.30,real", "1.30.3,1.35,real", "1.30.3,1.35,own", "1.9.3,1.20,own"})
    void gatewaysAreReachedFromWhereTheyAreAskedToBe(String version, String kubernetes, String source)
            throws Exception {
        RenderingCluster cluster = new RenderingCluster(helm.charts(), kubernetes);
        IstioSpec spec = IstioSpec.version(version)
                .ingressGateway(gateway -> gateway.networkLoadBalancer().nodePort(443, 30_443))
                .gateway(GatewaySpec.named("inner").internal())
                .gateway(GatewaySpec.named("behind").exposure(GatewaySpec.Exposure.NODE_PORT))
                .gateway(GatewaySpec.egress());
        assertInstalls(spec, cluster, source.equals("own") ? ChartContent.own() : realContent());

        JsonNode ingress = service(cluster, "istio-ingressgateway");
        assertThat(ingress.at("/spec/type").asText()).isEqualTo("LoadBalancer");
        assertThat(ingress.at("/metadata/annotations/service.beta.kubernetes.io~1aws-load-balancer-type")
                        .asText())
                .isEqualTo("nlb");
        assertThat(ingress.at("/spec/ports"))
                .filteredOn(port -> port.has("nodePort"))
                .singleElement()
                .satisfies(port -> assertThat(port.path("port").asInt() + " "
                                + port.path("nodePort").asInt())
                        .isEqualTo("443 30443"));
        assertThat(ingress.at("/spec/ports").findValuesAsText("name")).contains("status-port", "http2", "https");
        assertThat(service(cluster, "inner")
                        .at("/metadata/annotations/service.beta.kubernetes.io~1aws-load-balancer-internal")
                        .asText())
                .isEqualTo("true");
        assertThat(service(cluster, "behind").at("/spec/type").asText()).isEqualTo("NodePort");
        assertThat(service(cluster, "istio-egressgateway").at("/spec/type").asText())
                .isEqualTo("ClusterIP");
    }

    private static JsonNode service(RenderingCluster cluster, String name) {
        return cluster.objects.get(ObjectKey.of("v1", "Service", "istio-system", name));
    }

    @Test
    void theUsersRegistryIsUsedForEveryImage() throws Exception {
        IstioSpec spec = IstioSpec.version("1.9.3")
                .values(Map.of("global", Map.of("hub", "registry.example.com/istio", "tag", "1.9.3-hardened")));
        RenderingCluster cluster = new RenderingCluster(helm.charts(), "1.20");
        assertInstalls(spec, cluster, realContent());
        assertThat(cluster.images()).allMatch(image -> image.matches("registry.example.com/istio/.*:1.9.3-hardened"));
    }

    /** By the pods themselves, or by their service accounts. */
    @ParameterizedTest
    @CsvSource({"1.9.3,1.20,default", "1.23.6,1.30,default", "1.30.3,1.35,default", "1.30.3,1.35,ambient"})
    void everyPodNamesThePullSecretsAndIstiodItsAuthority(String version, String kubernetes, String profile)
            throws Exception {
        new KeyPairs(folder).pair("ca", "CN=ca", "-ext", "bc:c");
        Path certificate = folder.resolve("ca.crt");
        IstioSpec spec = IstioSpec.version(version)
                .profile(profile.equals("ambient") ? IstioProfile.AMBIENT : IstioProfile.DEFAULT)
                .addons(IstioAddon.KIALI)
                .images(images -> images.pullSecrets("regcred"))
                .trust(trust -> trust.domain("example.org")
                        .authority(certificate, folder.resolve("ca.key"), certificate, certificate));
        RenderingCluster cluster = new RenderingCluster(helm.charts(), kubernetes);
        // What istiod tells its namespace once it has taken the authority up.
        cluster.apply(
                Manifest.of(Map.of(
                        "apiVersion",
                        "v1",
                        "kind",
                        "ConfigMap",
                        "metadata",
                        Map.of("name", "istio-ca-root-cert", "namespace", "istio-system"),
                        "data",
                        Map.of("root-cert.pem", Files.readString(certificate)))),
                KubernetesSession.ApplyOptions.OURS,
                new Permit(0, Instant.EPOCH));
        assertInstalls(spec, cluster, realContent());
        cluster.objects.forEach((key, object) -> {
            var pod = object.at("/spec/template/spec");
            if (pod.has("containers")) {
                var account = cluster.objects.get(ObjectKey.of(
                        "v1",
                        "ServiceAccount",
                        key.namespace().orElse(""),
                        pod.path("serviceAccountName").asText()));
                assertThat(pod.path("imagePullSecrets") + " "
                                + (account == null ? "" : account.path("imagePullSecrets")))
                        .as(key.toString())
                        .contains("regcred");
            }
        });
        var istiod = cluster.objects.get(ObjectKey.of("apps/v1", "Deployment", "istio-system", "istiod"));
        assertThat(istiod.at("/spec/template/metadata/annotations")
                        .path("mesh-provisioner/authority")
                        .asText())
                .hasSize(32);
        assertThat(cluster.objects
                        .get(ObjectKey.of("v1", "ConfigMap", "istio-system", "istio"))
                        .at("/data/mesh")
                        .asText())
                .contains("trustDomain: example.org");
    }

    private static void assertInstalls(IstioSpec spec, RenderingCluster cluster, ChartContent content)
            throws Exception {
        try (ContentServer server = ContentServer.start(content)) {
            Installation first = Installation.of(spec, cluster, server.downloads());
            assertThat(first.ends).allSatisfy((id, end) -> assertThat(end)
                    .as(id.toString())
                    .isInstanceOf(io.meshprovisioner.plan.Observation.Ready.class));
            assertThat(cluster.images())
                    .isNotEmpty()
                    .noneMatch(image -> image.contains("testing") || image.endsWith(":latest"));
            int applied = cluster.applied;
            Installation second = Installation.of(spec, cluster, server.downloads());
            assertThat(second.differences).isEmpty();
            assertThat(second.complete()).isTrue();
            assertThat(cluster.applied).as("a second install changes nothing").isEqualTo(applied);
        }
    }

    private static ChartContent realContent() {
        Path releases = SharedData.file("istio-releases");
        return ChartContent.withReleases(releases);
    }

    private static String request(RenderingCluster cluster, String deployment) {
        return cluster.objects
                .get(ObjectKey.of("apps/v1", "Deployment", "istio-system", deployment))
                .at("/spec/template/spec/containers/0/resources/requests/memory")
                .asText();
    }

    private static Set<String> names(RenderingCluster cluster) {
        return cluster.objects.keySet().stream()
                .map(key -> key.kind() + " " + key.name())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Name, versions served and the stored one. */
    private static Set<String> crds(RenderingCluster cluster) {
        return cluster.objects.entrySet().stream()
                .filter(entry -> entry.getKey().kind().equals("CustomResourceDefinition"))
                .map(entry -> {
                    Set<String> versions = new TreeSet<>();
                    entry.getValue()
                            .at("/spec/versions")
                            .forEach(
                                    version -> versions.add(version.path("name").asText()
                                            + (version.path("storage").asBoolean() ? "*" : "")));
                    return entry.getKey().name() + " " + versions;
                })
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
