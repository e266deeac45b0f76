package io.meshprovisioner.istio.install;

import io.meshprovisioner.istio.install.ForeignChart.Fetched;
import io.meshprovisioner.plan.ResourceId;
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

/** A chart that is not Istio's, in memory. */
final class ForeignChartResource extends FetchedResource<Fetched> {
    private final ForeignChart spec;
    private final Fetcher fetcher;

    ForeignChartResource(ForeignChart spec, Downloads downloads) {
        super(spec.whose() + " chart");
        this.spec = spec;
        this.fetcher = new Fetcher(downloads);
    }

    @Override
    public ResourceId id() {
        return new ResourceId(spec.chartKind(), spec.version());
    }

    @Override
    public String title() {
        return "chart " + spec.name() + " " + spec.version() + " from " + where();
    }

    @Override
    public Optional<String> guideRow() {
        return Optional.of(spec.guideRow());
    }

    @Override
    String where() {
        return spec.source() instanceof ChartSource.Folder folder
                ? folder.path().toString()
                : ((ChartSource.Repository) spec.source()).url().toString();
    }

    @Override
    Fetched fetch() throws IOException {
        Chart whole = spec.source() instanceof ChartSource.Folder folder
                ? fromFolder(folder.path())
                : fromRepository((ChartSource.Repository) spec.source());
        List<Manifest> crds = new ArrayList<>();
        for (Map.Entry<String, byte[]> file : whole.files().entrySet()) {
            if (isCrds(file.getKey())) {
                Yaml.manifests(new String(file.getValue(), StandardCharsets.UTF_8)).stream()
                        .filter(object -> object.kind().equals(IstioKinds.KIND))
                        .forEach(crds::add);
            }
        }
        return new Fetched(whole.without(ForeignChartResource::isCrds), crds);
    }

    private static boolean isCrds(String path) {
        return path.startsWith("crds/");
    }

    private Chart fromRepository(ChartSource.Repository repository) throws IOException {
        URI index = RepositoryIndex.address(repository.url());
        RepositoryIndex.Entry entry =
                new RepositoryIndex(repository.url(), fetcher.text(index)).entry(spec.name(), spec.version());
        byte[] packed = entry.sha256().isPresent()
                ? fetcher.verified(entry.url(), entry.sha256().get())
                : fetcher.bytes(entry.url());
        Map<String, byte[]> files = new HashMap<>();
        new Archive(entry.url().toString(), packed)
                .files(path -> path.startsWith(spec.name() + "/"))
                .forEach((path, content) -> files.put(path.substring(spec.name().length() + 1), content));
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
