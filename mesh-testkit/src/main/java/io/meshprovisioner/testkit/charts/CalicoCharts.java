package io.meshprovisioner.testkit.charts;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Calico's chart tigera-operator as its repository has it: a small stand-in of our own, with the names, values and
 * objects of the real one. What its operator does, {@code CalicoActor} plays.
 */
final class CalicoCharts implements PublicContent {
    private static final String INDEX = "https://docs.tigera.io/calico/charts/index.yaml";
    private static final String RELEASES = "https://github.com/projectcalico/calico/releases/download/";
    private static final String NAME = "tigera-operator";
    private static final List<String> VERSIONS = List.of("v3.31.0", "v3.30.4", "v3.29.6");

    @Override
    public Optional<byte[]> get(URI address) {
        String url = address.toString();
        if (url.equals(INDEX)) {
            return Optional.of(index().getBytes(StandardCharsets.UTF_8));
        }
        return VERSIONS.stream()
                .filter(version -> url.equals(url(version)))
                .map(CalicoCharts::packed)
                .findFirst();
    }

    private static String url(String version) {
        return RELEASES + version + "/" + NAME + "-" + version + ".tgz";
    }

    private static String index() {
        return VERSIONS.stream()
                .map(version -> "  - {apiVersion: v2, name: " + NAME + ", version: " + version + ", appVersion: "
                        + version + ", urls: [\"" + url(version) + "\"]}\n")
                .collect(Collectors.joining("", "apiVersion: v1\nentries:\n  " + NAME + ":\n", ""));
    }

    private static byte[] packed(String version) {
        SortedMap<String, byte[]> files = new TreeMap<>();
        files.put(
                "Chart.yaml",
                ("apiVersion: v2\nname: " + NAME + "\nversion: " + version + "\nappVersion: " + version + "\n")
                        .getBytes(StandardCharsets.UTF_8));
        files.put("values.yaml", Resources.read("calico/values.yaml"));
        files.put("crds/operator.yaml", Resources.read("calico/crds.yaml"));
        files.put("templates/operator.yaml", Resources.read("calico/operator.yaml"));
        files.put("templates/installation.yaml", Resources.read("calico/installation.yaml"));
        return TarGz.pack(NAME + "/", files);
    }
}
