package io.meshprovisioner;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshprovisioner.spi.Manifest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ObjectComparisonTest {
    private static Manifest object(String kind, String version, Map<String, Object> spec) {
        return Manifest.of(Map.of(
                "apiVersion",
                "v1",
                "kind",
                kind,
                "metadata",
                Map.of("name", "a", "namespace", "n", "resourceVersion", version),
                "spec",
                spec));
    }

    @Test
    void namesEachFieldThatWouldChange() {
        ObjectDifference difference = ObjectComparison.of(
                object("Widget", "1", Map.of("size", 3, "gone", "x", "list", List.of("a", "b"))),
                object("Widget", "2", Map.of("size", 4, "list", List.of("a"), "count", 1)));

        assertThat(difference.changes()).isTrue();
        assertThat(difference.fields())
                .extracting(ObjectDifference.Field::toString)
                .containsExactlyInAnyOrder(
                        "spec.size: 3 -> 4",
                        "spec.gone: x -> (none)",
                        "spec.list[1]: b -> (none)",
                        "spec.count: (none) -> 1");
    }

    @Test
    void takesNumbersForTheSameWhateverTheirType() {
        assertThat(ObjectComparison.of(
                                object("Widget", "1", Map.of("size", 3)), object("Widget", "2", Map.of("size", 3.0)))
                        .changes())
                .isFalse();
    }

    @Test
    void showsNoValueOfASecret() {
        ObjectDifference difference = ObjectComparison.of(
                object("Secret", "1", Map.of("key", "old")), object("Secret", "2", Map.of("key", "new")));

        assertThat(difference.toString())
                .contains("spec.key: (hidden) -> (hidden)")
                .doesNotContain("old", "new");
    }

    @Test
    void aNewObjectIsSaidToBeNew() {
        assertThat(ObjectComparison.of(null, object("Widget", "1", Map.of()))).hasToString("+ Widget n/a");
    }
}
