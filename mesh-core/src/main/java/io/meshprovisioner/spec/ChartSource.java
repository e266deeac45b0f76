package io.meshprovisioner.spec;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** Where Istio's charts come from. */
public sealed interface ChartSource {

    /** A published Helm repository; for Istio 1.12 and newer. */
    record Repository(URI url) implements ChartSource {}

    /** An OCI registry, such as {@code oci://gcr.io/istio-release/charts}. */
    record Oci(URI url) implements ChartSource {}

    /**
     * A release archive ({@code istio-<version>-linux-amd64.tar.gz}) at an address or in a file.
     *
     * @param sha256 its checksum in hexadecimal; empty: read from {@code <url>.sha256}
     */
    record ReleaseArchive(URI url, Optional<String> sha256) implements ChartSource {}

    /** An unpacked release archive. */
    record Folder(Path path) implements ChartSource {}

    /** Istio's own: the published repository where it has the release, else the release archive. */
    static ChartSource published(String istioVersion) {
        return isBefore112(istioVersion)
                ? releaseArchive(istioVersion)
                : new Repository(URI.create("https://istio-release.storage.googleapis.com/charts"));
    }

    /** Istio's own release archive, which has what the published repository lacks: add-ons and the operator's chart. */
    static ReleaseArchive releaseArchive(String istioVersion) {
        return new ReleaseArchive(
                URI.create("https://github.com/istio/istio/releases/download/" + istioVersion + "/istio-" + istioVersion
                        + "-linux-amd64.tar.gz"),
                Optional.empty());
    }

    private static boolean isBefore112(String version) {
        String[] parts = version.split("\\.");
        return parts.length > 1 && parts[0].equals("1") && parts[1].matches("\\d+") && Integer.parseInt(parts[1]) < 12;
    }

    static ChartSource folder(Path path) {
        return new Folder(path);
    }

    static ChartSource archive(Path file, String sha256) {
        return new ReleaseArchive(file.toUri(), Optional.of(sha256));
    }

    /** Such as {@code oci://gcr.io/istio-release/charts}; for Istio 1.12 and newer. */
    static ChartSource oci(String url) {
        return new Oci(URI.create(url));
    }

    static ChartSource repository(URI url) {
        return new Repository(url);
    }
}
