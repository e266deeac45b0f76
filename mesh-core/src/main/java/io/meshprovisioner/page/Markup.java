package io.meshprovisioner.page;

import java.util.Locale;

/** HTML and SVG as it is written: what is put in by format is text and escaped. */
final class Markup {
    private final StringBuilder out = new StringBuilder();

    /**
     * Adds a line of markup.
     *
     * @param format markup with the places of {@link String#format}
     * @param texts escaped before they are put in; numbers and markup stay as they are
     */
    Markup add(String format, Object... texts) {
        Object[] safe = new Object[texts.length];
        for (int i = 0; i < texts.length; i++) {
            safe[i] = texts[i] instanceof Number || texts[i] instanceof Markup ? texts[i] : escaped("" + texts[i]);
        }
        out.append(String.format(Locale.ROOT, format, safe)).append('\n');
        return this;
    }

    private static String escaped(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            switch (c) {
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '&' -> safe.append("&amp;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.appendCodePoint(c < ' ' || Character.getType(c) == Character.SURROGATE ? '?' : c);
            }
        });
        return safe.toString();
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
