package io.meshprovisioner.istio;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Certificates or a key in PEM, from a file or from memory. Prints where it is from, never what it holds. */
public final class Pem {
    private final String where;
    private final String text;

    private Pem(String where, String text) {
        this.where = where;
        this.text = text;
    }

    /**
     * The content of a file.
     *
     * @throws UncheckedIOException when it cannot be read
     */
    public static Pem file(Path file) {
        try {
            return new Pem(file.toString(), Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read.", e);
        }
    }

    /** A text at hand, such as a vault's answer. */
    public static Pem of(String text) {
        return new Pem("the text given", text);
    }

    String text() {
        return text;
    }

    @Override
    public String toString() {
        return where;
    }
}
