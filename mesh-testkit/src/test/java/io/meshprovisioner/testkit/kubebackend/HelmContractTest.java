package io.meshprovisioner.testkit.kubebackend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshprovisioner.error.CredentialsException;
import io.meshprovisioner.error.MeshException;
import io.meshprovisioner.error.ResourceConflictException;
import io.meshprovisioner.kubernetes.ClientJavaBackend;
import io.meshprovisioner.plan.CallFailure;
import io.meshprovisioner.plan.Permit;
import io.meshprovisioner.spi.ApiAccess;
import io.meshprovisioner.spi.ApiCall;
import io.meshprovisioner.spi.Charts;
import io.meshprovisioner.spi.Charts.ChartRelease;
import io.meshprovisioner.spi.Charts.Release;
import io.meshprovisioner.spi.KubernetesSession;
import io.meshprovisioner.spi.KubernetesSession.ObjectKey;
import io.meshprovisioner.spi.Manifest;
import io.meshprovisioner.testkit.wire.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The real Helm, in its worker, against the simulated API. */
@EnabledOnOs(OS.LINUX)
class HelmContractTest {
    /** Every how many calls the host is killed; more often in the long series. */
    private static final int STRIDE =
            Integer.getInteger("mesh.stride", "all".equals(System.getProperty("mesh.series")) ? 5 : 8);

    private static final Permit PERMIT = new Permit(0, Instant.EPOCH);

    @TempDir
    Path folder;

    private final SimulatedCluster cluster = new SimulatedCluster("1.35");
    private final KubernetesSession session = cluster.session();
    private final Charts charts = session.charts();
    private Path chart;

    @BeforeEach
    void chart() throws IOException {
        chart = folder.resolve("settings");
        Files.createDirectories(chart.resolve("templates"));
        Files.writeString(chart.resolve("Chart.yaml"), "apiVersion: v2\nname: settings\nversion: 1.2.3\n");
        Files.writeString(chart.resolve("values.yaml"), "size: 1\nextra: false\n");
        Files.writeString(chart.resolve("templates/all.yaml"), """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: one}
                data: {size: "{{ .Values.size }}"}
                ---
                apiVersion: v1
                kind: ServiceAccount
                metadata: {name: two}
                {{- if .Values.extra }}
                ---
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: three}
                {{- end }}
                """);
    }

    @AfterEach
    void close() {
        session.close();
        cluster.close();
    }

    private ChartRelease release(Map<String, Object> values) {
        return new ChartRelease("shop", "ours", chart, values, true);
    }

    private Optional<Manifest> configMap(String name) {
        return session.get(ObjectKey.of("v1", "ConfigMap", "shop", name));
    }

    @Test
    void installsUpgradesAndUninstalls() {
        ChartRelease first = release(Map.of("size", 3, "extra", true));
        assertThat(charts.find("shop", "ours")).isEmpty();
        Release installed = charts.apply(first, PERMIT);
        assertThat(installed)
                .isEqualTo(new Release("shop", "ours", 1, "deployed", "settings-1.2.3", "", first.fingerprint()));
        assertThat(configMap("one").orElseThrow().toMap().get("data")).isEqualTo(Map.of("size", "3"));
        assertThat(configMap("three")).isPresent();

        ChartRelease second = release(Map.of());
        Release upgraded = charts.apply(second, PERMIT);
        assertThat(upgraded.revision()).isEqualTo(2);
        assertThat(upgraded.fingerprint()).isEqualTo(second.fingerprint()).isNotEqualTo(first.fingerprint());
        assertThat(configMap("one").orElseThrow().toMap().get("data"))
                .as("earlier values are gone")
                .isEqualTo(Map.of("size", "1"));
        assertThat(configMap("three")).isEmpty();
        assertThat(charts.list()).containsExactly(upgraded);

        charts.uninstall("shop", "ours", PERMIT);
        charts.uninstall("shop", "ours", PERMIT);
        assertThat(charts.list()).isEmpty();
        assertThat(configMap("one")).isEmpty();
        assertThat(session.list("v1", "Secret", Optional.of("shop"), "owner=helm"))
                .isEmpty();
    }

    @Test
    void someoneElsesObjectIsNotTakenOver() {
        session.apply(
                Manifest.of(Map.of("apiVersion", "v1", "kind", "Namespace", "metadata", Map.of("name", "shop"))),
                KubernetesSession.ApplyOptions.OURS,
                PERMIT);
        session.apply(
                Manifest.of(Map.of(
                        "apiVersion", "v1",
                        "kind", "ConfigMap",
                        "metadata", Map.of("name", "one", "namespace", "shop"))),
                KubernetesSession.ApplyOptions.OURS,
                PERMIT);
        assertThatThrownBy(() -> charts.apply(release(Map.of()), PERMIT))
                .isInstanceOf(ResourceConflictException.class)
                .hasMessageContaining("\"one\"");
    }

    @Test
    void aRefusedTokenIsToldWithoutIt() {
        ApiAccess access = cluster.access();
        try (KubernetesSession stranger = new ClientJavaBackend()
                .open(
                        new ApiAccess(
                                access.cluster(),
                                access.endpoint(),
                                access.certificateAuthority(),
                                "1.35",
                                () -> new ApiAccess.Token("f0rged", Instant.MAX)),
                        cluster.time(),
                        ApiCall.Recorder.NONE)) {
            assertThatThrownBy(() -> stranger.charts().apply(release(Map.of()), PERMIT))
                    .isInstanceOf(CredentialsException.class)
                    .message()
                    .doesNotContain("f0rged");
        }
    }

    /**
     * Calls of an install, of an upgrade and of an uninstall are each the last that arrive, with effect or without, as
     * when the host is killed there; then another session is asked for the same. Every fifth point of the series, or
     * every one with {@code -Dmesh.stride=1}.
     */
    @ParameterizedTest
    @CsvSource({"install, 10", "upgrade, 10", "uninstall, 6"})
    void goesOnFromWhereverTheHostWasKilled(String operation, int fewest) {
        ChartRelease before = release(Map.of("extra", true));
        ChartRelease wanted = operation.equals("install") ? before : release(Map.of("size", 2));
        charts.apply(before, PERMIT);
        charts.uninstall("shop", "ours", PERMIT);
        List<String> empty = cluster.inventory();
        int points = 0;
        for (boolean cut = true; cut; points++) {
            if (points % STRIDE != 0) {
                continue;
            }
            for (boolean effect : List.of(false, true)) {
                if (!operation.equals("install")) {
                    charts.apply(before, PERMIT);
                }
                cut = killedAt(points, effect, victim -> {
                    if (operation.equals("uninstall")) {
                        victim.uninstall("shop", "ours", PERMIT);
                    } else {
                        victim.apply(wanted, PERMIT);
                    }
                });
                if (!operation.equals("uninstall")) {
                    assertThat(charts.apply(wanted, PERMIT).status()).isEqualTo("deployed");
                    assertThat(configMap("one")).as("point %d", points).isPresent();
                    assertThat(configMap("three").isPresent())
                            .as("point %d", points)
                            .isEqualTo(operation.equals("install"));
                }
                charts.uninstall("shop", "ours", PERMIT);
                assertThat(cluster.inventory()).as("point %d", points).isEqualTo(empty);
            }
        }
        assertThat(points).isGreaterThan(fewest);
    }

    /** Whether the end came before that of the operation. */
    private boolean killedAt(int point, boolean effect, Consumer<Charts> operation) {
        AtomicInteger calls = new AtomicInteger();
        KubernetesSession victim = cluster.session();
        Predicate<Request> last = request -> {
            if (calls.getAndIncrement() < point) {
                return false;
            }
            CompletableFuture.runAsync(victim::close);
            return true;
        };
        if (effect) {
            cluster.cutAfterEffect(last);
        } else {
            cluster.cut(last);
        }
        try {
            operation.accept(victim.charts());
        } catch (CallFailure | MeshException e) {
            assertThat(calls.get()).as(e.getMessage()).isGreaterThan(point);
        } finally {
            victim.close();
            cluster.cut(request -> false);
        }
        return calls.get() > point;
    }
}
