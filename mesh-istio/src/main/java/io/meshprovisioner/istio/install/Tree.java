package io.meshprovisioner.istio.install;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a Kubernetes document by path; whatever is absent or of another type reads as empty. */
record Tree(@Nullable Object value) {

    Tree at(String... path) {
        Object current = value;
        for (String step : path) {
            current = current instanceof Map<?, ?> map ? map.get(step) : null;
        }
        return new Tree(current);
    }

    String text() {
        return value instanceof String || value instanceof Number || value instanceof Boolean
                ? String.valueOf(value)
                : "";
    }

    String text(String... path) {
        return at(path).text();
    }

    Optional<Integer> number(String... path) {
        return at(path).value() instanceof Number number ? Optional.of(number.intValue()) : Optional.empty();
    }

    List<Tree> items(String... path) {
        List<Tree> items = new ArrayList<>();
        if (at(path).value() instanceof List<?> list) {
            list.forEach(item -> items.add(new Tree(item)));
        }
        return items;
    }

    Map<String, String> texts(String... path) {
        Map<String, String> texts = new LinkedHashMap<>();
        if (at(path).value() instanceof Map<?, ?> map) {
            map.forEach((key, member) -> texts.put(String.valueOf(key), new Tree(member).text()));
        }
        return texts;
    }

    /** The condition of a type in {@code status.conditions}. */
    Optional<Tree> condition(String type) {
        return items("status", "conditions").stream()
                .filter(condition -> condition.text("type").equals(type))
                .findFirst();
    }

    boolean isTrue(String conditionType) {
        return condition(conditionType)
                .map(condition -> condition.text("status").equals("True"))
                .orElse(false);
    }
}
