package io.meshprovisioner.istio.install;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.meshprovisioner.spi.Manifest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;

/** YAML as charts, indexes and samples have it. */
final class Yaml {
    private static final int LARGEST = 64 * 1024 * 1024;
    private static final YAMLMapper MAPPER =
            new YAMLMapper(YAMLFactory.builder().loaderOptions(options()).build());
    /** JSON is YAML, and is read ten times as fast. */
    private static final JsonMapper JSON = new JsonMapper();

    private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};

    private static final TypeReference<List<Object>> LIST = new TypeReference<>() {};

    private Yaml() {}

    private static LoaderOptions options() {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(LARGEST);
        return options;
    }

    static Map<String, Object> map(String text) throws IOException {
        Map<String, Object> map = (text.startsWith("{") ? JSON : MAPPER).readValue(text, MAP);
        return map == null ? Map.of() : map;
    }

    /** @throws IOException when it is no JSON list */
    static List<Object> list(String json) throws IOException {
        return JSON.readValue(json, LIST);
    }

    static String json(Map<String, ?> map) {
        try {
            return JSON.writeValueAsString(map);
        } catch (IOException e) {
            throw new IllegalStateException("Plain data in memory can be written.", e);
        }
    }

    /** Every document that is an object with a kind; empty documents are left out. */
    static List<Manifest> manifests(String text) throws IOException {
        List<Manifest> manifests = new ArrayList<>();
        try (MappingIterator<Object> documents = MAPPER.readerFor(Object.class).readValues(text)) {
            while (documents.hasNextValue()) {
                if (documents.nextValue() instanceof Map<?, ?> document && document.get("kind") instanceof String) {
                    Map<String, Object> copy = new LinkedHashMap<>();
                    document.forEach((key, value) -> copy.put(String.valueOf(key), value));
                    manifests.add(Manifest.of(copy));
                }
            }
        }
        return manifests;
    }
}
