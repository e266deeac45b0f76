package io.meshprovisioner.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** From the mapping of a KubeletConfiguration to typed settings: what is none is said, each with its reason. */
final class KubeletReader {
    private static final String KIND = "kind";
    private static final String API_VERSION = "apiVersion";

    private final String path;
    private final Problems problems;
    private final Map<String, Object> settings = new TreeMap<>();

    private KubeletReader(String path, Problems problems) {
        this.path = path;
        this.problems = problems;
    }

    static KubeletSpec read(String path, Map<String, Object> values, Problems problems) {
        KubeletReader reader = new KubeletReader(path, problems);
        reader.fields("", values);
        return KubeletSpec.of(reader.settings);
    }

    private void fields(String room, Map<?, ?> values) {
        values.forEach((key, value) -> {
            String at = room.isEmpty() ? String.valueOf(key) : room + "." + key;
            Optional<KubeletField> field = KubeletField.at(at);
            if (value == null || (room.isEmpty() && (key.equals(KIND) || key.equals(API_VERSION)))) {
                return;
            }
            if (field.isPresent()) {
                value(field.get(), value)
                        .ifPresentOrElse(
                                read -> settings.put(at, read),
                                () -> problems.add(
                                        path + "." + at,
                                        "\"" + Problems.shown(String.valueOf(value)) + "\" is not what it takes.",
                                        "Write " + expected(field.get()) + "."));
            } else if (KubeletField.leadsOn(at) && value instanceof Map<?, ?> inner) {
                fields(at, inner);
            } else {
                unknown(at);
            }
        });
    }

    private void unknown(String at) {
        FormerKubelet.find(at)
                .ifPresentOrElse(
                        gone -> problems.add(path + "." + at, gone.reason(), gone.advice()),
                        () -> problems.add(
                                path + "." + Problems.shown(at),
                                "It is no setting of the kubelet that can be said here.",
                                Near.meant(at, KubeletField.paths())
                                        .map(other -> "Did you mean \"" + other + "\"?")
                                        .orElse("Leave it out.")));
    }

    private static Optional<Object> value(KubeletField field, Object value) {
        return switch (field.type()) {
            case NUMBER -> value instanceof Integer ? Optional.of(value) : Optional.empty();
            case TRUTH -> value instanceof Boolean ? Optional.of(value) : Optional.empty();
            case WORD, PATH, ADDRESS, NAME, QUANTITY -> value instanceof String ? Optional.of(value) : Optional.empty();
            case DURATION -> GoDuration.parse(String.valueOf(value)).map(GoDuration::of);
            case CIPHERS -> texts(value);
            case GATES -> gates(value);
        };
    }

    /** A list, or, as the command line has it, a text with commas. */
    private static Optional<Object> texts(Object value) {
        if (value instanceof String text) {
            return Optional.of(text.isEmpty() ? List.of() : List.of(text.split(",", -1)));
        }
        List<String> texts = new ArrayList<>();
        if (value instanceof List<?> list) {
            for (Object item : list) {
                if (!(item instanceof String text)) {
                    return Optional.empty();
                }
                texts.add(text);
            }
            return Optional.of(texts);
        }
        return Optional.empty();
    }

    private static Optional<Object> gates(Object value) {
        if (!(value instanceof Map<?, ?> map) || !map.values().stream().allMatch(Boolean.class::isInstance)) {
            return Optional.empty();
        }
        Map<String, Object> gates = new TreeMap<>();
        map.forEach((name, state) -> gates.put(String.valueOf(name), state));
        return Optional.of(gates);
    }

    static String expected(KubeletField field) {
        return switch (field.type()) {
            case NUMBER -> "a whole number from " + field.least() + " to " + field.most();
            case TRUTH -> "true or false";
            case WORD -> "one of: " + String.join(", ", field.words());
            case DURATION -> "a duration such as 4h0m0s or 500ms";
            case PATH -> "an absolute path";
            case ADDRESS -> "an IPv4 address";
            case NAME -> "a DNS name";
            case QUANTITY -> "an amount such as 10Mi";
            case CIPHERS -> "names such as TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256";
            case GATES -> "names with true or false";
        };
    }
}
