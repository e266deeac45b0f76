package io.meshprovisioner.spec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.meshprovisioner.error.InvalidSpecException;
import io.meshprovisioner.error.SpecProblem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;

/**
 * Reads one YAML or JSON document within bounds: at most a million characters and 50 levels, no anchors, aliases or
 * tags (which could blow up or make objects), no key twice.
 */
final class Documents {
    static final int LONGEST = 1_000_000;
    static final int DEEPEST = 50;
    private static final int LONGEST_NUMBER = 400;

    private static final StreamReadConstraints BOUNDS = StreamReadConstraints.builder()
            .maxNestingDepth(DEEPEST)
            .maxNumberLength(LONGEST_NUMBER)
            .maxStringLength(LONGEST)
            .build();
    private static final JsonFactory JSON =
            JsonFactory.builder().streamReadConstraints(BOUNDS).build();
    private static final YAMLFactory YAML = YAMLFactory.builder()
            .streamReadConstraints(BOUNDS)
            .enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS)
            .loaderOptions(bounds())
            .build();

    private final JsonParser parser;

    private Documents(JsonParser parser) {
        this.parser = parser;
    }

    /** @throws InvalidSpecException when it is no such document; the problem's path is {@code document} */
    static Tree parse(String text) {
        if (text.length() > LONGEST) {
            throw refused("It has " + text.length() + " characters.", "Use " + LONGEST + " at most.");
        }
        if (text.stripLeading().startsWith("{")) {
            try {
                return read(JSON, text);
            } catch (Unreadable notJson) {
                try {
                    return read(YAML, text);
                } catch (Unreadable notYaml) {
                    throw notJson.refusal();
                }
            }
        }
        try {
            return read(YAML, text);
        } catch (Unreadable e) {
            throw e.refusal();
        }
    }

    private static LoaderOptions bounds() {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(LONGEST);
        options.setNestingDepthLimit(DEEPEST);
        options.setMaxAliasesForCollections(0);
        options.setAllowDuplicateKeys(false);
        return options;
    }

    private static Tree read(JsonFactory factory, String text) throws Unreadable {
        try (JsonParser parser = factory.createParser(text)) {
            if (parser.nextToken() == null) {
                return new Tree.Nothing(1);
            }
            Documents reader = new Documents(parser);
            Tree tree = reader.value();
            if (parser.nextToken() != null) {
                throw refused(
                        "A second document starts in line " + reader.line() + ".", "Keep one spec in a document.");
            }
            return tree;
        } catch (JsonProcessingException e) {
            throw new Unreadable(e);
        } catch (IOException | RuntimeException e) {
            if (e instanceof InvalidSpecException refusal) {
                throw refusal;
            }
            throw new Unreadable(e);
        }
    }

    private Tree value() throws IOException {
        refuseAnchors();
        int line = line();
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> fields(line);
            case START_ARRAY -> items(line);
            case VALUE_STRING -> text(line);
            case VALUE_NUMBER_INT -> new Tree.Figure(parser.getText(), parser.getNumberValue(), line);
            case VALUE_NUMBER_FLOAT -> figure(line);
            case VALUE_TRUE, VALUE_FALSE -> new Tree.Truth(token == JsonToken.VALUE_TRUE, line);
            default -> new Tree.Nothing(line);
        };
    }

    /** YAML's parser gives an empty text for what is left empty, too; only that takes no room. */
    private Tree text(int line) throws IOException {
        String text = parser.getText();
        boolean absent = text.isEmpty()
                && parser instanceof YAMLParser
                && parser.currentTokenLocation().getCharOffset()
                        == parser.currentLocation().getCharOffset();
        return absent ? new Tree.Nothing(line) : new Tree.Text(text, line);
    }

    private Tree figure(int line) throws IOException {
        Number value = parser.isNaN() ? (Number) parser.getDoubleValue() : parser.getDecimalValue();
        return new Tree.Figure(parser.getText(), value, line);
    }

    private Tree items(int line) throws IOException {
        List<Tree> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(value());
        }
        return new Tree.Items(Collections.unmodifiableList(items), line);
    }

    private Tree fields(int line) throws IOException {
        Map<String, Tree> fields = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            refuseAnchors();
            String name = parser.currentName();
            int nameLine = line();
            parser.nextToken();
            if (fields.putIfAbsent(name, value()) != null) {
                throw refused(
                        "The key \"" + Problems.shown(name) + "\" is there twice, the second time in line " + nameLine
                                + ".",
                        "Keep one of them.");
            }
        }
        return new Tree.Fields(Collections.unmodifiableMap(fields), line);
    }

    private void refuseAnchors() throws IOException {
        if (parser instanceof YAMLParser yaml
                && (yaml.isCurrentAlias() || yaml.getObjectId() != null || yaml.getTypeId() != null)) {
            throw refused(
                    "There is an anchor, an alias or a tag (&, *, !) in line " + line() + ".",
                    "Write the value itself, in quotes where it starts with one of these characters.");
        }
    }

    private int line() {
        return Math.max(1, parser.currentTokenLocation().getLineNr());
    }

    private static InvalidSpecException refused(String message, String advice) {
        return new InvalidSpecException(List.of(new SpecProblem("document", message, advice)));
    }

    /** It is not of the form; says where, without quoting the document. */
    private static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        private final int line;
        private final String reason;

        Unreadable(Exception cause) {
            super(cause);
            boolean located = cause instanceof JsonProcessingException json && json.getLocation() != null;
            this.line =
                    located ? ((JsonProcessingException) cause).getLocation().getLineNr() : 0;
            String message = cause instanceof JsonProcessingException json
                    ? json.getOriginalMessage()
                    : String.valueOf(cause.getMessage());
            this.reason = Problems.shown(message.lines().findFirst().orElse(""));
        }

        InvalidSpecException refusal() {
            return refused(
                    "It is neither YAML nor JSON" + (line > 0 ? ", in line " + line : "") + ": " + reason + ".",
                    "Check indentation, brackets and quotes there.");
        }
    }
}
