package io.meshprovisioner.istio.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshprovisioner.spec.ChartSource;
import io.meshprovisioner.spec.IstioAddon;
import io.meshprovisioner.spec.IstioSpec;
import io.meshprovisioner.spi.Manifest;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChartLibraryTest {
    private static final URI ARCHIVE =
            URI.create("https://github.com/istio/istio/releases/download/1.9.3/istio-1.9.3-linux-amd64.tar.gz");

    @TempDir
    Path folder;

    @Test
    void newReleasesComeFromThePublishedRepository() throws IOException {
        FakeRelease release = FakeRelease.published("1.30.3");
        ChartSet charts = load(IstioSpec.version("1.30.3"), release);
        assertThat(charts.base()).hasToString("base-1.30.3");
        assertThat(charts.istiod()).hasToString("istiod-1.30.3");
        assertThat(charts.gateway()).hasToString("gateway-1.30.3");
        assertThat(charts.crds()).isEmpty();
        assertThat(charts.crdNames())
                .containsExactly("gateways.networking.istio.io", "virtualservices.networking.istio.io");
        assertThat(release.asked).hasSize(4).doesNotContain(FakeRelease.REPOSITORY + "ztunnel-1.30.3.tgz");
    }

    @Test
    void whatDoesNotHaveItsDigestIsRefused() {
        FakeRelease release = FakeRelease.published("1.30.3");
        release.web.put(
                FakeRelease.REPOSITORY + "istiod-1.30.3.tgz",
                FakeRelease.chart("istiod", "1.30.2", true).packed());
        assertThatThrownBy(() -> load(IstioSpec.version("1.30.3"), release))
                .isInstanceOf(Fetcher.ChecksumException.class)
                .hasMessageContaining("istiod-1.30.3.tgz has the SHA-256");
    }

    @Test
    void aReleaseThatTheRepositoryLacksIsNotFound() {
        FakeRelease release = FakeRelease.published("1.30.2");
        assertThatThrownBy(() -> load(IstioSpec.version("1.30.3"), release))
                .isInstanceOf(FileNotFoundException.class)
                .hasMessageContaining("has no chart base in version 1.30.3");
    }

    @Test
    void oldReleasesComeFromTheirArchiveAndAreNumberedAsTheRelease() throws IOException {
        ChartSet charts = load(IstioSpec.version("1.9.3"), FakeRelease.archived("1.9.3", ARCHIVE));
        assertThat(charts.base()).hasToString("base-1.9.3");
        assertThat(charts.istiod()).hasToString("istio-discovery-1.9.3");
        assertThat(charts.gateway()).hasToString("istio-ingress-1.9.3");
        assertThat(charts.gateway().text("Chart.yaml").orElseThrow())
                .contains("version: 1.9.3")
                .contains("appVersion: 1.9.3")
                .doesNotContain("1.1.0");
    }

    @Test
    void olderCrdsAreTakenOutOfTheBaseChart() throws IOException {
        ChartSet charts = load(IstioSpec.version("1.9.3"), FakeRelease.archived("1.9.3", ARCHIVE));
        assertThat(charts.base().files()).doesNotContainKey("crds/crd-all.gen.yaml");
        assertThat(charts.crds().stream().map(Manifest::name)).containsExactlyElementsOf(charts.crdNames());
    }

    @Test
    void anArchiveThatIsNotWhatItsChecksumSaysIsRefused() {
        FakeRelease release = FakeRelease.archived("1.9.3", ARCHIVE);
        release.web.put(ARCHIVE + ".sha256", FakeRelease.bytes("0".repeat(64)));
        assertThatThrownBy(() -> load(IstioSpec.version("1.9.3"), release))
                .isInstanceOf(Fetcher.ChecksumException.class);
        release.web.put(ARCHIVE + ".sha256", FakeRelease.bytes("<html>"));
        assertThatThrownBy(() -> load(IstioSpec.version("1.9.3"), release)).hasMessageContaining("holds no SHA-256");
    }

    @Test
    void anArchiveOfAnotherReleaseIsNotTaken() {
        FakeRelease release = FakeRelease.archived("1.9.4", ARCHIVE);
        assertThatThrownBy(() -> load(IstioSpec.version("1.9.3"), release)).hasMessageContaining("another release's");
    }

    @Test
    void archivesAndFoldersOnDiskNeedNoDownload() throws IOException {
        FakeRelease nothing = new FakeRelease();
        byte[] packed = FakeRelease.archive("1.9.3");
        Path file = Files.write(folder.resolve("istio.tar.gz"), packed);
        IstioSpec spec = IstioSpec.version("1.9.3");
        ChartSet fromFile = load(
                spec.charts(ChartSource.archive(file, FakeRelease.sha256(packed).toUpperCase())), nothing);

        for (Map.Entry<String, byte[]> entry :
                new Archive("x", packed).files(path -> true).entrySet()) {
            Path target = folder.resolve(entry.getKey());
            Files.createDirectories(target.getParent());
            Files.write(target, entry.getValue());
        }
        ChartSet fromFolder = load(spec.charts(ChartSource.folder(folder.resolve("istio-1.9.3"))), nothing);

        assertThat(nothing.asked).isEmpty();
        assertThat(fromFolder.istiod().packed()).isEqualTo(fromFile.istiod().packed());
    }

    @Test
    void addonsComeFromTheArchiveAlso() throws IOException {
        ChartSet charts =
                load(IstioSpec.version("1.9.3").addons(IstioAddon.PROMETHEUS), FakeRelease.archived("1.9.3", ARCHIVE));
        assertThat(charts.addons().get(IstioAddon.PROMETHEUS))
                .extracting(Manifest::kind)
                .containsExactly("Service", "CustomResourceDefinition");
    }

    @Test
    void aPackedChartIsTheSameEachTimeAndGoneAfterUse() {
        Chart chart = FakeRelease.chart("base", "1.30.3", true);
        assertThat(chart.packed())
                .isEqualTo(FakeRelease.chart("base", "1.30.3", true).packed());
        Path used = chart.asFile(file -> {
            assertThat(file).hasFileName("base-1.30.3.tgz").exists();
            return file;
        });
        assertThat(used).doesNotExist();
        assertThat(used.getParent()).doesNotExist();
    }

    private static ChartSet load(IstioSpec spec, FakeRelease release) throws IOException {
        Optional<IstioVersion> version = IstioVersion.parse(spec.version());
        return new ChartLibrary(spec, version.orElseThrow(), release.downloads(), false).load();
    }
}
