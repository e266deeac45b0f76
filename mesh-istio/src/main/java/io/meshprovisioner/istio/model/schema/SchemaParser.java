package io.meshprovisioner.istio.model.schema;

import io.meshprovisioner.istio.model.schema.FieldType.Scalar;
import io.meshprovisioner.istio.model.schema.FieldType.Shape;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the {@code .schema} resources. A line that is not indented opens a block:
 *
 * <pre>
 * kind NAME      with lines: name GROUP PLURAL SINGULAR [SHORT[@RELEASE]]; served and stored VERSION@RELEASE ...;
 *                column NAME JSONPATH TYPE; spec MESSAGE (when it is not called as the kind)
 * message NAME   with lines: FIELD TYPE [since=R] [deprecated=R] [alias=NAME] [; what to do before]
 * enum NAME      with lines: VALUE [since=R] [deprecated=R] [; what to do before]
 * </pre>
 *
 * TYPE is a scalar, {@code enum NAME} or a message, after {@code []} for a list or inside {@code map<>}.
 */
final class SchemaParser {
    private final Map<String, KindFacts> kinds = new LinkedHashMap<>();
    private final Map<String, MessageFacts> messages = new LinkedHashMap<>();
    private final Map<String, EnumFacts> enums = new LinkedHashMap<>();

    private record Block(String type, String name, List<String> lines) {}

    static IstioSchema load(String... resources) {
        SchemaParser parser = new SchemaParser();
        for (String resource : resources) {
            blocks(resource + ".schema").forEach(parser::add);
        }
        return new IstioSchema(
                Collections.unmodifiableMap(parser.kinds),
                Collections.unmodifiableMap(parser.messages),
                Collections.unmodifiableMap(parser.enums));
    }

    private static List<Block> blocks(String resource) {
        List<Block> blocks = new ArrayList<>();
        try (InputStream in = SchemaParser.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + resource + " is missing");
            }
            BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            reader.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .forEach(line -> {
                        if (line.startsWith(" ")) {
                            blocks.get(blocks.size() - 1).lines().add(line.strip());
                        } else {
                            String[] words = line.split(" ");
                            blocks.add(new Block(words[0], words[1], new ArrayList<>()));
                        }
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return blocks;
    }

    private void add(Block block) {
        switch (block.type()) {
            case "kind" -> kinds.put(block.name(), kind(block));
            case "message" ->
                messages.put(
                        block.name(),
                        new MessageFacts(
                                block.name(),
                                block.lines().stream().map(SchemaParser::field).toList()));
            case "enum" ->
                enums.put(
                        block.name(),
                        new EnumFacts(
                                block.name(),
                                block.lines().stream().map(SchemaParser::value).toList()));
            default -> throw new IllegalStateException("unknown block " + block.type());
        }
    }

    private static KindFacts kind(Block block) {
        Map<String, List<String>> rows = new LinkedHashMap<>();
        List<KindFacts.Column> columns = new ArrayList<>();
        for (String line : block.lines()) {
            List<String> words = List.of(line.split(" +"));
            List<String> rest = words.subList(1, words.size());
            if (words.get(0).equals("column")) {
                columns.add(new KindFacts.Column(rest.get(0), rest.get(1), rest.get(2)));
            } else {
                rows.put(words.get(0), rest);
            }
        }
        List<String> names = rows.getOrDefault("name", List.of());
        return new KindFacts(
                block.name(),
                names.get(0),
                names.get(1),
                names.get(2),
                since(names.subList(3, names.size())),
                since(rows.getOrDefault("served", List.of())),
                since(rows.getOrDefault("stored", List.of())),
                List.copyOf(columns),
                rows.getOrDefault("spec", List.of(block.name())).get(0));
    }

    private static List<KindFacts.Since> since(List<String> words) {
        return words.stream()
                .map(word -> word.split("@"))
                .map(parts -> new KindFacts.Since(parts[0], parts.length > 1 ? Release.of(parts[1]) : Release.OLDEST))
                .toList();
    }

    private static FieldFacts field(String line) {
        Row row = Row.of(line);
        return new FieldFacts(
                row.words().get(0),
                type(row.words().subList(1, row.words().size())),
                row.release("since").orElse(Release.OLDEST),
                row.release("deprecated").orElse(null),
                row.options().get("alias"),
                row.advice());
    }

    private static EnumFacts.Value value(String line) {
        Row row = Row.of(line);
        return new EnumFacts.Value(
                row.words().get(0),
                row.release("since").orElse(Release.OLDEST),
                row.release("deprecated").orElse(null),
                row.advice());
    }

    private static FieldType type(List<String> words) {
        if (words.get(0).equals("enum")) {
            return new FieldType(Shape.SINGLE, Scalar.ENUM, words.get(1));
        }
        String word = words.get(0);
        Shape shape = word.startsWith("[]") ? Shape.LIST : word.startsWith("map<") ? Shape.MAP : Shape.SINGLE;
        String element =
                switch (shape) {
                    case SINGLE -> word;
                    case LIST -> word.substring(2);
                    case MAP -> word.substring(4, word.length() - 1);
                };
        return Character.isUpperCase(element.charAt(0))
                ? new FieldType(shape, Scalar.MESSAGE, element)
                : new FieldType(shape, Scalar.valueOf(element.toUpperCase(Locale.ROOT)), null);
    }

    private record Row(
            List<String> words,
            Map<String, String> options,
            @Nullable String advice) {
        static Row of(String line) {
            int semicolon = line.indexOf(" ; ");
            String facts = semicolon < 0 ? line : line.substring(0, semicolon);
            List<String> words = new ArrayList<>();
            Map<String, String> options = new LinkedHashMap<>();
            for (String word : facts.split(" +")) {
                int equals = word.indexOf('=');
                if (equals < 0) {
                    words.add(word);
                } else {
                    options.put(word.substring(0, equals), word.substring(equals + 1));
                }
            }
            return new Row(
                    words,
                    options,
                    semicolon < 0 ? null : line.substring(semicolon + 3).strip());
        }

        Optional<Release> release(String option) {
            return Optional.ofNullable(options.get(option)).map(Release::of);
        }
    }
}
