package io.meshprovisioner.testkit.kubebackend;

import io.meshprovisioner.testkit.SharedData;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** The charts of the official Istio releases, from the data that lies beside the project. */
final class RealCharts {
    private RealCharts() {}

    /** Unpacks them, as {@link SharedData} finds them. */
    static Path unpack(String version, Path into) throws IOException {
        Path archive = SharedData.file("istio-releases/istio-" + version + ".tar.gz");
        String charts = "istio-" + version + "/manifests/";
        try (InputStream file = new BufferedInputStream(Files.newInputStream(archive));
                TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(file))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (entry.isFile() && entry.getName().startsWith(charts)) {
                    Path target = into.resolve(entry.getName());
                    Files.createDirectories(target.getParent());
                    Files.copy(tar, target);
                }
            }
        }
        return into.resolve(charts + "charts");
    }
}
