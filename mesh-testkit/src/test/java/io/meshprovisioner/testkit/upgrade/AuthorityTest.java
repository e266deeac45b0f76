package io.meshprovisioner.testkit.upgrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshprovisioner.Mesh;
import io.meshprovisioner.MeshProvisioner;
import io.meshprovisioner.UninstallReport;
import io.meshprovisioner.error.InvalidSpecException;
import io.meshprovisioner.error.ResourceConflictException;
import io.meshprovisioner.error.ResourceFailedException;
import io.meshprovisioner.istio.Certificates;
import io.meshprovisioner.kubernetes.ExistingCluster;
import io.meshprovisioner.spec.IstioSpec;
import io.meshprovisioner.spi.KubernetesSession.ObjectKey;
import io.meshprovisioner.spi.Manifest;
import io.meshprovisioner.testkit.Sandbox;
import io.meshprovisioner.testkit.memory.InMemorySandbox;
import io.meshprovisioner.testkit.world.CloudState.ClusterKey;
import io.meshprovisioner.testkit.world.Era;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A certificate authority of the user's own as a part of the spec: made before istiod, rotated, taken away. */
class AuthorityTest {
    private static final ObjectKey SECRET = ObjectKey.of("v1", "Secret", "istio-system", "cacerts");

    @TempDir
    Path folder;

    @BeforeEach
    void makeThem() throws Exception {
        KeyPairs pairs = new KeyPairs(folder);
        pairs.pair("first", "CN=first", "-ext", "bc:c");
        pairs.pair("second", "CN=second", "-ext", "bc:c");
        pairs.pair("server", "CN=server");
        pairs.pair("old", "CN=old", "-ext", "bc:c", "-validity", "30");
        Files.writeString(file("both.crt"), Files.readString(file("first.crt")) + Files.readString(file("second.crt")));
    }

    @ParameterizedTest
    @CsvSource({"1.9.3,operator", "1.9.3,charts", "1.30.3,charts"})
    void istiodStartsWithItWhateverInstallsIt(String release, String method) {
        try (InMemorySandbox sandbox = new InMemorySandbox(release.equals("1.9.3") ? Era.GUIDE : Era.TODAY, 0)) {
            MeshProvisioner shop = sandbox.newRun().withIstio(release, istio -> (method.equals("operator")
                            ? istio.operator(o -> o)
                            : istio)
                    .trust(trust -> trust.domain("example.org")
                            .aliases("cluster.local")
                            .authority(file("first.crt"), file("first.key"), file("first.crt"), file("first.crt"))));
            assertThat(shop.plan().toJson()).contains("first.key").doesNotContain("PRIVATE KEY");
            Mesh mesh = shop.install();
            assertThat(mesh.certificates()).singleElement().satisfies(one -> {
                assertThat(one.use()).isEqualTo("certificate authority");
                assertThat(one.subject()).isEqualTo("CN=first");
            });
            assertThat(text(mesh, ObjectKey.of("v1", "ConfigMap", "istio-system", "istio")))
                    .contains("trustDomain: example.org")
                    .contains("cluster.local");
            assertThat(mesh.get(ObjectKey.of("v1", "Secret", "istio-system", "istio-ca-secret")))
                    .as("istiod makes none of its own")
                    .isEmpty();
            assertThat(shop.plan().changesNothing()).isTrue();
            assertThat(mesh.uninstall().nothingLeft()).isTrue();
        }
    }

    @Test
    void itIsRotatedInStepsThatLeaveNobodyUntrusted() {
        try (InMemorySandbox sandbox = new InMemorySandbox(Era.TODAY, 0)) {
            Mesh mesh = with(sandbox, "first", "first.crt").install();
            Set<String> pods = istiods(mesh);

            assertThatThrownBy(() -> with(sandbox, "second", "second.crt").install())
                    .isInstanceOf(ResourceConflictException.class)
                    .hasMessageContaining("CN=first")
                    .hasMessageContaining("Put the former root beside the new one");
            assertThatThrownBy(() -> with(sandbox, "second", "both.crt").install())
                    .isInstanceOf(ResourceConflictException.class)
                    .hasMessageContaining("First install the former authority with a root file that holds both");
            assertThat(istiods(mesh)).isEqualTo(pods);

            assertThat(with(sandbox, "first", "both.crt").plan().toString()).contains("[authority: CN=first until");
            with(sandbox, "first", "both.crt").install();
            assertThat(istiods(mesh)).as("read when it starts").isNotEqualTo(pods);
            with(sandbox, "second", "both.crt").install();
            with(sandbox, "second", "second.crt").install();
            assertThat(mesh.certificates()).singleElement().satisfies(one -> assertThat(one.subject())
                    .isEqualTo("CN=second"));
            assertThat(Certificates.read(roots(mesh)))
                    .extracting(root -> root.getSubjectX500Principal().getName())
                    .containsExactly("CN=second");
        }
    }

    @Test
    void whatCannotWorkIsRefusedBeforeAnythingIsMade() {
        try (InMemorySandbox sandbox = new InMemorySandbox(Era.TODAY, 0)) {
            for (String name : List.of("server", "first")) {
                IstioSpec wrong = IstioSpec.version("1.30.3")
                        .trust(trust -> trust.authority(
                                file(name + ".crt"), file("server.key"), file(name + ".crt"), file(name + ".crt")));
                assertThatThrownBy(() -> sandbox.newRun()
                                .withIstio("1.30.3", istio -> wrong)
                                .install())
                        .isInstanceOf(InvalidSpecException.class)
                        .hasMessageContaining("istio.trust.authority")
                        .hasMessageContaining(name.equals("server") ? "no certificate authority" : "is not that of");
            }
            assertThatThrownBy(() -> with(sandbox, "old", "old.crt").install())
                    .isInstanceOf(ResourceFailedException.class)
                    .hasMessageContaining("CN=old is good from 2020")
                    .hasMessageContaining("2026-08-15");
            assertThat(sandbox.newRun().uninstall().removed()).isEmpty();
        }
    }

    /** In a cluster that stays. */
    @Test
    void oursGoesAndTheUsersStays() throws IOException {
        try (Sandbox sandbox = Sandbox.start()) {
            sandbox.provisioner().withName("platform").install();
            Path kubeconfig = folder.resolve("config");
            sandbox.writeKubeconfig(new ClusterKey("us-west-2", "platform"), kubeconfig);
            MeshProvisioner shop = sandbox.provisioner(ExistingCluster.kubeconfig(kubeconfig));

            Mesh mesh = with(shop, "first", "first.crt").install();
            UninstallReport gone = mesh.uninstall();
            assertThat(gone.nothingLeft()).as(gone.toString()).isTrue();
            assertThat(mesh.get(SECRET)).isEmpty();

            shop.withIstio("1.30.3").install();
            mesh.apply(
                    Certificates.authority(file("first.crt"), file("first.key"), file("first.crt"), file("first.crt")));
            assertThatThrownBy(() -> with(shop, "second", "both.crt").install())
                    .isInstanceOf(ResourceConflictException.class)
                    .hasMessageContaining("that is not ours");
            UninstallReport left = mesh.uninstall();
            assertThat(left.toString()).contains("cacerts, which is not ours");
            assertThat(mesh.get(SECRET)).isPresent();
            mesh.delete(mesh.get(SECRET).orElseThrow());
            assertThat(mesh.uninstall().nothingLeft()).isTrue();
            assertThat(mesh.get(ObjectKey.cluster("v1", "Namespace", "istio-system")))
                    .isEmpty();
        }
    }

    private MeshProvisioner with(InMemorySandbox sandbox, String authority, String roots) {
        return with(sandbox.newRun(), authority, roots);
    }

    private MeshProvisioner with(MeshProvisioner shop, String authority, String roots) {
        return shop.withIstio(
                "1.30.3",
                istio -> istio.trust(trust -> trust.authority(
                        file(authority + ".crt"), file(authority + ".key"), file(authority + ".crt"), file(roots))));
    }

    private static Set<String> istiods(Mesh mesh) {
        return mesh.list("v1", "Pod").stream()
                .map(Manifest::name)
                .filter(name -> name.startsWith("istiod"))
                .collect(Collectors.toSet());
    }

    private static String roots(Mesh mesh) {
        return String.valueOf(((Map<?, ?>) mesh.get(ObjectKey.of("v1", "ConfigMap", "default", "istio-ca-root-cert"))
                        .orElseThrow()
                        .toMap()
                        .get("data"))
                .get("root-cert.pem"));
    }

    private static String text(Mesh mesh, ObjectKey key) {
        return String.valueOf(mesh.get(key).orElseThrow().toMap().get("data"));
    }

    private Path file(String name) {
        return folder.resolve(name);
    }
}
