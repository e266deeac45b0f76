package io.meshprovisioner.istio.validation.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.meshprovisioner.istio.SharedData;
import io.meshprovisioner.istio.validation.finding.Severity;
import io.meshprovisioner.istio.validation.input.Node;
import io.meshprovisioner.istio.validation.input.Release;
import io.meshprovisioner.istio.yaml.Document;
import io.meshprovisioner.istio.yaml.DocumentReader;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Our analyzers against what Istio's own find in the same files. */
class AnalyzerOracleTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** When Istio's answers were computed; certificates in the files are judged at this time. */
    private static final Instant ASKED_AT = Instant.parse("2026-08-22T00:00:00Z");

    @Test
    void eachAnalyzerFindsWhatIstiosFinds() throws IOException {
        List<String> differences = new ArrayList<>();
        int cases = 0;
        for (String line : SharedData.lines("oracle/analyzers.jsonl.gz")) {
            JsonNode expected = JSON.readTree(line);
            Reporter reporter = new Reporter();
            String name = expected.get("analyzer").asText();
            boolean schema = name.startsWith("schema.ValidationAnalyzer");
            List<Resource> resources = resources(expected);
            Analyzers.analyze(schema ? "schema.ValidationAnalyzer" : name, world(expected, resources), reporter);
            String kind = schema ? name.substring(name.lastIndexOf('.') + 1) + " " : "";
            compare(expected, "actual", found(reporter, kind), differences);
            cases++;
        }
        assertThat(differences).as("cases that differ, of %d", cases).isEmpty();
        assertThat(cases).isGreaterThanOrEqualTo(54);
    }

    @Test
    void allAnalyzersTogetherFindWhatIstiosFind() throws IOException {
        List<String> differences = new ArrayList<>();
        for (String line : SharedData.lines("oracle/analyzers.jsonl.gz")) {
            JsonNode expected = JSON.readTree(line);
            if (!expected.has("actualAll") || expected.get("skipAll").asBoolean()) {
                continue;
            }
            Reporter reporter = new Reporter();
            Analyzers.analyze(world(expected, resources(expected)), reporter);
            compare(expected, "actualAll", found(reporter, ""), differences);
        }
        assertThat(differences).isEmpty();
    }

    @Test
    void levelsAreIstios() throws IOException {
        JsonNode messages = JSON.readTree(Files.readString(SharedData.file("oracle/messages.json")));
        for (JsonNode message : messages) {
            String code = message.get("code").asText();
            Severity severity = Severity.valueOf(message.get("level").asText().toUpperCase(Locale.ROOT));
            if (!NOT_ASKED.containsKey(code)) {
                assertThat(Reporter.severity(code)).as(code).isEqualTo(severity);
            }
        }
    }

    /** Messages that need something other than resources. */
    private static final Map<String, String> NOT_ASKED = Map.of(
            "IST0001", "faults of istioctl itself",
            "IST0141", "permissions in a cluster",
            "IST0142", "the cluster's version",
            "IST0143", "sockets inside of a pod",
            "IST0156", "CRDs of an upgrade",
            "IST0168", "values of an upgrade",
            "IST0169", "values of an upgrade",
            "IST0170", "several clusters",
            "IST0172", "CRDs of an upgrade");

    private static void compare(JsonNode expected, String field, List<String> found, List<String> differences) {
        List<String> wanted = new ArrayList<>();
        expected.get(field)
                .forEach(message -> wanted.add(message.get("code").asText() + " "
                        + message.get("object").asText()));
        wanted.sort(null);
        if (!found.equals(wanted)) {
            List<String> missing = new ArrayList<>(wanted);
            found.forEach(missing::remove);
            List<String> extra = new ArrayList<>(found);
            wanted.forEach(extra::remove);
            differences.add(expected.get("name").asText() + " #" + expected.get("index") + " ("
                    + expected.get("analyzer").asText() + ")\n  missing " + missing + "\n  extra " + extra);
        }
    }

    private static List<String> found(Reporter reporter, String kind) {
        return reporter.findings().stream()
                .map(entry -> entry.getValue().rule() + " " + entry.getValue().resource())
                .filter(text -> text.substring(8).startsWith(kind))
                .sorted()
                .toList();
    }

    private static World world(JsonNode expected, List<Resource> resources) {
        return new World(
                resources,
                configuration(expected, "meshConfigFile"),
                configuration(expected, "meshNetworksFile"),
                Release.NEWEST,
                ASKED_AT);
    }

    private static Node configuration(JsonNode expected, String file) {
        return expected.has(file)
                ? Node.root(DocumentReader.standard()
                        .read(expected.path(file).path("content").asText())
                        .get(0)
                        .root())
                : World.defaults();
    }

    private static List<Resource> resources(JsonNode expected) {
        List<Document> documents = new ArrayList<>(
                DocumentReader.standard().read(expected.get("defaultResources").asText()));
        expected.get("inputFiles")
                .forEach(file -> documents.addAll(
                        DocumentReader.standard().read(file.get("content").asText())));
        List<Resource> resources = new ArrayList<>();
        for (Document document : documents) {
            resources.add(Resource.of(Node.root(document.root()), "", resources.size()));
        }
        return resources;
    }
}
