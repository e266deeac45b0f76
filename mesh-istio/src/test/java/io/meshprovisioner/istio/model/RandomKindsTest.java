package io.meshprovisioner.istio.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.Manifests;
import io.meshprovisioner.istio.gatewayapi.GatewayApiKinds;
import io.meshprovisioner.istio.model.schema.FieldFacts;
import io.meshprovisioner.istio.model.schema.FieldType.Shape;
import io.meshprovisioner.istio.model.schema.IstioSchema;
import io.meshprovisioner.istio.model.schema.MessageFacts;
import io.meshprovisioner.istio.yaml.Document;
import io.meshprovisioner.istio.yaml.Trees;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random objects of each kind, of all fields that it has, each of its type: written, read, compared, and looked at. */
class RandomKindsTest {
    private static final int OBJECTS = 60;
    private static final int DEPTH = 7;
    private static final List<String> TEXTS = List.of(
            "a",
            "reviews.example.com",
            "yes",
            "1",
            "1e3",
            "true",
            "a: b",
            "*",
            "5s",
            "",
            "null",
            "é",
            "x #y",
            "0x1",
            "- a",
            "\n");

    private final Random random = new Random(20_261_123);

    static Stream<ResourceType<?>> kinds() {
        return Stream.concat(IstioKinds.all().stream(), GatewayApiKinds.all().stream());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    <T extends Resource<T>> void isReadAsItWasWritten(ResourceType<T> type) throws Exception {
        IstioSchema schema = IstioSchema.having(type.group(), type.kind()).orElseThrow();
        MessageFacts spec = schema.spec(schema.kind(type.group(), type.kind()).orElseThrow());
        int empty = 0;
        for (int i = 0; i < OBJECTS; i++) {
            T made = type.view().apply(document(type, message(schema, spec, 0)));
            Manifests fromYaml = Manifests.read(made.toYaml());
            assertThat(fromYaml.list(type.type())).as(made.toYaml()).containsExactly(made);
            assertThat(fromYaml.notes()).as(made.toYaml()).isEmpty();
            assertThat(fromYaml.list(type.type()).get(0).toYaml()).isEqualTo(made.toYaml());
            assertThat(Manifests.read(made.toJson()).list(type.type())).containsExactly(made);
            look(made, made.toYaml());
            empty += made.toJson().contains("\"spec\":{}") ? 1 : 0;
        }
        assertThat(empty).isLessThan(OBJECTS / 2);
    }

    private static Document document(ResourceType<?> type, Map<String, Object> spec) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("apiVersion", type.newestApiVersion());
        object.put("kind", type.kind());
        object.put("metadata", Map.of("name", "x", "namespace", "n"));
        object.put("spec", spec);
        return Document.of((ObjectNode) Trees.of(object));
    }

    private Map<String, Object> message(IstioSchema schema, MessageFacts message, int depth) {
        Map<String, Object> members = new LinkedHashMap<>();
        List<FieldFacts> fields = new ArrayList<>(message.fields());
        for (FieldFacts field : fields) {
            if (random.nextInt(fields.size()) < 3
                    && (depth < DEPTH || schema.message(field).isEmpty())) {
                members.put(field.name(), field(schema, field, depth));
            }
        }
        return members;
    }

    private Object field(IstioSchema schema, FieldFacts field, int depth) {
        int size = field.type().shape() == Shape.SINGLE ? 1 : random.nextInt(3);
        if (field.type().shape() == Shape.SINGLE) {
            return value(schema, field, depth);
        }
        List<Object> values = new ArrayList<>();
        Map<String, Object> entries = new LinkedHashMap<>();
        for (int i = 0; i < size; i++) {
            Object value = value(schema, field, depth);
            values.add(value);
            entries.put(field.name().equals("portLevelMtls") ? String.valueOf(8080 + i) : "key" + i, value);
        }
        return field.type().shape() == Shape.LIST ? values : entries;
    }

    private Object value(IstioSchema schema, FieldFacts field, int depth) {
        Optional<MessageFacts> message = schema.message(field);
        if (message.isPresent()) {
            return message(schema, message.get(), depth + 1);
        }
        return switch (field.type().scalar()) {
            case BOOL -> random.nextBoolean();
            case DOUBLE -> random.nextInt(1000) / 10.0;
            case DURATION -> random.nextInt(100) + "." + (1 + random.nextInt(9)) + "s";
            case BYTES -> "aGVsbG8=";
            case STRUCT -> Map.of("a", List.of(1, "b", Map.of("c", true)));
            case ENUM -> {
                var values = List.copyOf(schema.enumeration(field).orElseThrow().values());
                yield values.get(random.nextInt(values.size())).name();
            }
            case STRING -> TEXTS.get(random.nextInt(TEXTS.size()));
            default -> random.nextInt(100);
        };
    }

    /** Reads everything that the types can read of an object of right types. */
    private static void look(Object value, String yaml) throws Exception {
        if (value instanceof Optional<?> optional) {
            if (optional.isPresent()) {
                look(optional.get(), yaml);
            }
        } else if (value instanceof Collection<?> collection) {
            for (Object element : collection) {
                look(element, yaml);
            }
        } else if (value instanceof Map<?, ?> map) {
            look(map.values(), yaml);
        } else if (value instanceof Part<?>) {
            for (Method method : value.getClass().getMethods()) {
                if (isReader(method)) {
                    try {
                        look(method.invoke(value), yaml);
                    } catch (java.lang.reflect.InvocationTargetException e) {
                        throw new AssertionError(method + " of\n" + yaml, e.getCause());
                    }
                }
            }
        }
    }

    private static boolean isReader(Method method) {
        Class<?> result = method.getReturnType();
        return method.getParameterCount() == 0
                && !Modifier.isStatic(method.getModifiers())
                && Modifier.isPublic(method.getDeclaringClass().getModifiers())
                && (result == Optional.class || result == List.class || result == Map.class);
    }
}
