package io.meshprovisioner.istio.validation.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.meshprovisioner.istio.SharedData;
import io.meshprovisioner.istio.validation.input.Release;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;

/**
 * The facts in the library against the CRDs of all releases. To write them anew after a release, run this test with
 * MESH_WRITE_FACTS set to the resource's path.
 */
class CrdFactsTest {
    private static final Pattern FILE = Pattern.compile("istio-1\\.(\\d+)\\..*-crds\\.yaml\\.gz");

    @Test
    void theFactsAreThoseOfTheCrdsOfAllReleases() throws IOException {
        Map<Integer, Path> files = files();
        assertThat(files).hasSize(22);
        CrdFactsWriter writer = new CrdFactsWriter();
        files.forEach((minor, file) -> writer.add(minor, crds(file)));
        String expected = writer.write();
        String target = System.getenv("MESH_WRITE_FACTS");
        if (target != null) {
            Files.writeString(Path.of(target), expected);
        }
        try (InputStream in = SchemaFacts.class.getResourceAsStream(SchemaFacts.RESOURCE)) {
            assertThat(in).as("the resource " + SchemaFacts.RESOURCE).isNotNull();
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8).lines())
                    .containsExactlyElementsOf(expected.lines().toList());
        }
    }

    @Test
    void knowsWhatEachReleaseServes() {
        SchemaFacts guide = SchemaFacts.of(Release.parse("1.9.3"));
        SchemaFacts newest = SchemaFacts.of(Release.NEWEST);

        assertThat(guide.kind("networking.istio.io", "VirtualService"))
                .get()
                .satisfies(kind -> assertThat(kind.versions()).containsExactlyInAnyOrder("v1alpha3", "v1beta1"))
                .satisfies(kind -> assertThat(kind.stored()).isEqualTo("v1alpha3"));
        assertThat(newest.kind("networking.istio.io", "VirtualService"))
                .get()
                .satisfies(kind -> assertThat(kind.versions()).contains("v1"))
                .satisfies(kind -> assertThat(kind.stored()).isEqualTo("v1"));
        assertThat(guide.kind("telemetry.istio.io", "Telemetry")).isEmpty();
        assertThat(guide.later("telemetry.istio.io", "Telemetry")).contains(10);
        assertThat(newest.kind("extensions.istio.io", "TrafficExtension")).isPresent();
    }

    private static Map<Integer, Path> files() throws IOException {
        Map<Integer, Path> files = new TreeMap<>(Comparator.reverseOrder());
        try (Stream<Path> paths = Files.list(SharedData.file("istio-releases/crds"))) {
            paths.forEach(path -> {
                Matcher name = FILE.matcher(path.getFileName().toString());
                if (name.matches()) {
                    files.put(Integer.parseInt(name.group(1)), path);
                }
            });
        }
        return files;
    }

    private static List<JsonNode> crds(Path file) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(20_000_000);
        ObjectMapper yaml =
                new ObjectMapper(YAMLFactory.builder().loaderOptions(options).build());
        List<JsonNode> crds = new ArrayList<>();
        try {
            yaml.readerFor(JsonNode.class)
                    .<JsonNode>readValues(SharedData.gunzip(file))
                    .forEachRemaining(document -> {
                        if ("CustomResourceDefinition"
                                .equals(document.path("kind").asText())) {
                            crds.add(document);
                        }
                    });
        } catch (IOException e) {
            throw new AssertionError("cannot read " + file, e);
        }
        return crds;
    }
}
