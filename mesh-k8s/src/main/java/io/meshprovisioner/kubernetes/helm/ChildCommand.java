package io.meshprovisioner.kubernetes.helm;

import io.meshprovisioner.error.Failure;
import io.meshprovisioner.error.ResourceFailedException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** How the child JVM is started: small, quick, and with nothing of the host's environment but what networks need. */
final class ChildCommand {
    private static final Set<String> INHERITED = Set.of(
            "PATH",
            "LANG",
            "LC_ALL",
            "SYSTEMROOT",
            "HTTP_PROXY",
            "HTTPS_PROXY",
            "NO_PROXY",
            "SSL_CERT_FILE",
            "SSL_CERT_DIR");
    private static final Set<String> PROXIES = Set.of("HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY");
    private static final int NATIVE_ACCESS_ASKED_SINCE = 22;

    private ChildCommand() {}

    /** @param ownProxy the proxy comes with each request: the host's own are left out */
    static ProcessBuilder in(Path folder, Duration patience, boolean ownProxy) throws IOException {
        Path natives = folder.resolve("native");
        List<String> command = new ArrayList<>(List.of(
                launcher(Path.of(System.getProperty("java.home", ""))).toString(),
                "-Xmx128m",
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-XX:ErrorFile=" + folder.resolve("crash.log"),
                "-Djava.io.tmpdir=" + natives,
                "-Djna.tmpdir=" + natives,
                "-Djna.nosys=true",
                // Else a missing native library would be downloaded, unverified.
                "-Dcom.marcnuri.jkube-helm.skipRemoteJar=true"));
        if (Runtime.version().feature() >= NATIVE_ACCESS_ASKED_SINCE) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.add("-cp");
        command.add(
                ChildClasspath.of(folder).stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
        command.add(HelmWorker.class.getName());
        command.add(folder.toString());
        command.add(Long.toString(patience.toMillis()));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        environment(builder.environment(), folder, ownProxy);
        return builder;
    }

    static void environment(Map<String, String> environment, Path folder, boolean ownProxy) {
        environment.keySet().removeIf(name -> !INHERITED.contains(name.toUpperCase(Locale.ROOT)));
        if (ownProxy) {
            environment.keySet().removeIf(name -> PROXIES.contains(name.toUpperCase(Locale.ROOT)));
        }
        environment.put("HOME", folder.toString());
        environment.put("TMPDIR", folder.toString());
        environment.put("HELM_CACHE_HOME", folder.resolve("cache").toString());
        environment.put("HELM_CONFIG_HOME", folder.resolve("config").toString());
        environment.put("HELM_DATA_HOME", folder.resolve("data").toString());
        environment.put("KUBECACHEDIR", folder.resolve("cache").toString());
    }

    static Path launcher(Path home) {
        boolean windows =
                System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("win");
        Path launcher = home.resolve("bin").resolve(windows ? "java.exe" : "java");
        if (!Files.isExecutable(launcher)) {
            throw new ResourceFailedException(Failure.of(
                            "Helm cannot be run: this Java has no launcher for the child JVM it runs in.",
                            "Run on a JDK or JRE that has bin/java (an image made by jlink keeps it unless"
                                    + " --strip-native-commands is given), or hand in a backend whose withHelm(...) runs"
                                    + " Helm in another way.")
                    .at(launcher));
        }
        return launcher;
    }
}
