package io.meshprovisioner.kubernetes.helm;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.InstallCommand;
import com.marcnuri.helm.TemplateCommand;
import com.marcnuri.helm.UninstallCommand;
import com.marcnuri.helm.UpgradeCommand;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * The child JVM: reads operations from standard input, runs each on a thread of its own, and writes the outcome to
 * what was standard output. It ends at once when standard input ends, which it does when the host dies, however, and
 * after a while without work, since a host may forget to close its session.
 */
final class HelmWorker {
    private static final Map<String, String> BEGAN = Map.of("outcome", "began");

    private final Path folder;
    private final Idleness idleness;
    private final DataOutputStream out;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "helm");
        thread.setDaemon(true);
        return thread;
    });

    private HelmWorker(Path folder, Duration patience, OutputStream out) {
        this.folder = folder;
        this.idleness = new Idleness(patience, this::end);
        this.out = new DataOutputStream(new BufferedOutputStream(out));
    }

    /** @param args the worker's own folder; how many milliseconds it stays without work */
    public static void main(String[] args) {
        Path folder = Path.of(args[0]);
        HelmWorker worker = new HelmWorker(folder, Duration.ofMillis(Long.parseLong(args[1])), protocolOutput());
        try {
            worker.serve(new DataInputStream(new BufferedInputStream(System.in)));
        } catch (IOException e) {
            System.err.println("The worker lost its host: " + e.getMessage());
        } finally {
            worker.end();
        }
    }

    private void serve(DataInputStream in) throws IOException {
        threads.execute(idleness::watch);
        for (Frame request = Frame.read(in); request != null; request = Frame.read(in)) {
            Frame operation = request;
            if (idleness.begin()) {
                Frame.write(out, operation.id(), BEGAN);
                threads.execute(() -> answer(operation));
            }
        }
    }

    private void answer(Frame request) {
        Map<String, String> answer = outcome(request);
        try {
            Frame.write(out, request.id(), answer);
        } catch (IOException e) {
            end();
        }
        if (answer.containsValue("crash")) {
            end();
        }
        idleness.finish();
    }

    private Map<String, String> outcome(Frame request) {
        try {
            String output = run(request);
            // Whatever succeeds prints something. The library recovers from a panic and then returns nothing at all,
            // neither an output nor an error.
            return output == null
                    ? Map.of("outcome", "crash", "output", "panic: Helm's library gave no words for it")
                    : Map.of("outcome", "ok", "output", output);
        } catch (IllegalStateException e) {
            return Map.of("outcome", "error", "output", String.valueOf(e.getMessage()));
        } catch (Exception | LinkageError e) {
            return Map.of("outcome", "crash", "output", e.toString());
        }
    }

    /** The native library keeps threads and handlers; nothing of it may delay the end. */
    private void end() {
        Folders.delete(folder);
        Runtime.getRuntime().halt(0);
    }

    private @Nullable String run(Frame request) throws IOException {
        loadOnce();
        Path values = null;
        try {
            values = valuesFile(request);
            return switch (request.text("verb")) {
                case "install" -> install(request, values);
                case "upgrade" -> upgrade(request, values);
                case "uninstall" -> uninstall(request);
                case "template" -> template(request, values);
                default -> throw new IllegalArgumentException("Unknown operation " + request.text("verb") + ".");
            };
        } finally {
            if (values != null) {
                Files.deleteIfExists(values);
            }
        }
    }

    /** The native library is mapped once loaded: its 98 MB need not stay in the folder. */
    private void loadOnce() {
        synchronized (this) {
            Helm.version().call();
            Folders.deleteContents(folder.resolve("native"));
        }
    }

    private @Nullable Path valuesFile(Frame request) throws IOException {
        String values = request.text("values");
        if (values.isEmpty()) {
            return null;
        }
        Path file = Folders.createOwnerOnly(folder.resolve("values-" + request.id() + ".json"));
        return Files.write(file, values.getBytes(StandardCharsets.UTF_8));
    }

    private static @Nullable String install(Frame request, @Nullable Path values) {
        InstallCommand command = chart(request)
                .install()
                .withName(request.text("name"))
                .withNamespace(request.text("namespace"))
                .withKubeConfigContents(request.text("kubeconfig"));
        if (values != null) {
            command.withValuesFile(values);
        }
        if (request.text("createNamespace").equals("true")) {
            command.createNamespace();
        }
        return command.call().getOutput();
    }

    private static @Nullable String upgrade(Frame request, @Nullable Path values) {
        UpgradeCommand command = chart(request)
                .upgrade()
                .withName(request.text("name"))
                .withNamespace(request.text("namespace"))
                .withKubeConfigContents(request.text("kubeconfig"))
                .resetValues();
        if (values != null) {
            command.withValuesFile(values);
        }
        return command.call().getOutput();
    }

    /** Without Helm's own "ignore not found", which takes every failure to look for the release as its absence. */
    private static @Nullable String uninstall(Frame request) {
        UninstallCommand command = Helm.uninstall(request.text("name"))
                .withNamespace(request.text("namespace"))
                .withKubeConfigContents(request.text("kubeconfig"));
        try {
            return command.call();
        } catch (IllegalStateException e) {
            if (String.valueOf(e.getMessage()).contains("release: not found")) {
                return "absent";
            }
            throw e;
        }
    }

    private static @Nullable String template(Frame request, @Nullable Path values) {
        TemplateCommand command =
                chart(request).template().withName(request.text("name")).withNamespace(request.text("namespace"));
        if (!request.text("kubernetesVersion").isEmpty()) {
            command.withKubeVersion(request.text("kubernetesVersion"));
        }
        if (values != null) {
            command.withValuesFile(values);
        }
        return command.call();
    }

    private static Helm chart(Frame request) {
        return new Helm(Path.of(request.text("chart")));
    }

    /**
     * Standard output under a number of its own, while whatever native code prints to number 1 goes to standard error:
     * a stray line must not damage the protocol.
     */
    private static OutputStream protocolOutput() {
        System.setOut(System.err);
        if (!Platform.isWindows()) {
            Descriptors descriptors = Native.load(Platform.C_LIBRARY_NAME, Descriptors.class);
            int copy = descriptors.dup(1);
            try {
                OutputStream protocol = new FileOutputStream("/dev/fd/" + copy);
                descriptors.dup2(2, 1);
                return protocol;
            } catch (IOException e) {
                System.err.println("Standard output is not protected: " + e.getMessage());
            }
        }
        return new FileOutputStream(FileDescriptor.out);
    }

    /** The C library's. */
    interface Descriptors extends Library {
        int dup(int descriptor);

        int dup2(int from, int to);
    }
}
