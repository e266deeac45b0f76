package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.yaml.DocumentWriter;
import io.meshprovisioner.istio.yaml.Trees;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A piece of a resource: an immutable view of its place in the document. Methods with arguments give a changed copy,
 * methods without read. A reading method throws {@link IllegalStateException} when the document holds something there
 * that the field cannot be; a null counts as absent, as it does for the API server.
 *
 * @param <T> the piece itself
 */
public abstract class Part<T extends Part<T>> {
    private static final int SHORT = 160;
    private final ObjectNode tree;

    /** A view of a frozen tree. */
    protected Part(ObjectNode tree) {
        this.tree = tree;
    }

    /** The same piece over another tree. */
    protected abstract T copy(ObjectNode changed);

    /** The tree under a piece. */
    protected static ObjectNode tree(Part<?> part) {
        return part.tree;
    }

    /** The value of a field under its name or its protocol buffer's; null when absent or null. */
    protected final @Nullable JsonNode get(String field) {
        JsonNode value = tree.get(field);
        if (value == null && !tree.isEmpty()) {
            value = tree.get(Names.original(field));
        }
        return value == null || value.isNull() ? null : value;
    }

    /** A copy with a field replaced, whichever way it was spelled. */
    protected final T set(String field, JsonNode value) {
        ObjectNode base = tree;
        if (!tree.isEmpty()) {
            String original = Names.original(field);
            base = original.equals(field) ? tree : Trees.without(tree, original);
        }
        return copy(Trees.with(base, field, value));
    }

    /** A copy without a field. */
    protected final T unset(String field) {
        return copy(Trees.without(Trees.without(tree, field), Names.original(field)));
    }

    protected final T set(String field, String value) {
        return set(field, Trees.of(Objects.requireNonNull(value, field)));
    }

    protected final T set(String field, boolean value) {
        return set(field, Trees.of(value));
    }

    protected final T set(String field, int value) {
        return set(field, IntNode.valueOf(value));
    }

    protected final T set(String field, long value) {
        return set(field, Trees.of(value));
    }

    protected final T set(String field, double value) {
        return set(field, Values.decimal(value));
    }

    protected final T set(String field, Duration value) {
        return set(field, Durations.format(value));
    }

    protected final T set(String field, Percentage value) {
        return set(field, Trees.object(Map.of("value", Values.decimal(value.value()))));
    }

    protected final T set(String field, Enum<?> value) {
        return set(field, value.toString());
    }

    protected final T set(String field, Part<?> value) {
        return set(field, value.tree);
    }

    protected final T set(String field, List<String> values) {
        return set(field, Trees.of(values));
    }

    protected final T set(String field, Map<String, String> values) {
        return set(field, Trees.of(values));
    }

    /** A copy with a piece appended to a list. */
    protected final T add(String field, Part<?> element) {
        return set(field, Trees.append(get(field), element.tree));
    }

    /** A copy with one entry of a map set. */
    protected final T put(String field, String key, Part<?> value) {
        ObjectNode map = get(field) instanceof ObjectNode there ? there : Trees.empty();
        return set(field, Trees.with(map, key, value.tree));
    }

    /** A copy with a nested piece changed, from nothing if it is not there. */
    protected final <P extends Part<P>> T edit(String field, Function<ObjectNode, P> view, UnaryOperator<P> change) {
        ObjectNode there = get(field) instanceof ObjectNode object ? object : Trees.empty();
        P changed = change.apply(view.apply(there));
        return set(field, tree(changed));
    }

    protected final Optional<String> text(String field) {
        return Optional.ofNullable(get(field)).map(value -> Values.text(field, value));
    }

    protected final Optional<Boolean> flag(String field) {
        return Optional.ofNullable(get(field)).map(value -> Values.flag(field, value));
    }

    protected final Optional<Integer> integer(String field) {
        return Optional.ofNullable(get(field)).map(value -> Math.toIntExact(Values.whole(field, value)));
    }

    protected final Optional<Long> whole(String field) {
        return Optional.ofNullable(get(field)).map(value -> Values.whole(field, value));
    }

    protected final Optional<Double> decimal(String field) {
        return Optional.ofNullable(get(field)).map(value -> Values.decimal(field, value));
    }

    protected final Optional<Duration> duration(String field) {
        return text(field).map(value -> Durations.parse(field, value));
    }

    protected final Optional<Percentage> percentage(String field) {
        return Optional.ofNullable(get(field))
                .map(value -> value.get("value"))
                .map(value -> Percentage.of(Values.decimal(field, value)));
    }

    protected final <E extends Enum<E>> Optional<E> value(String field, Class<E> type) {
        return text(field).map(value -> Values.constant(field, value, type));
    }

    protected final <P> Optional<P> part(String field, Function<ObjectNode, P> view) {
        return Optional.ofNullable(get(field)).map(value -> view.apply(Values.object(field, value)));
    }

    protected final <P> List<P> parts(String field, Function<ObjectNode, P> view) {
        return Values.list(field, get(field)).stream()
                .map(value -> view.apply(Values.object(field, value)))
                .toList();
    }

    protected final List<String> texts(String field) {
        return Values.list(field, get(field)).stream()
                .map(value -> Values.text(field, value))
                .toList();
    }

    protected final Map<String, String> textMap(String field) {
        return Values.map(field, get(field), Values::text);
    }

    protected final <P> Map<String, P> partMap(String field, Function<ObjectNode, P> view) {
        return Values.map(field, get(field), (name, value) -> view.apply(Values.object(name, value)));
    }

    /** Equal if of one type and with the same content, in whatever order it was said. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other != null && other.getClass() == getClass() && ((Part<?>) other).tree.equals(tree);
    }

    @Override
    public int hashCode() {
        return tree.hashCode();
    }

    /** The content as JSON, cut short. */
    @Override
    public String toString() {
        String json = DocumentWriter.json(tree);
        return json.length() <= SHORT ? json : json.substring(0, SHORT) + "...";
    }
}
