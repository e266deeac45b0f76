package io.meshprovisioner.istio.gatewayapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.gatewayapi.step.NeedsValueMatch;
import io.meshprovisioner.istio.model.Part;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.Optional;
import java.util.function.Function;

/** How a path, or a header or parameter of a name, is compared. */
public final class ValueMatch extends Part<ValueMatch> {
    ValueMatch(ObjectNode tree) {
        super(tree);
    }

    @Override
    protected ValueMatch copy(ObjectNode changed) {
        return new ValueMatch(changed);
    }

    static ValueMatch of(String type, String value) {
        return new ValueMatch(Trees.empty()).set("type", type).set("value", value);
    }

    static <T> NeedsValueMatch<T> named(String name, Function<ValueMatch, T> next) {
        return new NeedsValueMatch<>() {
            @Override
            public T exact(String value) {
                return next.apply(of("Exact", value).set("name", name));
            }

            @Override
            public T regularExpression(String value) {
                return next.apply(of("RegularExpression", value).set("name", name));
            }
        };
    }

    /** What {@code name} says; none for a path. */
    public Optional<String> name() {
        return text("name");
    }

    /** What {@code type} says; default PathPrefix for a path, Exact for the others. */
    public Optional<String> type() {
        return text("type");
    }

    /** What {@code value} says. */
    public Optional<String> value() {
        return text("value");
    }
}
