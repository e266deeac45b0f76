package io.meshprovisioner.testkit.aws.protocol;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes an XML answer, element by element. */
public final class Xml {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final StringBuilder out = new StringBuilder();
    private final String itemName;

    /** @param itemName the element around each list entry: {@code item} for EC2, {@code member} elsewhere */
    public Xml(String itemName) {
        this.itemName = itemName;
    }

    /** An element with text; nothing where the value is null or an empty Optional. */
    public Xml text(String name, @Nullable Object value) {
        Object plain = value instanceof Optional<?> optional ? optional.orElse(null) : value;
        if (plain != null) {
            out.append('<').append(name).append('>');
            escape(plain instanceof Instant instant ? TIME.format(instant) : plain.toString());
            out.append("</").append(name).append('>');
        }
        return this;
    }

    /** An element around others. */
    public Xml node(String name, Consumer<Xml> body) {
        out.append('<').append(name).append('>');
        body.accept(this);
        out.append("</").append(name).append('>');
        return this;
    }

    /** An element around what was written before by another writer. */
    public Xml raw(String name, String written) {
        out.append('<')
                .append(name)
                .append('>')
                .append(written)
                .append("</")
                .append(name)
                .append('>');
        return this;
    }

    /** A list, each entry written by {@code each}. */
    public <T> Xml list(String name, Iterable<T> items, BiConsumer<Xml, T> each) {
        return node(name, xml -> items.forEach(item -> node(itemName, entry -> each.accept(entry, item))));
    }

    /** A list of texts. */
    public Xml texts(String name, Iterable<String> items) {
        return node(name, xml -> items.forEach(item -> text(itemName, item)));
    }

    /** The document so far, inside a root element with a namespace. */
    public String document(String root, String namespace) {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<" + root + " xmlns=\"" + namespace + "\">" + out + "</"
                + root + ">";
    }

    /** What was written so far. */
    @Override
    public String toString() {
        return out.toString();
    }

    private void escape(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append("&quot;");
                case '\r' -> out.append("&#13;");
                default -> out.append(c);
            }
        }
    }
}
