package io.meshprovisioner.testkit.aws;

import io.meshprovisioner.testkit.aws.protocol.AwsError;
import io.meshprovisioner.testkit.aws.protocol.Params;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The filters that a Describe operation knows: each gives the values of a resource that a request may ask for. */
final class Filters<T> {
    private final Map<String, BiFunction<Site, T, Stream<String>>> values = new TreeMap<>();
    private final Function<T, String> id;

    /** @param id of a resource, for {@code tag:KEY} and {@code tag-key} */
    Filters(Function<T, String> id) {
        this.id = id;
        on("tag-key", (site, item) -> site.tags(id.apply(item)).keySet().stream());
    }

    Filters<T> on(String name, BiFunction<Site, T, Stream<String>> of) {
        values.put(name, of);
        return this;
    }

    /** A filter on a single value; null matches nothing. */
    Filters<T> one(String name, Function<T, @Nullable Object> of) {
        return on(name, (site, item) -> {
            Object value = of.apply(item);
            return value == null ? Stream.empty() : Stream.of(value.toString());
        });
    }

    /** What a request's filters let through. */
    Predicate<T> of(Site site, Params in) {
        Predicate<T> all = item -> true;
        for (Params filter : in.structs("Filter")) {
            String name = filter.require("Name");
            Predicate<String> wanted = anyOf(filter.list("Value"));
            all = all.and(item -> valuesOf(site, name, item).anyMatch(wanted));
        }
        return all;
    }

    private Stream<String> valuesOf(Site site, String name, T item) {
        if (name.startsWith("tag:")) {
            return Stream.ofNullable(site.tags(id.apply(item)).get(name.substring(4)));
        }
        return known(name).apply(site, item);
    }

    /** Refuses filters that the operation does not have, also where nothing is there to filter. */
    Filters<T> check(Params in) {
        in.structs("Filter").stream()
                .map(filter -> filter.require("Name"))
                .filter(name -> !name.startsWith("tag:"))
                .forEach(this::known);
        return this;
    }

    private BiFunction<Site, T, Stream<String>> known(String name) {
        BiFunction<Site, T, Stream<String>> of = values.get(name);
        if (of == null) {
            throw AwsError.of("InvalidParameterValue", "The filter '%s' is invalid", name);
        }
        return of;
    }

    private static Predicate<String> anyOf(List<String> wanted) {
        if (wanted.stream().noneMatch(text -> text.contains("*") || text.contains("?"))) {
            return wanted::contains;
        }
        Pattern pattern =
                Pattern.compile(wanted.stream().map(Filters::regex).collect(Collectors.joining("|")), Pattern.DOTALL);
        return value -> pattern.matcher(value).matches();
    }

    private static String regex(String wildcards) {
        StringBuilder result = new StringBuilder();
        for (char c : wildcards.toCharArray()) {
            result.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
        }
        return result.toString();
    }
}
