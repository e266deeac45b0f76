package io.meshprovisioner.testkit.charts;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Istio's charts, and Calico's one, as the internet has them: the published repository (1.12 and newer) and the release archives, for
 * every release from 1.9 to 1.30. Releases at hand are the official ones, the others are our own stand-ins. Everything
 * is packed when first asked for, and kept; one instance can serve many sandboxes.
 */
public final class ChartContent implements PublicContent {
    private static final String REPOSITORY = "https://istio-release.storage.googleapis.com/charts/";
    private static final Pattern CHART =
            Pattern.compile(Pattern.quote(REPOSITORY) + "([a-z]+)-(1\\.\\d+\\.\\d+)\\.tgz");
    /** Istio's own registry: the same charts, by digest. */
    private static final Pattern OCI = Pattern.compile(
            "https://gcr\\.io/v2/istio-release/charts/([a-z]+)/(manifests|blobs)/(1\\.\\d+\\.\\d+|sha256:[0-9a-f]{64})");

    private static final Pattern ARCHIVE = Pattern.compile(
            "https://github\\.com/istio/istio/releases/download/(1\\.\\d+\\.\\d+)/istio-\\1-linux-amd64\\.tar\\.gz(\\.sha256)?");
    private static final List<String> CHARTS = List.of("base", "cni", "gateway", "istiod", "ztunnel");

    private final RealReleases real;
    private final CalicoCharts calico = new CalicoCharts();
    private final ControllerCharts controller = new ControllerCharts();
    private final GatewayApiReleases gatewayApi = new GatewayApiReleases();
    private final Map<String, Optional<byte[]>> packed = new ConcurrentHashMap<>();
    private final Map<String, byte[]> blobs = new ConcurrentHashMap<>();
    private final Map<Release, ReleaseFiles> releases = new ConcurrentHashMap<>();

    private ChartContent(RealReleases real) {
        this.real = real;
    }

    /**
     * With the official releases where they are at hand: in the folder that {@code MESH_ISTIO_RELEASES} names, in
     * {@code istio-releases} below the one that {@code MESH_SHARED} names, or in {@code shared/istio-releases} beside
     * the working directory or a folder above it.
     */
    public static ChartContent fromEnvironment() {
        return new ChartContent(RealReleases.fromEnvironment());
    }

    /** With the official releases ({@code istio-<version>.tar.gz}) in a folder. */
    public static ChartContent withReleases(Path folder) {
        return new ChartContent(new RealReleases(Optional.of(folder)));
    }

    /** With our own stand-ins only. */
    public static ChartContent own() {
        return new ChartContent(new RealReleases(Optional.empty()));
    }

    /** Whether there is such a release, such as {@code 1.30.3}. */
    public static boolean offers(String release) {
        return Release.parse(release).isPresent();
    }

    /** Whether a release is the official one here, and not a stand-in. */
    public boolean isReal(String release) {
        return Release.parse(release).map(real.all()::contains).orElse(false);
    }

    @Override
    public Optional<byte[]> get(URI address) {
        String url = address.toString();
        if (url.equals(REPOSITORY + "index.yaml")) {
            return once(url, () -> Optional.of(index().getBytes(StandardCharsets.UTF_8)));
        }
        Matcher chart = CHART.matcher(url);
        if (chart.matches()) {
            return chart(chart.group(1), chart.group(2));
        }
        Matcher stored = OCI.matcher(url);
        if (stored.matches()) {
            return stored.group(2).equals("manifests")
                    ? manifest(stored.group(1), stored.group(3))
                    : Optional.ofNullable(blobs.get(stored.group(3)));
        }
        Matcher archive = ARCHIVE.matcher(url);
        return archive.matches()
                ? archive(archive.group(1), archive.group(2) != null)
                : calico.get(address).or(() -> controller.get(address)).or(() -> gatewayApi.get(address));
    }

    private Optional<byte[]> chart(String name, String version) {
        Optional<Release> release = Release.parse(version).filter(known -> !known.before(Release.FIRST_PUBLISHED));
        return release.isEmpty() || !CHARTS.contains(name)
                ? Optional.empty()
                : once(name + "-" + version, () -> files(release.get()).chart(name));
    }

    private Optional<byte[]> manifest(String name, String version) {
        return chart(name, version).map(packed -> {
            String digest = "sha256:" + sha256(packed);
            blobs.put(digest, packed);
            return ("{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"layers\":[{"
                            + "\"mediaType\":\"application/vnd.cncf.helm.chart.content.v1.tar+gzip\",\"digest\":\""
                            + digest + "\",\"size\":" + packed.length + "}]}")
                    .getBytes(StandardCharsets.UTF_8);
        });
    }

    private Optional<byte[]> archive(String version, boolean checksum) {
        Optional<Release> release = Release.parse(version);
        if (release.isEmpty()) {
            return Optional.empty();
        }
        Optional<byte[]> archive = once(
                "archive-" + version, () -> Optional.of(files(release.get()).archive()));
        return checksum
                ? archive.map(content -> (sha256(content) + " istio-" + version + "-linux-amd64.tar.gz\n")
                        .getBytes(StandardCharsets.UTF_8))
                : archive;
    }

    /**
     * In JSON, which is YAML that reads faster. Only releases at hand have digests: to know the others', all of them
     * would have to be packed.
     */
    private String index() {
        Set<Release> atHand = new TreeSet<>(real.all());
        List<String> charts = new ArrayList<>();
        for (String chart : CHARTS) {
            List<String> entries = new ArrayList<>();
            for (Release release : Release.published()) {
                if (!atHand.contains(release)) {
                    entries.add(entry(chart, release, ""));
                } else {
                    chart(chart, release.toString())
                            .ifPresent(content ->
                                    entries.add(entry(chart, release, ",\"digest\":\"" + sha256(content) + "\"")));
                }
            }
            charts.add("\"" + chart + "\":[\n" + String.join(",\n", entries) + "]");
        }
        return "{\"apiVersion\":\"v1\",\"entries\":{\n" + String.join(",\n", charts) + "}}\n";
    }

    private static String entry(String chart, Release release, String digest) {
        return "{\"apiVersion\":\"v2\",\"name\":\"" + chart + "\",\"version\":\"" + release + "\",\"appVersion\":\""
                + release + "\"" + digest + ",\"urls\":[\"" + REPOSITORY + chart + "-" + release + ".tgz\"]}";
    }

    /** All files of a release. */
    ReleaseFiles files(Release release) {
        return releases.computeIfAbsent(
                release, missing -> real.find(missing).orElseGet(() -> OwnReleases.of(missing)));
    }

    private Optional<byte[]> once(String key, Supplier<Optional<byte[]>> pack) {
        Optional<byte[]> known = packed.get(key);
        if (known != null) {
            return known;
        }
        Optional<byte[]> made = pack.get();
        packed.put(key, made);
        return made;
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }
}
