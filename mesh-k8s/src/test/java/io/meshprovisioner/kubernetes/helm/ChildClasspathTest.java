package io.meshprovisioner.kubernetes.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshprovisioner.error.ResourceFailedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EnabledOnOs(OS.LINUX)
class ChildClasspathTest {

    @TempDir
    Path folder;

    /** A loader whose resources have the addresses that an executable archive's have. */
    private static final class ArchiveLoader extends ClassLoader {
        private final String prefix;
        private final String providers;

        ArchiveLoader(String prefix, String providers) {
            super(null);
            this.prefix = prefix;
            this.providers = providers;
        }

        @Override
        protected URL findResource(String name) {
            try {
                return new URL(null, prefix + name, new URLStreamHandler() {
                    @Override
                    protected URLConnection openConnection(URL url) {
                        return new URLConnection(url) {
                            @Override
                            public void connect() {}

                            @Override
                            public InputStream getInputStream() {
                                return new java.io.ByteArrayInputStream(providers.getBytes());
                            }
                        };
                    }
                });
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        protected Enumeration<URL> findResources(String name) {
            return Collections.enumeration(List.of(findResource(name)));
        }
    }

    private Path archive() throws IOException {
        Path archive = folder.resolve("my app.jar");
        try (OutputStream file = Files.newOutputStream(archive);
                ZipOutputStream zip = new ZipOutputStream(file)) {
            zip.putNextEntry(new ZipEntry("BOOT-INF/lib/inner.jar"));
            zip.write("the inner jar".getBytes());
            zip.closeEntry();
        }
        return archive;
    }

    @Test
    void namesWhatTheWorkerNeedsAndNoMore() throws IOException {
        Set<Path> classpath = ChildClasspath.of(folder);
        assertThat(classpath).allMatch(Files::exists);
        assertThat(classpath.stream().map(Path::toString))
                .hasSize(5)
                .anyMatch(path -> path.contains("linux-amd64"))
                .anyMatch(path -> path.contains("jna"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"jar:nested:%s/!BOOT-INF/lib/inner.jar!/", "jar:file:%s!/BOOT-INF/lib/inner.jar!/"})
    void unpacksJarsInsideAnExecutableArchive(String address) throws IOException {
        String raw = archive().toString();
        for (String path : List.of(raw, raw.replace(" ", "%20"))) {
            Path own = Files.createDirectory(folder.resolve("own" + path.length()));
            ClassLoader loader = new ArchiveLoader(
                    address.formatted(path), "com.marcnuri.helm.jni.linux.amd64.LinuxAmd64NativeLibrary");
            assertThat(ChildClasspath.of(loader, own)).containsExactly(own.resolve("inner.jar"));
            assertThat(own.resolve("inner.jar")).hasContent("the inner jar");
        }
    }

    @Test
    void anotherPlatformsLibraryIsNoneAndNothingIsDownloaded() throws IOException {
        Path own = Files.createDirectory(folder.resolve("own"));
        String address = "jar:nested:" + archive() + "/!BOOT-INF/lib/inner.jar!/";
        ClassLoader loader =
                new ArchiveLoader(address, "com.marcnuri.helm.jni.windows.amd64.WindowsAmd64NativeLibrary");
        assertThatThrownBy(() -> ChildClasspath.of(loader, own))
                .isInstanceOf(ResourceFailedException.class)
                .hasMessageContaining("linux.amd64")
                .hasMessageContaining("nothing is downloaded");
    }

    @Test
    void aPlaceThatCannotBeHandedOnIsNamed() {
        ClassLoader loader = new ArchiveLoader("memory:/generated/", "x");
        assertThatThrownBy(() -> ChildClasspath.of(loader, folder))
                .isInstanceOf(ResourceFailedException.class)
                .hasMessageContaining("memory:/generated/");
    }

    @Test
    void aJavaWithoutALauncherIsSaidPlainly() {
        assertThatThrownBy(() -> ChildCommand.launcher(folder))
                .isInstanceOf(ResourceFailedException.class)
                .hasMessageContaining("no launcher")
                .hasMessageContaining("--strip-native-commands");
    }
}
