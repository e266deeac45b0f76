package io.meshprovisioner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CachedDownloadsTest {
    private static final URI CHART = URI.create("https://example.com/base-1.30.3.tgz");
    private static final URI INDEX = URI.create("https://example.com/index.yaml");

    private final List<URI> asked = new ArrayList<>();

    @TempDir
    Path folder;

    @Test
    void whatNeverChangesIsFetchedOnce() throws IOException {
        for (int time = 0; time < 3; time++) {
            assertThat(get(CHART)).isEqualTo(CHART.toString());
            get(INDEX);
        }
        assertThat(asked).containsExactly(CHART, INDEX, INDEX, INDEX);
    }

    @Test
    void whatWasChangedOrCutOffInTheCacheIsFetchedAnew() throws IOException {
        get(CHART);
        Path kept;
        try (var files = Files.list(folder)) {
            kept = files.findFirst().orElseThrow();
        }
        byte[] content = Files.readAllBytes(kept);
        content[content.length - 1] ^= 1;
        Files.write(kept, content);
        assertThat(get(CHART)).isEqualTo(CHART.toString());
        Files.write(kept, new byte[5]);
        assertThat(get(CHART)).isEqualTo(CHART.toString());
        assertThat(asked).hasSize(3);
        get(CHART);
        assertThat(asked).hasSize(3);
    }

    private String get(URI address) throws IOException {
        CachedDownloads cached = new CachedDownloads(folder, asking -> {
            asked.add(asking);
            return new ByteArrayInputStream(asking.toString().getBytes(StandardCharsets.UTF_8));
        });
        try (var in = cached.open(address)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
