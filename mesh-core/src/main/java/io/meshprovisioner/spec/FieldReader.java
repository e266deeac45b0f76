package io.meshprovisioner.spec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Reads one mapping field by field; reports wrong types, and at its end the fields that nobody asked for. A field that
 * is null counts as left out.
 */
final class FieldReader {
    private final String path;
    private final Map<String, Tree> fields;
    private final Problems problems;
    private final Set<String> known = new LinkedHashSet<>();

    private FieldReader(String path, Map<String, Tree> fields, Problems problems) {
        this.path = path;
        this.fields = fields;
        this.problems = problems;
    }

    /** Reads a mapping with a function that asks for its fields. */
    static <T> Optional<T> read(String path, Tree tree, Problems problems, Function<FieldReader, T> reader) {
        if (!(tree instanceof Tree.Fields mapping)) {
            wrong(path, tree, "a mapping", problems);
            return Optional.empty();
        }
        FieldReader fields = new FieldReader(path, mapping.fields(), problems);
        T result = reader.apply(fields);
        fields.reportUnknown();
        return Optional.of(result);
    }

    Problems problems() {
        return problems;
    }

    /** The path of one of its fields. */
    String at(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    Optional<String> text(String name) {
        return get(name).flatMap(tree -> text(at(name), tree, problems));
    }

    /** A text that must be there; where it is not, a problem and an empty text. */
    String required(String name, String advice) {
        mustBeThere(name, advice);
        return text(name).orElse("");
    }

    /** Nothing is read of it: the problem is noted down where it is missing. */
    void mustBeThere(String name, String advice) {
        if (get(name).isEmpty()) {
            problems.add(at(name), "It is missing.", advice);
        }
    }

    Optional<Integer> integer(String name) {
        return get(name).flatMap(tree -> {
            if (tree instanceof Tree.Figure figure && ValueTree.number(figure.value()) instanceof Integer value) {
                return Optional.of(value);
            }
            wrong(at(name), tree, "a whole number", problems);
            return Optional.empty();
        });
    }

    Optional<Double> number(String name) {
        return get(name).flatMap(tree -> {
            if (tree instanceof Tree.Figure figure) {
                return Optional.of(ValueTree.number(figure.value()).doubleValue());
            }
            wrong(at(name), tree, "a number", problems);
            return Optional.empty();
        });
    }

    Optional<Boolean> truth(String name) {
        return get(name).flatMap(tree -> {
            if (tree instanceof Tree.Truth truth) {
                return Optional.of(truth.value());
            }
            wrong(at(name), tree, "true or false", problems);
            return Optional.empty();
        });
    }

    /** One of a set of constants, whatever their case. */
    <T> Optional<T> oneOf(String name, Map<String, T> values) {
        return text(name).flatMap(word -> constant(at(name), word, values));
    }

    <T> Optional<List<T>> oneOfEach(String name, Map<String, T> values) {
        return list(name, (at, tree) -> text(at, tree, problems).flatMap(word -> constant(at, word, values)));
    }

    Optional<List<String>> texts(String name) {
        return list(name, (at, tree) -> text(at, tree, problems));
    }

    /** A list of mappings. */
    <T> Optional<List<T>> each(String name, Function<FieldReader, T> reader) {
        return list(name, (at, tree) -> read(at, tree, problems, reader));
    }

    /** A mapping. */
    <T> Optional<T> nested(String name, Function<FieldReader, T> reader) {
        return get(name).flatMap(tree -> read(at(name), tree, problems, reader));
    }

    /** A mapping of texts with any keys. */
    Optional<Map<String, String>> textMap(String name) {
        return get(name).map(tree -> {
            Map<String, String> result = new LinkedHashMap<>();
            if (tree instanceof Tree.Fields mapping) {
                mapping.fields()
                        .forEach((key, value) -> text(at(name) + "[" + Problems.shown(key) + "]", value, problems)
                                .ifPresent(text -> result.put(key, text)));
            } else {
                wrong(at(name), tree, "a mapping", problems);
            }
            return result;
        });
    }

    /** A mapping of anything. */
    Optional<Map<String, Object>> values(String name) {
        return get(name).map(tree -> {
            if (tree instanceof Tree.Fields mapping) {
                return plain(mapping);
            }
            wrong(at(name), tree, "a mapping", problems);
            return Map.of();
        });
    }

    static <E extends Enum<E>> Map<String, E> constants(Class<E> type, Function<E, String> word) {
        Map<String, E> result = new LinkedHashMap<>();
        Arrays.stream(type.getEnumConstants()).forEach(value -> result.put(word.apply(value), value));
        return result;
    }

    private Optional<Tree> get(String name) {
        known.add(name);
        Tree tree = fields.get(name);
        return tree == null || tree instanceof Tree.Nothing ? Optional.empty() : Optional.of(tree);
    }

    private <T> Optional<List<T>> list(String name, BiFunction<String, Tree, Optional<T>> reader) {
        return get(name).map(tree -> {
            List<T> result = new ArrayList<>();
            if (tree instanceof Tree.Items list) {
                for (int index = 0; index < list.items().size(); index++) {
                    reader.apply(at(name) + "[" + index + "]", list.items().get(index))
                            .ifPresent(result::add);
                }
            } else {
                wrong(at(name), tree, "a list", problems);
            }
            return result;
        });
    }

    private <T> Optional<T> constant(String at, String word, Map<String, T> values) {
        for (Map.Entry<String, T> entry : values.entrySet()) {
            if (entry.getKey().equals(word) || fold(entry.getKey()).equals(fold(word))) {
                return Optional.of(entry.getValue());
            }
        }
        problems.add(at, "\"" + Problems.shown(word) + "\" is not known here.", Near.advice(word, values.keySet()));
        return Optional.empty();
    }

    private static String fold(String word) {
        return word.toLowerCase(Locale.ROOT).replace('-', '_');
    }

    private void reportUnknown() {
        fields.forEach((name, value) -> {
            if (!known.contains(name)) {
                problems.add(
                        at(Problems.shown(name)),
                        "There is no such field (line " + value.line() + ").",
                        Near.advice(name, known));
            }
        });
    }

    private static Optional<String> text(String path, Tree tree, Problems problems) {
        if (tree instanceof Tree.Text text) {
            return Optional.of(text.text());
        }
        if (tree instanceof Tree.Figure figure) {
            return Optional.of(figure.text());
        }
        wrong(path, tree, "a text", problems);
        return Optional.empty();
    }

    private static void wrong(String path, Tree tree, String expected, Problems problems) {
        problems.add(
                path.isEmpty() ? "document" : path,
                "Here stands " + tree.kind() + " (line " + tree.line() + "), where " + expected + " belongs.",
                tree instanceof Tree.Truth ? "Put it in quotes if it is meant as a text." : "Write " + expected + ".");
    }

    @SuppressWarnings("NullAway") // a value may be null, which Map<String, Object> of the public API cannot say
    static Map<String, Object> plain(Tree.Fields mapping) {
        Map<String, Object> result = new LinkedHashMap<>();
        mapping.fields().forEach((key, value) -> result.put(key, plain(value)));
        return result;
    }

    @SuppressWarnings("NullAway") // as above
    private static Object plain(Tree tree) {
        if (tree instanceof Tree.Fields mapping) {
            return plain(mapping);
        }
        if (tree instanceof Tree.Items list) {
            List<Object> items = new ArrayList<>();
            list.items().forEach(item -> items.add(plain(item)));
            return items;
        }
        if (tree instanceof Tree.Figure figure) {
            return figure.value();
        }
        if (tree instanceof Tree.Truth truth) {
            return truth.value();
        }
        return tree instanceof Tree.Text text ? text.text() : null;
    }
}
