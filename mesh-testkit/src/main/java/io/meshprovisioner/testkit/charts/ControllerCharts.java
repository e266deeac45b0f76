package io.meshprovisioner.testkit.charts;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The chart of the AWS Load Balancer Controller as its repository has it: a small stand-in of our own, with the names,
 * values and objects of the real one. What its pods do, {@code BalancerControllerActor} plays.
 */
final class ControllerCharts implements PublicContent {
    private static final String REPOSITORY = "https://aws.github.io/eks-charts/";
    private static final String NAME = "aws-load-balancer-controller";
    private static final List<String> VERSIONS = List.of("3.6.0", "3.5.0", "3.4.2");

    @Override
    public Optional<byte[]> get(URI address) {
        String url = address.toString();
        if (url.equals(REPOSITORY + "index.yaml")) {
            return Optional.of(index().getBytes(StandardCharsets.UTF_8));
        }
        return VERSIONS.stream()
                .filter(version -> url.equals(REPOSITORY + file(version)))
                .map(ControllerCharts::packed)
                .findFirst();
    }

    private static String file(String version) {
        return NAME + "-" + version + ".tgz";
    }

    private static String index() {
        return VERSIONS.stream()
                .map(version -> "  - {apiVersion: v2, name: " + NAME + ", version: " + version + ", appVersion: v"
                        + version + ", urls: [\"" + REPOSITORY + file(version) + "\"]}\n")
                .collect(Collectors.joining("", "apiVersion: v1\nentries:\n  " + NAME + ":\n", ""));
    }

    private static byte[] packed(String version) {
        SortedMap<String, byte[]> files = new TreeMap<>();
        files.put(
                "Chart.yaml",
                ("apiVersion: v2\nname: " + NAME + "\nversion: " + version + "\nappVersion: " + version + "\n")
                        .getBytes(StandardCharsets.UTF_8));
        files.put("values.yaml", Resources.read("controller/values.yaml"));
        files.put("crds/crds.yaml", Resources.read("controller/crds.yaml"));
        files.put("templates/controller.yaml", Resources.read("controller/controller.yaml"));
        return TarGz.pack(NAME + "/", files);
    }
}
