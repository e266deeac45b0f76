package io.meshprovisioner.istio.model.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshprovisioner.istio.SharedData;
import io.meshprovisioner.istio.yaml.Document;
import io.meshprovisioner.istio.yaml.DocumentReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** The CRDs that Istio published, one set a release. */
public final class PublishedCrds {
    private PublishedCrds() {}

    /** The CRDs of all releases, oldest first. */
    public static Map<Release, List<JsonNode>> all() {
        Map<Release, List<JsonNode>> releases = new TreeMap<>();
        try (Stream<Path> files = Files.list(SharedData.file("istio-releases/crds"))) {
            for (Path file : files.toList()) {
                String version = file.getFileName().toString().split("-")[1];
                releases.put(Release.of(version), crds(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return releases;
    }

    /** The CRDs of one release. */
    public static List<JsonNode> of(String version) {
        return crds(SharedData.file("istio-releases/crds/istio-" + version + "-crds.yaml.gz"));
    }

    private static List<JsonNode> crds(Path file) {
        List<JsonNode> crds = new ArrayList<>();
        for (Document document : DocumentReader.standard().read(SharedData.gunzip(file), file.toString())) {
            crds.add(document.root());
        }
        return crds;
    }

    public static String kind(JsonNode crd) {
        return crd.at("/spec/names/kind").asText();
    }

    /** The schema of the spec in one of the CRD's versions. */
    public static JsonNode spec(JsonNode crd, JsonNode version) {
        JsonNode own = version.path("schema");
        JsonNode schema = own.isMissingNode() ? crd.path("spec").path("validation") : own;
        return schema.path("openAPIV3Schema").path("properties").path("spec");
    }

    /** Calls {@code visitor} with the path and the schema of each property; lists add {@code []}, maps {@code {}}. */
    public static void walk(JsonNode schema, String path, BiConsumer<String, JsonNode> visitor) {
        schema.path("properties").properties().forEach(property -> {
            String inner = path + "." + property.getKey();
            visitor.accept(inner, property.getValue());
            walk(property.getValue(), inner, visitor);
        });
        if (schema.path("items").isObject()) {
            walk(schema.path("items"), path + "[]", visitor);
        }
        if (schema.path("additionalProperties").isObject()) {
            walk(schema.path("additionalProperties"), path + "{}", visitor);
        }
    }

    /** The values that the schema of an enum lists. */
    public static TreeSet<String> enumValues(JsonNode schema) {
        TreeSet<String> values = new TreeSet<>();
        schema.path("enum").forEach(value -> values.add(value.asText()));
        return values;
    }
}
