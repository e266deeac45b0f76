package io.meshprovisioner.testkit.kube;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.meshprovisioner.istio.crd.CustomResourceDefinitions;
import io.meshprovisioner.testkit.SharedData;
import io.meshprovisioner.testkit.kube.json.Trees;
import io.meshprovisioner.testkit.wire.Response;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The simulated API server refuses and prunes what a real one does, given Istio 1.30.3's CRDs: the real ones, and ours. */
class IstioSchemaTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern FIELD =
            Pattern.compile("^(.+?): (?:Invalid value|Required value|Unsupported value|Too |Duplicate value)");

    private static InputStream shared(String file) throws IOException {
        return new GZIPInputStream(Files.newInputStream(SharedData.file(file)));
    }

    /** The CRDs that our model writes: they have to refuse what Istio's refuse, by the same rules. */
    private static void defineOurs(TestWorld test) {
        CustomResourceDefinitions.forRelease("1.30.3")
                .forEach(definition -> define(test, (ObjectNode) JSON.valueToTree(definition.toMap())));
    }

    private static void define(TestWorld test, JsonNode definition) {
        Response response =
                test.call("POST", "/apis/apiextensions.k8s.io/v1/customresourcedefinitions", Trees.print(definition));
        assertThat(response.status()).as(response.text()).isEqualTo(201);
    }

    private static void define(TestWorld test) throws IOException {
        try (InputStream crds = shared("istio-releases/crds/istio-1.30.3-crds.yaml.gz");
                MappingIterator<JsonNode> documents = new ObjectMapper(new YAMLFactory())
                        .readerFor(JsonNode.class)
                        .readValues(crds)) {
            while (documents.hasNext()) {
                JsonNode definition = documents.next();
                if (definition != null && definition.isObject()) {
                    define(test, definition);
                }
            }
        }
    }

    private static ObjectNode object(JsonNode expected) throws IOException {
        ObjectNode object = Trees.object()
                .put("apiVersion", Trees.text(expected, "apiVersion"))
                .put("kind", Trees.text(expected, "kind"));
        if (expected.has("yaml")) {
            // Go's YAML reads an unquoted 001:db8:: in a list as text, ours as a map.
            object = Manifests.yaml(expected.get("yaml").asText().replace("001:db8::]", "'001:db8::']"));
        } else if (expected.get("object") instanceof ObjectNode whole) {
            object = whole.deepCopy();
        }
        if (expected.has("spec")) {
            object.set("spec", expected.get("spec"));
        }
        ObjectNode metadata = Trees.with(object, "metadata");
        metadata.put("name", "case").put("namespace", "default");
        metadata.remove(
                List.of("labels", "annotations", "creationTimestamp", "resourceVersion", "uid", "generateName"));
        return object;
    }

    @ParameterizedTest
    @CsvSource({
        "documents, false",
        "validation, false",
        "validation-lifted, false",
        "documents, true",
        "validation, true",
        "validation-lifted, true"
    })
    void agreesWithARealServer(String file, boolean ours) throws IOException {
        List<String> differences = new ArrayList<>();
        int compared = 0;
        try (TestWorld test = new TestWorld("1.34");
                BufferedReader lines = new BufferedReader(
                        new InputStreamReader(shared("oracle/" + file + ".jsonl.gz"), StandardCharsets.UTF_8))) {
            if (ours) {
                defineOurs(test);
            } else {
                define(test);
            }
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode expected = JSON.readTree(line);
                if (expected.path("crdFound").asBoolean()) {
                    compared++;
                    compare(test, expected, differences);
                }
            }
        }
        assertThat(compared).isGreaterThan(100);
        assertThat(differences)
                .as(differences.size() + " of " + compared + " differ")
                .isEmpty();
    }

    private static void compare(TestWorld test, JsonNode expected, List<String> differences) throws IOException {
        ObjectNode object = object(expected);
        String kind = Trees.kind(object).toLowerCase(Locale.ROOT);
        String plural = kind.endsWith("y") ? kind.substring(0, kind.length() - 1) + "ies" : kind + "s";
        plural = kind.endsWith("gateway") ? "gateways" : kind.equals("telemetry") ? "telemetries" : plural;
        plural = kind.equals("serviceentry") ? "serviceentries" : plural;
        String path = "/apis/" + Trees.text(object, "apiVersion") + "/namespaces/default/" + plural;
        Response response = test.call("POST", path + "?dryRun=All&fieldValidation=Warn", Trees.print(object));
        Set<String> wanted = new TreeSet<>();
        expected.path("crdErrors").forEach(error -> wanted.add(field(error.asText())));
        Set<String> found = new TreeSet<>();
        if (response.status() == 422) {
            Trees.parse(response.text())
                    .path("details")
                    .path("causes")
                    .forEach(cause -> found.add(Trees.text(cause, "field")));
        } else if (response.status() != 201) {
            found.add("HTTP " + response.status() + " " + response.text());
        }
        if (!wanted.equals(found)) {
            differences.add(path + "\n  " + expected.path("crdErrors") + "\n  " + response.text() + "\n  "
                    + object.path("spec"));
        }
        Set<String> pruned = new TreeSet<>(Trees.texts(expected.path("crdUnknownFields")));
        Set<String> warned = new TreeSet<>();
        Matcher unknown = Pattern.compile("unknown field \\\\\"([^\"\\\\]+)")
                .matcher(response.headers().getOrDefault("Warning", ""));
        while (unknown.find()) {
            warned.add(unknown.group(1));
        }
        if (response.status() == 201 && !pruned.equals(warned)) {
            differences.add(path + " prunes " + warned + " and not " + pruned);
        }
    }

    private static String field(String error) {
        Matcher field = FIELD.matcher(error);
        return field.find() ? field.group(1) : error;
    }
}
