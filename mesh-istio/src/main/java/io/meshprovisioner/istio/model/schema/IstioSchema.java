package io.meshprovisioner.istio.model.schema;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** All facts about a family of kinds: those of Istio that have a CRD, or the Kubernetes kinds for incoming traffic. */
public final class IstioSchema {
    private final Map<String, KindFacts> kinds;
    private final Map<String, MessageFacts> messages;
    private final Map<String, EnumFacts> enums;

    IstioSchema(Map<String, KindFacts> kinds, Map<String, MessageFacts> messages, Map<String, EnumFacts> enums) {
        this.kinds = kinds;
        this.messages = messages;
        this.enums = enums;
    }

    private static final class Kubernetes {
        static final IstioSchema SCHEMA = SchemaParser.load("kubernetes");
    }

    private static final class Loaded {
        static final IstioSchema SCHEMA = SchemaParser.load("common", "networking", "security", "extensions");
    }

    /** The facts; read once. */
    public static IstioSchema get() {
        return Loaded.SCHEMA;
    }

    /** Names, types and order of kinds without release facts: Ingress, the Gateway API, IstioOperator. */
    public static IstioSchema kubernetes() {
        return Kubernetes.SCHEMA;
    }

    /** The schema that has a kind: that with release facts, or the other. */
    public static Optional<IstioSchema> having(String group, String kind) {
        return Stream.of(get(), kubernetes())
                .filter(schema -> schema.kind(group, kind).isPresent())
                .findFirst();
    }

    /** All kinds. */
    public Collection<KindFacts> kinds() {
        return kinds.values();
    }

    /** The kind of this name in the group, whatever the API version. */
    public Optional<KindFacts> kind(String group, String kind) {
        return Optional.ofNullable(kinds.get(kind))
                .filter(facts -> facts.group().equals(group));
    }

    /**
     * The message of this name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public MessageFacts message(String name) {
        MessageFacts message = messages.get(name);
        if (message == null) {
            throw new IllegalArgumentException("no message is called " + name);
        }
        return message;
    }

    /** The message that the {@code spec} of a kind is. */
    public MessageFacts spec(KindFacts kind) {
        return message(kind.message());
    }

    /** The message that a field holds; empty if it holds something else. */
    public Optional<MessageFacts> message(FieldFacts field) {
        String reference = field.type().reference();
        return field.type().scalar() == FieldType.Scalar.MESSAGE && reference != null
                ? Optional.of(message(reference))
                : Optional.empty();
    }

    /**
     * The enum of this name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public EnumFacts enumeration(String name) {
        EnumFacts facts = enums.get(name);
        if (facts == null) {
            throw new IllegalArgumentException("no enum is called " + name);
        }
        return facts;
    }

    /** The enum that a field holds; empty if it holds something else. */
    public Optional<EnumFacts> enumeration(FieldFacts field) {
        return field.type().scalar() == FieldType.Scalar.ENUM
                ? Optional.of(enumeration(String.valueOf(field.type().reference())))
                : Optional.empty();
    }
}
