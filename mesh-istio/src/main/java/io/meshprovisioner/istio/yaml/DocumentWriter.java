package io.meshprovisioner.istio.yaml;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.util.StringQuotingChecker;
import java.util.Collection;
import java.util.stream.Collectors;

/** Writes trees as YAML or JSON; equal trees in equal order give the same text, and no text reads as something else. */
public final class DocumentWriter {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectWriter PRETTY = JSON.writer().with(SerializationFeature.INDENT_OUTPUT);
    private static final ObjectMapper YAML = new ObjectMapper(YAMLFactory.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .stringQuotingChecker(new Quoting())
            .build());

    private DocumentWriter() {}

    /** One document as YAML, ending in a line break. */
    public static String yaml(JsonNode tree) {
        return write(YAML.writer(), tree);
    }

    /** Several documents as a YAML stream, parted by {@code ---}. */
    public static String yamlStream(Collection<? extends JsonNode> trees) {
        return trees.stream().map(DocumentWriter::yaml).collect(Collectors.joining("---\n"));
    }

    /** One document as JSON on one line. */
    public static String json(JsonNode tree) {
        return write(JSON.writer(), tree);
    }

    /** One document as indented JSON, ending in a line break. */
    public static String prettyJson(JsonNode tree) {
        return write(PRETTY, tree) + "\n";
    }

    private static String write(ObjectWriter writer, JsonNode tree) {
        try {
            return writer.writeValueAsString(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain values could not be written", e);
        }
    }

    private static final class Quoting extends StringQuotingChecker {
        private static final long serialVersionUID = 1L;

        @Override
        public boolean needToQuoteName(String name) {
            return needToQuoteValue(name) || name.indexOf('\n') >= 0;
        }

        @Override
        public boolean needToQuoteValue(String value) {
            return PlainScalar.needsQuotes(value)
                    || value.contains(": ")
                    || value.contains(" #")
                    || value.endsWith(":")
                    || value.endsWith(" ")
                    || value.startsWith(" ");
        }
    }
}
