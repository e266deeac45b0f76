package io.meshprovisioner.testkit.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshprovisioner.testkit.SharedData;
import java.io.FileNotFoundException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChartContentTest {
    private static final String REPOSITORY = "https://istio-release.storage.googleapis.com/charts/";
    private static final String RELEASES = "https://github.com/istio/istio/releases/download/";

    private final ChartContent content = ChartContent.own();

    @Test
    void theRepositoryListsEveryReleaseSince112() {
        String index = text(REPOSITORY + "index.yaml");
        assertThat(index)
                .contains("\"istiod\",\"version\":\"1.12.0\"", "\"base\",\"version\":\"1.30.3\"")
                .doesNotContain("1.11.");
    }

    @Test
    void chartsCarryTheirReleasesNumber() {
        byte[] chart = content.get(URI.create(REPOSITORY + "istiod-1.28.4.tgz")).orElseThrow();
        String description =
                new String(TarGz.unpack(chart, "istiod/", path -> true).get("Chart.yaml"), StandardCharsets.UTF_8);
        assertThat(description).contains("name: istiod", "version: 1.28.4", "appVersion: 1.28.4");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                REPOSITORY + "istiod-1.11.0.tgz",
                REPOSITORY + "istiod-1.31.0.tgz",
                REPOSITORY + "istiod-1.30.99.tgz",
                REPOSITORY + "other-1.30.3.tgz",
                RELEASES + "1.8.0/istio-1.8.0-linux-amd64.tar.gz",
                RELEASES + "1.9.3/istio-1.9.4-linux-amd64.tar.gz",
                "https://example.com/"
            })
    void whatTheInternetDoesNotHaveIsNotThere(String address) {
        assertThat(content.get(URI.create(address))).isEmpty();
    }

    @Test
    void anArchiveComesWithItsChecksum() throws Exception {
        String address = RELEASES + "1.9.3/istio-1.9.3-linux-amd64.tar.gz";
        byte[] archive = content.get(URI.create(address)).orElseThrow();
        String sum = java.util.HexFormat.of()
                .formatHex(java.security.MessageDigest.getInstance("SHA-256").digest(archive));
        assertThat(text(address + ".sha256")).startsWith(sum + " ");
        assertThat(TarGz.unpack(archive, "istio-1.9.3/", path -> true))
                .containsKey("manifests/charts/gateways/istio-ingress/Chart.yaml");
    }

    @Test
    void aReleaseAtHandIsTheRealOneNumberedAsTheOfficialBuildDoes() {
        ChartContent real = ChartContent.withReleases(SharedData.file("istio-releases"));
        assertThat(real.isReal("1.30.3")).isTrue();
        assertThat(real.isReal("1.28.0")).isFalse();
        byte[] chart = real.get(URI.create(REPOSITORY + "base-1.30.3.tgz")).orElseThrow();
        var files = TarGz.unpack(chart, "base/", path -> true);
        assertThat(files).containsKey("files/profile-ambient.yaml");
        assertThat(new String(files.get("Chart.yaml"), StandardCharsets.UTF_8))
                .contains("version: 1.30.3")
                .doesNotContain("1.0.0");
        assertThat(new String(real.get(URI.create(REPOSITORY + "index.yaml")).orElseThrow(), StandardCharsets.UTF_8))
                .contains("\"base\",\"version\":\"1.30.3\",\"appVersion\":\"1.30.3\",\"digest\":\"");
    }

    @Test
    void isServedOverHttpAndItsThreadsEndWithIt() throws Exception {
        Set<Thread> before = threads();
        try (ContentServer server = ContentServer.start(content)) {
            try (InputStream in = server.downloads().open(URI.create(REPOSITORY + "gateway-1.30.3.tgz"))) {
                assertThat(in.readAllBytes())
                        .isEqualTo(content.get(URI.create(REPOSITORY + "gateway-1.30.3.tgz"))
                                .orElseThrow());
            }
            assertThatThrownBy(() -> server.downloads().open(URI.create("https://example.com/x?y=z")))
                    .isInstanceOf(FileNotFoundException.class)
                    .hasMessageContaining("https://example.com/x");
            assertThat(threads().stream().filter(thread -> !before.contains(thread)))
                    .allMatch(Thread::isDaemon);
        }
        Thread.sleep(200);
        assertThat(threads().stream()
                        .filter(thread -> !before.contains(thread) && thread.isAlive())
                        .map(Thread::getName)
                        .filter(name -> !name.equals("Keep-Alive-Timer")))
                .isEmpty();
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream().collect(Collectors.toSet());
    }

    private String text(String address) {
        return new String(content.get(URI.create(address)).orElseThrow(), StandardCharsets.UTF_8);
    }
}
