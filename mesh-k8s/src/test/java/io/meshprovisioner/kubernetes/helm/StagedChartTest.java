package io.meshprovisioner.kubernetes.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagedChartTest {
    private static final String FINGERPRINT = "0123456789abcdef0123456789abcdef01234567";

    @TempDir
    Path folder;

    @Test
    void copiesAFolderAndLeavesTheOriginalAlone() throws IOException {
        Path chart = TestCharts.settings(folder);
        Files.writeString(
                chart.resolve("Chart.yaml"),
                "apiVersion: v2\nname: settings\nversion: 1.2.3\nappVersion: 1.10\nannotations:\n  a: b\n");
        String before = Files.readString(chart.resolve("Chart.yaml"));
        Path copy = folder.resolve("copy");
        try (StagedChart staged = StagedChart.copy(chart, copy, FINGERPRINT)) {
            assertThat(Files.readString(staged.path().resolve("Chart.yaml")))
                    .contains(
                            "\"a\":\"b\"",
                            "\"appVersion\":1.10",
                            "\"" + Fingerprint.ANNOTATION + "\":\"" + FINGERPRINT);
            assertThat(staged.path().resolve("templates/all.yaml"))
                    .hasSameTextualContentAs(chart.resolve("templates/all.yaml"));
        }
        assertThat(copy).doesNotExist();
        assertThat(Files.readString(chart.resolve("Chart.yaml"))).isEqualTo(before);
    }

    @Test
    void unpacksAnArchive() throws IOException {
        Path archive = archive(Map.of(
                "settings/Chart.yaml", "name: settings\nversion: 1.2.3\n", "settings/templates/x.yaml", "kind: A"));
        try (StagedChart staged = StagedChart.copy(archive, folder.resolve("copy"), FINGERPRINT)) {
            assertThat(staged.path().resolve("templates/x.yaml")).hasContent("kind: A");
            assertThat(Files.readString(staged.path().resolve("Chart.yaml"))).contains(FINGERPRINT);
        }
    }

    @Test
    void nothingBesideARefCountsInAnOldSchema() throws IOException {
        String schema = """
                {"$schema":"%s","additionalProperties":false,"defaults":{},"$ref":"#/$defs/v",
                 "$defs":{"v":{"additionalProperties":false}}}""";
        Path chart = TestCharts.settings(folder);
        Files.writeString(chart.resolve("values.schema.json"), schema.formatted("http://json-schema.org/schema#"));
        try (StagedChart staged = StagedChart.copy(chart, folder.resolve("old"), "")) {
            assertThat(staged.path().resolve("values.schema.json"))
                    .hasContent("{\"$schema\":\"http://json-schema.org/schema#\",\"$ref\":\"#/$defs/v\","
                            + "\"$defs\":{\"v\":{\"additionalProperties\":false}}}");
        }
        String recent = schema.formatted("https://json-schema.org/draft/2020-12/schema");
        Files.writeString(chart.resolve("values.schema.json"), recent);
        try (StagedChart staged = StagedChart.copy(chart, folder.resolve("new"), "")) {
            assertThat(staged.path().resolve("values.schema.json")).hasContent(recent);
        }
    }

    @Test
    void refusesAnArchiveThatWouldWriteElsewhere() throws IOException {
        Path archive = archive(Map.of("settings/../../evil", "x"));
        assertThatThrownBy(() -> StagedChart.copy(archive, folder.resolve("copy"), FINGERPRINT))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("evil");
        assertThat(folder.resolve("evil")).doesNotExist();
    }

    private Path archive(Map<String, String> files) throws IOException {
        Path archive = folder.resolve("chart.tgz");
        try (OutputStream file = Files.newOutputStream(archive);
                TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(file))) {
            for (Map.Entry<String, String> entry : files.entrySet()) {
                byte[] content = entry.getValue().getBytes(StandardCharsets.UTF_8);
                TarArchiveEntry header = new TarArchiveEntry(entry.getKey());
                header.setSize(content.length);
                tar.putArchiveEntry(header);
                tar.write(content);
                tar.closeArchiveEntry();
            }
        }
        return archive;
    }
}
