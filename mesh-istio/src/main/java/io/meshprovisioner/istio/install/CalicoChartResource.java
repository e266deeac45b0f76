package io.meshprovisioner.istio.install;

import io.meshprovisioner.plan.ResourceId;
import io.meshprovisioner.spec.CalicoSpec;
import io.meshprovisioner.spec.ChartSource;
import io.meshprovisioner.spi.Downloads;
import io.meshprovisioner.spi.Manifest;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Calico's chart tigera-operator, in memory. */
final class CalicoChartResource extends FetchedResource<CalicoChartResource.CalicoChart> {
    static final String CHART = "tigera-operator";

    private final CalicoSpec spec;
    private final Fetcher fetcher;

    /**
     * What an installation uses.
     *
     * @param chart without its CRDs: Helm makes those once and never updates them
     * @param crds which are applied directly
     */
    record CalicoChart(Chart chart, List<Manifest> crds) {
        CalicoChart {
            crds = List.copyOf(crds);
        }

        List<String> crdNames() {
            return crds.stream().map(Manifest::name).toList();
        }
    }

    CalicoChartResource(CalicoSpec spec, Downloads downloads) {
        super("Calico's chart");
        this.spec = spec;
        this.fetcher = new Fetcher(downloads);
    }

    @Override
    public ResourceId id() {
        return new ResourceId(Kinds.CALICO_CHART, spec.version());
    }

    @Override
    public String title() {
        return "chart " + CHART + " " + spec.version() + " from " + where();
    }

    @Override
    public Optional<String> guideRow() {
        return Optional.of("G5.1");
    }

    private ChartSource source() {
        return spec.charts().orElse(CalicoSpec.PUBLISHED);
    }

    @Override
    String where() {
        return source() instanceof ChartSource.Folder folder
                ? folder.path().toString()
                : ((ChartSource.Repository) source()).url().toString();
    }

    @Override
    CalicoChart fetch() throws IOException {
        Chart whole = source() instanceof ChartSource.Folder folder
                ? fromFolder(folder.path())
                : fromRepository((ChartSource.Repository) source());
        List<Manifest> crds = new ArrayList<>();
        for (Map.Entry<String, byte[]> file : whole.files().entrySet()) {
            if (isCrds(file.getKey())) {
                crds.addAll(Yaml.manifests(new String(file.getValue(), StandardCharsets.UTF_8)));
            }
        }
        return new CalicoChart(whole.without(CalicoChartResource::isCrds), crds);
    }

    private static boolean isCrds(String path) {
        return path.startsWith("crds/");
    }

    private Chart fromRepository(ChartSource.Repository repository) throws IOException {
        URI index = RepositoryIndex.address(repository.url());
        RepositoryIndex.Entry entry =
                new RepositoryIndex(repository.url(), fetcher.text(index)).entry(CHART, spec.version());
        byte[] packed = entry.sha256().isPresent()
                ? fetcher.verified(entry.url(), entry.sha256().get())
                : fetcher.bytes(entry.url());
        Map<String, byte[]> files = new HashMap<>();
        new Archive(entry.url().toString(), packed)
                .files(path -> path.startsWith(CHART + "/"))
                .forEach((path, content) -> files.put(path.substring(CHART.length() + 1), content));
        return Chart.of(files, entry.url().toString());
    }

    private static Chart fromFolder(Path folder) throws IOException {
        Map<String, byte[]> files = new HashMap<>();
        if (!Files.isDirectory(folder)) {
            throw new FileNotFoundException("There is no folder " + folder + ".");
        }
        List<Path> found;
        try (Stream<Path> walk = Files.walk(folder)) {
            found = walk.filter(Files::isRegularFile).toList();
        }
        for (Path file : found) {
            files.put(folder.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
        }
        return Chart.of(files, folder.toString());
    }
}
