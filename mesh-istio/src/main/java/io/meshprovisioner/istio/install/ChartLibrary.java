package io.meshprovisioner.istio.install;

import io.meshprovisioner.istio.install.Layout.Part;
import io.meshprovisioner.spec.ChartSource;
import io.meshprovisioner.spec.IstioAddon;
import io.meshprovisioner.spec.IstioProfile;
import io.meshprovisioner.spec.IstioSpec;
import io.meshprovisioner.spi.Downloads;
import io.meshprovisioner.spi.Manifest;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Brings a release's charts into memory, from wherever the spec says they come. */
final class ChartLibrary {
    private static final String OPERATOR_CRD = "crds/crd-operator.yaml";
    private static final Pattern CHART = Pattern.compile("(manifests/charts/.*)Chart\\.yaml");
    private static final Pattern CRD = Pattern.compile("(?m)^kind: [\"']?CustomResourceDefinition");
    private static final Pattern NAME = Pattern.compile("(?m)^  name: [\"']?([a-z0-9.-]+)");
    private static final Pattern DOCUMENT_END = Pattern.compile("(?m)^---.*$");

    private final IstioSpec spec;
    private final Layout layout;
    private final Downloads downloads;
    private final Fetcher fetcher;
    private final boolean hostNetwork;

    /**
     * @param spec whose release is known and whose source is one that {@link SpecCheck} passed
     * @param hostNetwork whether istiod shall run on its node's own network
     */
    ChartLibrary(IstioSpec spec, IstioVersion version, Downloads downloads, boolean hostNetwork) {
        this.hostNetwork = hostNetwork;
        this.spec = spec;
        this.layout = new Layout(version);
        this.downloads = downloads;
        this.fetcher = new Fetcher(downloads);
    }

    /**
     * @throws FileNotFoundException when the source has no such release
     * @throws Fetcher.ChecksumException when what was downloaded is not what was promised
     */
    ChartSet load() throws IOException {
        ChartSource source = source(spec);
        Set<Part> parts = parts();
        if (source instanceof ChartSource.Repository repository) {
            return assemble(fromRepository(repository, parts), List.of(), addonsOf(publishedArchive()));
        }
        if (source instanceof ChartSource.Oci oci) {
            return assemble(fromRegistry(oci, parts), List.of(), addonsOf(publishedArchive()));
        }
        ReleaseFiles files = source instanceof ChartSource.Folder folder
                ? ReleaseFolder.read(folder.path(), this::wanted)
                : fromArchive((ChartSource.ReleaseArchive) source);
        Map<Part, Chart> charts = new EnumMap<>(Part.class);
        for (Part part : parts) {
            charts.put(part, files.chart(layout.folder(part)).stamped(spec.version()));
        }
        return assemble(charts, spec.operator().isPresent() ? operated(files) : List.of(), files);
    }

    /** An operator's image holds all charts of its release, which its archive holds, too. */
    private static List<Chart> operated(ReleaseFiles files) throws IOException {
        List<Chart> charts = new ArrayList<>();
        for (String path : files.files().keySet()) {
            Matcher chart = CHART.matcher(path);
            if (chart.matches() && !chart.group(1).endsWith("/istio-operator/")) {
                charts.add(files.chart(chart.group(1)));
            }
        }
        return charts;
    }

    /** Where the charts come from; of Istio's own places, the operator's chart is in the release's archive only. */
    static ChartSource source(IstioSpec spec) {
        return spec.charts()
                .orElseGet(() -> spec.operator().isPresent()
                        ? ChartSource.releaseArchive(spec.version())
                        : ChartSource.published(spec.version()));
    }

    private Set<Part> parts() {
        Set<Part> parts = EnumSet.of(Part.BASE, Part.ISTIOD, Part.GATEWAY);
        if (Values.cniPlugin(spec)) {
            parts.add(Part.CNI);
        }
        if (spec.profile() == IstioProfile.AMBIENT) {
            parts.add(Part.ZTUNNEL);
        }
        if (spec.operator().isPresent()) {
            parts.add(Part.OPERATOR);
        }
        return parts;
    }

    private Map<Part, Chart> fromRepository(ChartSource.Repository repository, Set<Part> parts) throws IOException {
        URI address = RepositoryIndex.address(repository.url());
        RepositoryIndex index = new RepositoryIndex(repository.url(), fetcher.text(address));
        Map<Part, Chart> charts = new EnumMap<>(Part.class);
        for (Part part : parts) {
            RepositoryIndex.Entry entry = index.entry(part.published(), spec.version());
            byte[] packed = entry.sha256().isPresent()
                    ? fetcher.verified(entry.url(), entry.sha256().get())
                    : fetcher.bytes(entry.url());
            charts.put(part, unpacked(entry.url().toString(), packed, part));
        }
        return charts;
    }

    private Map<Part, Chart> fromRegistry(ChartSource.Oci source, Set<Part> parts) throws IOException {
        OciRegistry registry = new OciRegistry(source.url(), downloads);
        Map<Part, Chart> charts = new EnumMap<>(Part.class);
        for (Part part : parts) {
            byte[] packed = registry.chart(part.published(), spec.version());
            charts.put(part, unpacked(source.url() + "/" + part.published() + ":" + spec.version(), packed, part));
        }
        return charts;
    }

    private static Chart unpacked(String where, byte[] packed, Part part) throws IOException {
        ReleaseFiles files = new ReleaseFiles(where, new Archive(where, packed).files(path -> true));
        return files.chart(part.published() + "/");
    }

    private ReleaseFiles fromArchive(ChartSource.ReleaseArchive source) throws IOException {
        String sha256 =
                source.sha256().isPresent() ? source.sha256().get() : checksum(URI.create(source.url() + ".sha256"));
        byte[] packed = fetcher.verified(source.url(), sha256);
        String root = layout.root();
        Map<String, byte[]> files = new Archive(source.url().toString(), packed)
                .files(path -> path.startsWith(root) && wanted(path.substring(root.length())));
        if (files.isEmpty()) {
            throw new FileNotFoundException(
                    "The archive " + source.url() + " has no folder " + root + "manifests: it is another release's.");
        }
        return new ReleaseFiles(source.url().toString(), files).below(root);
    }

    /** Add-ons are not in the repository, but in the release's archive. */
    private Optional<ChartSource.ReleaseArchive> publishedArchive() {
        return spec.addons().isEmpty() ? Optional.empty() : Optional.of(ChartSource.releaseArchive(spec.version()));
    }

    private ReleaseFiles addonsOf(Optional<ChartSource.ReleaseArchive> archive) throws IOException {
        return archive.isPresent() ? fromArchive(archive.get()) : new ReleaseFiles("", Map.of());
    }

    private boolean wanted(String path) {
        return path.startsWith("manifests/charts/") || path.startsWith("samples/addons/");
    }

    private String checksum(URI address) throws IOException {
        String line = fetcher.text(address).strip();
        String first = line.isEmpty() ? "" : line.split("\\s+")[0];
        if (!first.matches("[0-9a-fA-F]{64}")) {
            throw new IOException(address + " holds no SHA-256 checksum.");
        }
        return first;
    }

    private ChartSet assemble(Map<Part, Chart> charts, List<Chart> operated, ReleaseFiles addonFiles)
            throws IOException {
        Chart base = required(charts, Part.BASE);
        String crdFile = base.text(layout.crdFile())
                .orElseThrow(() -> new IOException("The chart " + base + " has no " + layout.crdFile() + "."));
        Map<IstioAddon, List<Manifest>> addons = new EnumMap<>(IstioAddon.class);
        for (IstioAddon addon : spec.addons()) {
            addons.put(addon, Yaml.manifests(addonFiles.text(layout.addon(addon))));
        }
        Optional<Chart> operator = Optional.ofNullable(charts.get(Part.OPERATOR));
        if (operator.isPresent()) {
            crdFile = crdFile + "\n---\n"
                    + operator.get()
                            .text(OPERATOR_CRD)
                            .orElseThrow(() ->
                                    new IOException("The chart " + operator.get() + " has no " + OPERATOR_CRD + "."));
        }
        boolean apart = layout.crdsApartFromBase();
        Chart istiod = required(charts, Part.ISTIOD);
        return new ChartSet(
                spec.version(),
                apart ? base.without(path -> path.startsWith("crds/")) : base,
                hostNetwork ? HostNetwork.on(istiod) : istiod,
                required(charts, Part.GATEWAY),
                Optional.ofNullable(charts.get(Part.CNI)),
                Optional.ofNullable(charts.get(Part.ZTUNNEL)),
                operator.map(chart -> chart.without(ChartLibrary::madeByUs)),
                operated,
                apart ? Yaml.manifests(crdFile) : List.of(),
                crdNames(crdFile),
                addons);
    }

    /** The operator's CRD goes with the others, and its namespace may be there already, which Helm would refuse. */
    private static boolean madeByUs(String path) {
        return path.startsWith("crds/") || path.equals("templates/namespace.yaml");
    }

    private static Chart required(Map<Part, Chart> charts, Part part) {
        Chart chart = charts.get(part);
        if (chart == null) {
            throw new IllegalStateException("The chart " + part + " was not loaded.");
        }
        return chart;
    }

    /** Newer CRD files have a megabyte: their names are picked out without reading them as YAML. */
    private static List<String> crdNames(String crdFile) {
        List<String> names = new ArrayList<>();
        for (String document : DOCUMENT_END.split(crdFile)) {
            Matcher name = NAME.matcher(document);
            if (CRD.matcher(document).find() && name.find()) {
                names.add(name.group(1));
            }
        }
        return names;
    }

    /** Files of a release by path below its root. */
    record ReleaseFiles(String where, Map<String, byte[]> files) {

        ReleaseFiles below(String root) {
            Map<String, byte[]> result = new java.util.HashMap<>();
            files.forEach((path, content) -> result.put(path.substring(root.length()), content));
            return new ReleaseFiles(where, result);
        }

        Chart chart(String folder) throws IOException {
            Map<String, byte[]> own = new java.util.HashMap<>();
            files.forEach((path, content) -> {
                if (path.startsWith(folder)) {
                    own.put(path.substring(folder.length()), content);
                }
            });
            if (own.isEmpty()) {
                throw new FileNotFoundException("There is no chart " + folder + " in " + where + ".");
            }
            return Chart.of(own, where);
        }

        String text(String path) throws IOException {
            byte[] content = files.get(path);
            if (content == null) {
                throw new FileNotFoundException("There is no " + path + " in " + where + ".");
            }
            return new String(content, StandardCharsets.UTF_8);
        }
    }
}
