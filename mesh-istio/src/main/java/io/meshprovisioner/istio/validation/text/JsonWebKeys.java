package io.meshprovisioner.istio.validation.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A JSON web key set, or a single key, as far as istiod reads it. */
public final class JsonWebKeys {
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final Map<String, List<String>> REQUIRED = Map.of(
            "RSA", List.of("n", "e"),
            "EC", List.of("crv", "x", "y"),
            "OKP", List.of("crv", "x"),
            "oct", List.of("k"));

    private final List<JsonNode> keys;

    private JsonWebKeys(List<JsonNode> keys) {
        this.keys = keys;
    }

    /** The keys, or nothing if the text holds none that could be read. */
    public static Optional<JsonWebKeys> parse(String text) {
        JsonNode root;
        try {
            root = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
        if (root == null || !root.isObject()) {
            return Optional.empty();
        }
        JsonNode list = root.get("keys");
        if (list != null && !list.isArray()) {
            return Optional.empty();
        }
        List<JsonNode> keys = new ArrayList<>();
        (list == null ? List.of(root) : list).forEach(keys::add);
        return keys.stream().allMatch(JsonWebKeys::isKey) ? Optional.of(new JsonWebKeys(keys)) : Optional.empty();
    }

    /** The positions of keys that hold private material: whoever reads the policy could sign with them. */
    public List<Integer> privateKeys() {
        List<Integer> positions = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            JsonNode key = keys.get(i);
            if (key.has("d") || key.path("kty").asText().equals("oct")) {
                positions.add(i);
            }
        }
        return positions;
    }

    private static boolean isKey(JsonNode key) {
        List<String> required = REQUIRED.get(key.path("kty").asText());
        if (required == null) {
            return false;
        }
        return required.stream().map(key::path).allMatch(JsonNode::isTextual)
                && required.stream()
                        .filter(f -> !f.equals("crv"))
                        .allMatch(f -> isBase64(key.path(f).textValue()));
    }

    private static boolean isBase64(String text) {
        return text.chars().allMatch(c -> (c < 0x80 && DnsLabels.isAlphanumeric((char) c)) || "-_+/=".indexOf(c) >= 0);
    }
}
