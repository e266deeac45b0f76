package io.meshprovisioner.kubernetes.helm;

import io.meshprovisioner.error.Failure;
import io.meshprovisioner.error.ResourceFailedException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * Where the worker's classes lie, whatever loaded them here: folders and jars as they are, jars within an executable
 * archive (Spring Boot's) unpacked into the worker's own folder.
 */
final class ChildClasspath {
    private static final String PROVIDERS = "META-INF/services/com.marcnuri.helm.jni.NativeLibrary";
    private static final Pattern NESTED = Pattern.compile("^(?:jar:)?(?:nested|file):(.+?)(?:/!|!/)(.+?)(?:!/?)?$");

    private final ClassLoader loader;
    private final Path folder;
    private final Set<Path> entries = new LinkedHashSet<>();

    private ChildClasspath(ClassLoader loader, Path folder) {
        this.loader = loader;
        this.folder = folder;
    }

    static Set<Path> of(Path folder) throws IOException {
        ClassLoader loader = HelmWorker.class.getClassLoader();
        return of(loader == null ? ClassLoader.getSystemClassLoader() : loader, folder);
    }

    /** @param folder where nested jars are unpacked to */
    static Set<Path> of(ClassLoader loader, Path folder) throws IOException {
        ChildClasspath classpath = new ChildClasspath(loader, folder);
        classpath.addOwnerOf("io/meshprovisioner/kubernetes/helm/HelmWorker.class");
        classpath.addOwnerOf("com/marcnuri/helm/Helm.class");
        classpath.addOwnerOf("com/marcnuri/helm/jni/HelmLib.class");
        classpath.addOwnerOf("com/sun/jna/Native.class");
        classpath.addNatives();
        return classpath.entries;
    }

    private void addOwnerOf(String resource) throws IOException {
        URL url = loader.getResource(resource);
        if (url == null) {
            throw new ResourceFailedException(Failure.of(
                    "Helm cannot be run: " + resource + " is not on the classpath.",
                    "Add the dependencies of mesh-k8s that were left out."));
        }
        entries.add(owner(url.toString(), resource));
    }

    private void addNatives() throws IOException {
        String platform = platform();
        boolean found = false;
        for (URL url : Collections.list(loader.getResources(PROVIDERS))) {
            if (providers(url).contains(platform)) {
                entries.add(owner(url.toString(), PROVIDERS));
                found = true;
            }
        }
        if (!found) {
            throw new ResourceFailedException(Failure.of(
                            "Helm cannot be run: its native library for this platform is not on the classpath.",
                            "Add com.marcnuri.helm-java:<platform> (linux-amd64 comes with mesh-k8s); nothing is"
                                    + " downloaded at run time. Or hand in a backend whose withHelm(...) runs Helm in"
                                    + " another way.")
                    .at(platform));
        }
    }

    private static String providers(URL url) throws IOException {
        try (InputStream in = url.openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).toLowerCase(Locale.ROOT);
        }
    }

    /** As the packages of the native libraries are named, such as {@code linux.amd64}. */
    private static String platform() {
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch", "");
        String system = os.contains("win") ? "windows" : os.contains("mac") ? "darwin" : "linux";
        String processor =
                switch (arch) {
                    case "amd64", "x86_64" -> "amd64";
                    case "aarch64", "arm64" -> "arm64";
                    default -> arch;
                };
        return system + "." + processor;
    }

    private Path owner(String url, String resource) throws IOException {
        String owner = url.substring(0, url.length() - resource.length());
        Path file = asFile(owner);
        if (file != null) {
            return file;
        }
        Matcher nested = NESTED.matcher(owner);
        if (nested.matches() && nested.group(2).endsWith(".jar")) {
            return unpack(archive(nested.group(1)), nested.group(2));
        }
        throw new ResourceFailedException(Failure.of(
                        "Helm cannot be run: the place of " + resource + " cannot be put on a child JVM's classpath.",
                        "Run from jars or folders, or hand in a backend whose withHelm(...) runs Helm in another way.")
                .at(owner));
    }

    private static @Nullable Path asFile(String owner) {
        String location = owner.startsWith("jar:file:") && owner.endsWith("!/")
                ? owner.substring("jar:".length(), owner.length() - "!/".length())
                : owner;
        if (!location.startsWith("file:") || location.contains("!/")) {
            return null;
        }
        try {
            return Path.of(new URI(location));
        } catch (URISyntaxException | IllegalArgumentException e) {
            return null;
        }
    }

    /** The path of a URL, encoded or not: executable archives do not agree. */
    private static Path archive(String path) {
        Path plain = Path.of(path);
        return Files.exists(plain) ? plain : Path.of(URI.create("file:" + path));
    }

    private Path unpack(Path archive, String entry) throws IOException {
        Path target = folder.resolve(entry.substring(entry.lastIndexOf('/') + 1));
        if (Files.exists(target)) {
            return target;
        }
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            ZipEntry found = zip.getEntry(entry);
            if (found == null) {
                throw new IOException(archive + " holds no " + entry);
            }
            try (InputStream in = zip.getInputStream(found)) {
                Files.copy(in, target);
            }
        }
        return target;
    }
}
