package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.model.step.NeedsTagName;
import io.meshprovisioner.istio.model.step.NeedsTagValue;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.Optional;
import java.util.function.Function;

/** A tag of spans: one of a text, a variable, a header and a format. Source: CustomTag. */
public final class CustomTag extends Part<CustomTag> {
    CustomTag(ObjectNode tree) {
        super(tree);
    }

    @Override
    protected CustomTag copy(ObjectNode changed) {
        return new CustomTag(changed);
    }

    private static CustomTag of(String kind, Part<?> value) {
        return new CustomTag(Trees.empty()).set(kind, value);
    }

    static NeedsTagValue needed() {
        return new NeedsTagValue() {
            @Override
            public CustomTag literal(String value) {
                return of("literal", new Node(Trees.empty()).set("value", value));
            }

            @Override
            public CustomTag environment(String name) {
                return of("environment", TagSource.named(name));
            }

            @Override
            public CustomTag environment(Function<NeedsTagName, TagSource> source) {
                return of("environment", source.apply(TagSource::named));
            }

            @Override
            public CustomTag header(String name) {
                return of("header", TagSource.named(name));
            }

            @Override
            public CustomTag header(Function<NeedsTagName, TagSource> source) {
                return of("header", source.apply(TagSource::named));
            }

            @Override
            public CustomTag formatter(String format) {
                return of("formatter", new Node(Trees.empty()).set("value", format));
            }
        };
    }

    /** What {@code literal} says. */
    public Optional<String> literal() {
        return part("literal", Node::new).flatMap(literal -> literal.text("value"));
    }

    /** What {@code environment} says. */
    public Optional<TagSource> environment() {
        return part("environment", TagSource::new);
    }

    /** What {@code header} says. */
    public Optional<TagSource> header() {
        return part("header", TagSource::new);
    }

    /** What {@code formatter} says. */
    public Optional<String> formatter() {
        return part("formatter", Node::new).flatMap(formatter -> formatter.text("value"));
    }
}
