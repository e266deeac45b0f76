package io.meshprovisioner.testkit.aws.protocol;

import io.meshprovisioner.testkit.wire.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The members of a query-protocol request. Nested members are read through {@link #child} and {@link #structs}; list
 * members with and without the {@code .member} step read alike.
 */
public final class Params {
    private final TreeMap<String, String> values;

    private Params(TreeMap<String, String> values) {
        this.values = values;
    }

    /** Reads a form body. */
    public static Params parse(String form) {
        TreeMap<String, String> values = new TreeMap<>();
        Request.parameters(form).forEach((name, all) -> values.put(name, all.get(0)));
        return new Params(values);
    }

    /** The operation that a form body names, found without reading the rest. */
    public static Optional<String> action(String form) {
        int start = form.startsWith("Action=") ? 0 : form.indexOf("&Action=") + 1;
        if (start == 0 && !form.startsWith("Action=")) {
            return Optional.empty();
        }
        int end = form.indexOf('&', start);
        return Optional.of(form.substring(start + "Action=".length(), end < 0 ? form.length() : end));
    }

    /** Members that were kept from an earlier request. */
    public static Params of(Map<String, String> members) {
        return new Params(new TreeMap<>(members));
    }

    public Optional<String> get(String name) {
        return Optional.ofNullable(values.get(name));
    }

    public String get(String name, String otherwise) {
        return values.getOrDefault(name, otherwise);
    }

    /** A member that must be there. */
    public String require(String name) {
        return get(name)
                .filter(value -> !value.isEmpty())
                .orElseThrow(() -> AwsError.of("MissingParameter", "The request must contain the parameter %s", name));
    }

    public boolean flag(String name, boolean otherwise) {
        return get(name).map(Boolean::parseBoolean).orElse(otherwise);
    }

    public Optional<Boolean> flag(String name) {
        return get(name).map(Boolean::parseBoolean);
    }

    public int number(String name, int otherwise) {
        return get(name).map(text -> parse(name, text)).orElse(otherwise);
    }

    private static int parse(String name, String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw AwsError.of("InvalidParameterValue", "Value (%s) for parameter %s is not a number.", text, name);
        }
    }

    /** The texts of a list member, in order; empty when absent. */
    public List<String> list(String name) {
        List<String> result = new ArrayList<>();
        elements(name).values().forEach(element -> element.get("").ifPresent(result::add));
        return result;
    }

    /** The structures of a list member, in order; empty when absent. */
    public List<Params> structs(String name) {
        return new ArrayList<>(elements(name).values());
    }

    /** The members below a structure member. */
    public Params child(String name) {
        TreeMap<String, String> below = new TreeMap<>();
        String prefix = name + ".";
        values.tailMap(prefix).entrySet().stream()
                .takeWhile(entry -> entry.getKey().startsWith(prefix))
                .forEach(entry -> below.put(entry.getKey().substring(prefix.length()), entry.getValue()));
        return new Params(below);
    }

    /** Whether any member is there. */
    public boolean isEmpty() {
        return values.isEmpty();
    }

    /** Everything, for comparing two requests. */
    public SortedMap<String, String> all() {
        return java.util.Collections.unmodifiableSortedMap(values);
    }

    private TreeMap<Integer, Params> elements(String name) {
        TreeMap<Integer, Params> result = new TreeMap<>();
        Params below = child(name);
        Params members = below.child("member");
        (members.isEmpty() ? below : members).values.forEach((key, value) -> {
            int dot = key.indexOf('.');
            String index = dot < 0 ? key : key.substring(0, dot);
            if (index.chars().allMatch(Character::isDigit) && !index.isEmpty()) {
                result.computeIfAbsent(Integer.parseInt(index), i -> new Params(new TreeMap<>()))
                        .values
                        .put(dot < 0 ? "" : key.substring(dot + 1), value);
            }
        });
        return result;
    }
}
