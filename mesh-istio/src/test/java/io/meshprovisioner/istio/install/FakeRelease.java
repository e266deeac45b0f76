package io.meshprovisioner.istio.install;

import io.meshprovisioner.spi.Downloads;
import io.meshprovisioner.spi.Manifest;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A release with the smallest charts there can be, at the addresses of the real one. */
final class FakeRelease {
    static final String REPOSITORY = "https://istio-release.storage.googleapis.com/charts/";

    final Map<String, byte[]> web = new LinkedHashMap<>();
    final List<String> asked = new ArrayList<>();

    Downloads downloads() {
        return address -> {
            asked.add(address.toString());
            byte[] content = web.get(address.toString());
            if (content == null) {
                throw new FileNotFoundException("nothing at " + address);
            }
            return new ByteArrayInputStream(content);
        };
    }

    static FakeRelease published(String version) {
        FakeRelease release = new FakeRelease();
        StringBuilder index = new StringBuilder("apiVersion: v1\nentries:\n");
        for (String name : List.of("base", "istiod", "gateway", "cni", "ztunnel")) {
            byte[] packed = chart(name, version, true).packed();
            release.web.put(REPOSITORY + name + "-" + version + ".tgz", packed);
            index.append("  " + name + ":\n  - version: 1.0.0\n    urls: [other.tgz]\n  - version: " + version
                    + "\n    digest: " + sha256(packed) + "\n    urls: [" + name + "-" + version + ".tgz]\n");
        }
        release.web.put(REPOSITORY + "index.yaml", index.toString().getBytes(StandardCharsets.UTF_8));
        return release;
    }

    static Chart chart(String name, String version, boolean crdsInTemplates) {
        Map<String, byte[]> files = new TreeMap<>();
        files.put("Chart.yaml", bytes("apiVersion: v2\nname: " + name + "\nversion: " + version + "\n"));
        files.put("values.yaml", bytes("global: {hub: h, tag: t}\npilot: {replicaCount: 1, traceSampling: 1}\n"));
        if (name.equals("base")) {
            files.put((crdsInTemplates ? "files" : "crds") + "/crd-all.gen.yaml", bytes(CRDS));
        }
        return new Chart(name, version, new TreeMap<>(files));
    }

    /** What the templates of the base chart make. */
    static List<Manifest> kinds() {
        try {
            return Yaml.manifests(CRDS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static final String CRDS = """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata:
              name: gateways.networking.istio.io
              labels: {release: istio}
            ---
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata:
              annotations:
                "helm.sh/resource-policy": keep
              name: virtualservices.networking.istio.io
            ---
            """;

    /** With a kind of its own, as Kiali's once had. */
    private static final String ADDON = """
            apiVersion: v1
            kind: Service
            metadata: {name: p}
            ---
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: boards.example.com}
            """;

    static FakeRelease archived(String version, URI url) {
        FakeRelease release = new FakeRelease();
        byte[] packed = archive(version);
        release.web.put(url.toString(), packed);
        release.web.put(url + ".sha256", bytes(sha256(packed) + "  istio.tar.gz\n"));
        return release;
    }

    /** The archive of a release of before 1.12. */
    static byte[] archive(String version) {
        String root = "istio-" + version + "/manifests/charts/";
        TreeMap<String, byte[]> files = new TreeMap<>();
        put(files, root + "base/", chart("base", "1.1.0", false));
        put(files, root + "istio-control/istio-discovery/", chart("istio-discovery", "1.2.0", false));
        put(files, root + "gateways/istio-ingress/", chart("istio-ingress", "1.1.0", false));
        files.put("istio-" + version + "/samples/addons/prometheus.yaml", bytes(ADDON));
        return TestArchives.tarGz(files);
    }

    private static void put(Map<String, byte[]> files, String folder, Chart chart) {
        chart.files().forEach((path, content) -> files.put(folder + path, content));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
