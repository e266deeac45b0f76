package io.meshprovisioner.testkit.charts;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The files of one release, laid out as its archive is.
 *
 * @param real from the official release; else our own
 * @param files by path below the archive's top folder
 */
record ReleaseFiles(Release release, boolean real, SortedMap<String, byte[]> files) {
    private static final Pattern VERSIONS = Pattern.compile("(?m)^(version|appVersion):.*\\R?");

    /** Packs the whole release with its number stamped into every chart, as the official build does. */
    byte[] archive() {
        SortedMap<String, byte[]> stamped = new TreeMap<>(files);
        stamped.replaceAll((path, content) -> path.endsWith("/Chart.yaml") ? stamp(content) : content);
        return TarGz.pack("istio-" + release + "/", stamped);
    }

    /** Packs one chart as the published repository has it; empty where the release has no such chart. */
    Optional<byte[]> chart(String published) {
        SortedMap<String, byte[]> chart = folder(chartFolder(published));
        byte[] description = chart.get("Chart.yaml");
        if (description == null) {
            return Optional.empty();
        }
        chart.put("Chart.yaml", stamp(description));
        return Optional.of(TarGz.pack(published + "/", chart));
    }

    /** The files below a folder, by their path in it. */
    SortedMap<String, byte[]> folder(String folder) {
        SortedMap<String, byte[]> inside = new TreeMap<>();
        files.forEach((path, content) -> {
            if (path.startsWith(folder)) {
                inside.put(path.substring(folder.length()), content);
            }
        });
        return inside;
    }

    private static String chartFolder(String published) {
        String folder =
                switch (published) {
                    case "istiod" -> "istio-control/istio-discovery";
                    case "cni" -> "istio-cni";
                    default -> published;
                };
        return "manifests/charts/" + folder + "/";
    }

    private byte[] stamp(byte[] description) {
        String text = VERSIONS.matcher(new String(description, StandardCharsets.UTF_8))
                .replaceAll("");
        String numbered = text.stripTrailing() + "\nversion: " + release + "\nappVersion: " + release + "\n";
        return numbered.getBytes(StandardCharsets.UTF_8);
    }
}
