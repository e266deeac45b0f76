package io.meshprovisioner.testkit.assertions;

import io.meshprovisioner.istio.Manifests;
import io.meshprovisioner.istio.traffic.Traffic;
import io.meshprovisioner.istio.traffic.snapshot.Snapshot;
import io.meshprovisioner.testkit.SharedData;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Istio's sample application as the release archive has it: the workloads, then files of its networking folder. */
final class Bookinfo {
    private static final String SAMPLES = "istio-1.30.3/samples/bookinfo/";
    private static final Map<String, String> FILES = new HashMap<>();

    private Bookinfo() {}

    /** The application with its DestinationRules and some of its networking files, in this order. */
    static Traffic with(String... networking) {
        Snapshot mesh = Snapshot.EMPTY;
        for (String kube : new String[] {
            "bookinfo",
            "bookinfo-details-v2",
            "bookinfo-ratings-v2",
            "bookinfo-ratings-v2-mysql",
            "bookinfo-ratings-v2-mysql-vm"
        }) {
            mesh = mesh.with(read("platform/kube/" + kube).documents());
        }
        mesh = mesh.with(read("networking/destination-rule-all").documents());
        for (String file : networking) {
            mesh = mesh.with(read("networking/" + file).documents());
        }
        return Traffic.of(mesh);
    }

    private static synchronized Manifests read(String name) {
        if (FILES.isEmpty()) {
            unpack();
        }
        String text = FILES.get(SAMPLES + name + ".yaml");
        if (text == null) {
            throw new IllegalArgumentException("the archive has no " + name);
        }
        return Manifests.read(text);
    }

    private static void unpack() {
        try (InputStream file = Files.newInputStream(SharedData.file("istio-releases/istio-1.30.3.tar.gz"));
                TarArchiveInputStream tar =
                        new TarArchiveInputStream(new GZIPInputStream(new BufferedInputStream(file)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (entry.getName().startsWith(SAMPLES) && entry.getName().endsWith(".yaml")) {
                    FILES.put(entry.getName(), new String(tar.readAllBytes(), StandardCharsets.UTF_8));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
