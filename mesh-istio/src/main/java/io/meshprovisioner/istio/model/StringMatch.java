package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.model.step.NeedsHeaderMatch;
import io.meshprovisioner.istio.model.step.NeedsStringMatch;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * How a text is compared.
 *
 * @param type in which way; {@code PRESENT} when the document says none, which for headers means with any value
 * @param value with what; empty text for {@code PRESENT}
 */
public record StringMatch(Type type, String value) {

    /** The ways to compare. */
    public enum Type {
        EXACT,
        PREFIX,
        REGEX,
        PRESENT
    }

    static StringMatch of(ObjectNode tree) {
        for (Type type : List.of(Type.EXACT, Type.PREFIX, Type.REGEX)) {
            JsonNode value = tree.get(field(type));
            if (value != null && !value.isNull()) {
                return new StringMatch(type, Values.text(field(type), value));
            }
        }
        return new StringMatch(Type.PRESENT, "");
    }

    static <T> NeedsHeaderMatch<T> then(Function<ObjectNode, T> next) {
        return new Choice<>(match -> next.apply(match.tree()));
    }

    static ObjectNode choose(Function<NeedsStringMatch<StringMatch>, StringMatch> choice) {
        return choice.apply(new Choice<>(match -> match)).tree();
    }

    private ObjectNode tree() {
        return type == Type.PRESENT ? Trees.empty() : Trees.object(Map.of(field(type), Trees.of(value)));
    }

    private static String field(Type type) {
        return type.name().toLowerCase(java.util.Locale.ROOT);
    }

    private record Choice<T>(Function<StringMatch, T> next) implements NeedsHeaderMatch<T> {
        @Override
        public T exact(String value) {
            return next.apply(new StringMatch(Type.EXACT, value));
        }

        @Override
        public T prefix(String value) {
            return next.apply(new StringMatch(Type.PREFIX, value));
        }

        @Override
        public T regex(String value) {
            return next.apply(new StringMatch(Type.REGEX, value));
        }

        @Override
        public T present() {
            return next.apply(new StringMatch(Type.PRESENT, ""));
        }
    }
}
