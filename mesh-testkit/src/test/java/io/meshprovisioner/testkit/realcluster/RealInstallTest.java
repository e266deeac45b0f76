package io.meshprovisioner.testkit.realcluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.meshprovisioner.Mesh;
import io.meshprovisioner.MeshProvisioner;
import io.meshprovisioner.UninstallReport;
import io.meshprovisioner.kubernetes.ExistingCluster;
import io.meshprovisioner.spec.ChartSource;
import io.meshprovisioner.spec.IstioSpec;
import io.meshprovisioner.testkit.SharedData;
import io.meshprovisioner.testkit.charts.ChartContent;
import io.meshprovisioner.testkit.charts.OperatorCharts;
import io.meshprovisioner.testkit.kube.control.OperatorImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Real charts into a real control plane, by the code that also installs into the sandbox. What runs in its pods is
 * simulated: KWOK plays nodes, the sandbox's actors play load balancers and istiod.
 */
class RealInstallTest {
    /** What Kubernetes itself puts into each namespace, sooner or later. */
    private static final String OF_EVERY_NAMESPACE = ".* \\S+/(kube-root-ca\\.crt|default(-token-\\w+)?)";

    @TempDir
    Path folder;

    private ControlPlane plane;

    @AfterEach
    void close() {
        if (plane != null) {
            plane.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.30.3", "1.29.6"})
    void chartsOfToday(String release) throws Exception {
        goesInAndOut("KUBEBUILDER_ASSETS", release, istio -> istio, OperatorImage.EMPTY);
    }

    @Test
    void chartsOfTheGuidesRelease() throws Exception {
        goesInAndOut("KUBEBUILDER_ASSETS_1_21", "1.9.3", istio -> istio, OperatorImage.EMPTY);
    }

    @Test
    void theGuidesOperator() throws Exception {
        goesInAndOut(
                "KUBEBUILDER_ASSETS_1_21",
                "1.9.3",
                istio -> istio.operator(operator -> operator),
                new OperatorCharts(ChartContent.own()));
    }

    private void goesInAndOut(String variable, String release, UnaryOperator<IstioSpec> how, OperatorImage image)
            throws Exception {
        Path assets =
                Assets.require(variable, "etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "kwok");
        Path archive = SharedData.file("istio-releases/istio-" + release + ".tar.gz");
        ChartSource charts = ChartSource.archive(archive, checksum(archive));
        plane = ControlPlane.start(assets, folder);
        plane.withNodes(assets, 3);
        TreeSet<String> before = objects();
        try (Actors actors = new Actors(plane.api(), image)) {
            MeshProvisioner shop = MeshProvisioner.forCluster(ExistingCluster.kubeconfig(plane.kubeconfig()))
                    .withIstio(release, istio -> how.apply(istio.charts(charts)));
            try (Mesh mesh = shop.install()) {
                assertThat(mesh.status().healthy()).as(mesh.status().toString()).isTrue();
                assertThat(mesh.status().mesh().orElseThrow().version()).isEqualTo(release);
                assertThat(shop.install().timeline().orElseThrow().changedNothing())
                        .isTrue();
                UninstallReport gone = mesh.uninstall();
                assertThat(gone.nothingLeft()).as(gone.toString()).isTrue();
            }
        }
        TreeSet<String> left = objects();
        left.removeAll(before);
        assertThat(left)
                .filteredOn(line -> !line.matches(OF_EVERY_NAMESPACE))
                .isNotEmpty()
                .allMatch(line -> line.contains("customresourcedefinitions") && line.contains("istio.io"));
    }

    private static String checksum(Path file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }

    /** Every object that people and programs make, but what Kubernetes makes of others. */
    private TreeSet<String> objects() throws Exception {
        TreeSet<String> all = new TreeSet<>();
        JsonNode groups = ask("/apis");
        add(all, "/api/v1");
        for (JsonNode group : groups.path("groups")) {
            add(all, "/apis/" + group.at("/preferredVersion/groupVersion").asText());
        }
        return all;
    }

    private void add(TreeSet<String> all, String root) throws Exception {
        for (JsonNode resource : ask(root).path("resources")) {
            String name = resource.path("name").asText();
            boolean listed = resource.path("verbs").toString().contains("\"list\"");
            if (listed
                    && !name.contains("/")
                    && !name.matches("events|leases|endpoints|endpointslices|pods|replicasets|apiservices")) {
                for (JsonNode item : ask(root + "/" + name).path("items")) {
                    all.add(root + "/" + name + " "
                            + item.at("/metadata/namespace").asText() + "/"
                            + item.at("/metadata/name").asText());
                }
            }
        }
    }

    private JsonNode ask(String path) throws Exception {
        return new ObjectMapper()
                .readTree(plane.api().call("GET", path, Map.of(), "").body());
    }
}
