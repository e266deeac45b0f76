package io.meshprovisioner.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshprovisioner.error.ResourceFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChartFingerprintTest {
    @TempDir
    Path folder;

    @Test
    void sameContentElsewhereAndValuesInAnotherOrderAreTheSame() throws IOException {
        Map<String, Object> oneOrder = new LinkedHashMap<>();
        oneOrder.put("a", 1);
        oneOrder.put("b", List.of("x"));
        Map<String, Object> otherOrder = new LinkedHashMap<>();
        otherOrder.put("b", List.of("x"));
        otherOrder.put("a", 1L);
        assertThat(fingerprint(chart("one", "kind: A"), oneOrder))
                .isEqualTo(fingerprint(chart("two", "kind: A"), otherOrder))
                .hasSize(40);
    }

    @Test
    void contentFileNamesAndValuesAllCount() throws IOException {
        Path chart = chart("one", "kind: A");
        String plain = fingerprint(chart, Map.of());
        assertThat(fingerprint(chart("two", "kind: B"), Map.of())).isNotEqualTo(plain);
        assertThat(fingerprint(chart, Map.of("a", "1"))).isNotEqualTo(fingerprint(chart, Map.of("a", 1)));
        Files.move(chart.resolve("templates/x.yaml"), chart.resolve("templates/y.yaml"));
        assertThat(fingerprint(chart, Map.of())).isNotEqualTo(plain);
    }

    @Test
    void aMissingChartIsNamed() {
        assertThatThrownBy(() -> fingerprint(folder.resolve("none"), Map.of()))
                .isInstanceOf(ResourceFailedException.class)
                .hasMessageContaining("none");
    }

    private Path chart(String name, String template) throws IOException {
        Path chart = folder.resolve(name);
        Files.createDirectories(chart.resolve("templates"));
        Files.writeString(chart.resolve("Chart.yaml"), "name: test");
        Files.writeString(chart.resolve("templates/x.yaml"), template);
        return chart;
    }

    private static String fingerprint(Path chart, Map<String, Object> values) {
        return new Charts.ChartRelease("ns", "r", chart, values, false).fingerprint();
    }
}
