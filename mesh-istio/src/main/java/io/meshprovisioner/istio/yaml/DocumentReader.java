package io.meshprovisioner.istio.yaml;

import com.fasterxml.jackson.core.JacksonException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads YAML streams and JSON into documents. What is well formed is read, whether right or wrong for its kind;
 * documents without content are left out and lists stay whole ({@link Document#items()}).
 */
public final class DocumentReader {
    private final Limits limits;

    private DocumentReader(Limits limits) {
        this.limits = limits;
    }

    /** A reader within {@link Limits#DEFAULT}. */
    public static DocumentReader standard() {
        return new DocumentReader(Limits.DEFAULT);
    }

    /** A reader within other limits. */
    public static DocumentReader within(Limits limits) {
        return new DocumentReader(limits);
    }

    /**
     * The documents of a text.
     *
     * @throws MalformedDocumentException if it is neither YAML nor JSON, holds a key twice, or passes a limit
     */
    public List<Document> read(String text) {
        return read(text, null);
    }

    /**
     * The documents of a UTF-8 file.
     *
     * @throws MalformedDocumentException as {@link #read(String)} says
     * @throws UncheckedIOException if the file cannot be read
     */
    public List<Document> read(Path file) {
        return read(file, file.toString());
    }

    /** The documents of a UTF-8 file that messages call {@code name}. */
    public List<Document> read(Path file, String name) {
        try {
            long size = Files.size(file);
            if (size > limits.bytes()) {
                throw tooLarge(name, size);
            }
            return read(decode(Files.readAllBytes(file), name), name);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /** The documents of a text that messages call {@code name}. */
    public List<Document> read(String text, @Nullable String name) {
        if (text.length() > limits.bytes()) {
            throw tooLarge(name, text.length());
        }
        String content = text.startsWith("\uFEFF") ? text.substring(1) : text;
        if (content.stripLeading().startsWith("{")) {
            try {
                return new JsonTreeReader(content, limits, name).read();
            } catch (JacksonException e) {
                return flowYaml(content, name, e);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return new YamlTreeReader(content, limits, name).read();
    }

    /** Text that starts with a brace may be YAML in flow style; if it is not, the JSON error says more. */
    private List<Document> flowYaml(String content, @Nullable String name, JacksonException notJson) {
        try {
            return new YamlTreeReader(content, limits, name).read();
        } catch (MalformedDocumentException e) {
            if (!e.reason().startsWith("not YAML")) {
                throw e;
            }
            int line = notJson.getLocation() == null ? 0 : notJson.getLocation().getLineNr();
            throw new MalformedDocumentException(name, line, "not JSON: " + notJson.getOriginalMessage());
        }
    }

    private MalformedDocumentException tooLarge(@Nullable String name, long size) {
        return new MalformedDocumentException(
                name,
                0,
                size + " bytes are more than the " + limits.bytes() + " that are read at once; split the input");
    }

    private static String decode(byte[] bytes, String name) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedDocumentException(name, 0, "not UTF-8 text");
        }
    }
}
