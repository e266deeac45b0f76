package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.model.step.NeedsConditionValues;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A condition on an attribute of a request. Source: Condition. */
public final class Condition extends Part<Condition> {
    Condition(ObjectNode tree) {
        super(tree);
    }

    @Override
    protected Condition copy(ObjectNode changed) {
        return new Condition(changed);
    }

    static NeedsConditionValues about(String key) {
        Condition start = new Condition(Trees.empty()).set("key", key);
        return new NeedsConditionValues() {
            @Override
            public Condition values(String first, String... more) {
                return start.values(
                        Stream.concat(Stream.of(first), Arrays.stream(more)).toArray(String[]::new));
            }

            @Override
            public Condition notValues(String first, String... more) {
                return start.notValues(
                        Stream.concat(Stream.of(first), Arrays.stream(more)).toArray(String[]::new));
            }
        };
    }

    /** What {@code key} says. */
    public Optional<String> key() {
        return text("key");
    }

    /** One of these; {@code *} at the beginning or end for any text. */
    public Condition values(String... values) {
        return set("values", List.of(values));
    }

    /** What {@code values} says. */
    public List<String> values() {
        return texts("values");
    }

    /** None of these. */
    public Condition notValues(String... values) {
        return set("notValues", List.of(values));
    }

    /** What {@code notValues} says. */
    public List<String> notValues() {
        return texts("notValues");
    }
}
