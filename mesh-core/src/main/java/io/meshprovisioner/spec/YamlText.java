package io.meshprovisioner.spec;

import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes plain trees as YAML that every YAML 1.1 and 1.2 reader takes alike: a text stands bare only where none could
 * see anything else in it, as a block where it has clean lines, and otherwise in double quotes, escaped. Library
 * emitters let some texts stand bare or single-quoted that read back changed (line separators, for one).
 */
final class YamlText {
    /** YAML takes a key without "?" up to 1,024 characters. */
    private static final int LONGEST_KEY = 1000;

    private static final int LONGEST_BARE = 120;
    private static final Pattern WORDS =
            Pattern.compile("[A-Za-z/](?:[A-Za-z0-9._/@+=-]|:(?=[A-Za-z0-9/])| (?=[A-Za-z0-9]))*");
    private static final Pattern DOTTED = Pattern.compile("\\d{1,3}(?:\\.\\d{1,3}){2,3}(?:/\\d{1,2})?");
    private static final Pattern CLEAN_LINES = Pattern.compile("[!-~][ -~\\n]*");
    private static final Set<String> MEANT_OTHERWISE =
            Set.of("true", "false", "yes", "no", "on", "off", "y", "n", "null", "nan", "inf", "infinity");

    private final StringBuilder out = new StringBuilder();

    private YamlText() {}

    static String of(Map<String, ?> tree) {
        YamlText text = new YamlText();
        text.fields(tree, 0);
        return text.out.toString();
    }

    private void fields(Map<?, ?> fields, int indent) {
        Iterator<? extends Map.Entry<?, ?>> entries = fields.entrySet().iterator();
        for (boolean first = true; entries.hasNext(); first = false) {
            Map.Entry<?, ?> entry = entries.next();
            String key = scalar(String.valueOf(entry.getKey()));
            indent(first ? 0 : indent);
            if (key.length() > LONGEST_KEY) {
                out.append("? ").append(key).append('\n');
                indent(indent);
                out.append(':');
            } else {
                out.append(key).append(':');
            }
            value(entry.getValue(), indent);
        }
    }

    /** What follows a key: on its line, or on those below it. */
    private void value(@Nullable Object value, int indent) {
        if (value instanceof Map<?, ?> map && !map.isEmpty()) {
            out.append('\n');
            indent(indent + 2);
            fields(map, indent + 2);
        } else if (value instanceof Collection<?> list && !list.isEmpty()) {
            out.append('\n');
            indent(indent);
            items(list, indent);
        } else {
            out.append(' ');
            leaf(value, indent + 2);
        }
    }

    private void items(Collection<?> items, int indent) {
        boolean first = true;
        for (Object item : items) {
            indent(first ? 0 : indent);
            first = false;
            out.append("- ");
            if (item instanceof Map<?, ?> map && !map.isEmpty()) {
                fields(map, indent + 2);
            } else if (item instanceof List<?> list && !list.isEmpty()) {
                items(list, indent + 2);
            } else {
                leaf(item, indent + 2);
            }
        }
    }

    private void leaf(@Nullable Object value, int indent) {
        if (value instanceof Map<?, ?>) {
            out.append("{}\n");
        } else if (value instanceof Collection<?>) {
            out.append("[]\n");
        } else if (value instanceof String text && text.indexOf('\n') > 0 && isBlock(text)) {
            out.append(text.endsWith("\n") ? "|\n" : "|-\n");
            text.lines().forEach(line -> {
                indent(line.isEmpty() ? 0 : indent);
                out.append(line).append('\n');
            });
        } else if (value instanceof String text) {
            out.append(scalar(text)).append('\n');
        } else if (value instanceof Double || value instanceof java.math.BigDecimal) {
            out.append(number(value.toString())).append('\n');
        } else {
            out.append(value).append('\n');
        }
    }

    /** A fraction and a signed exponent, without which YAML 1.1 sees a text. */
    private static String number(String text) {
        int exponent = text.indexOf('E');
        if (exponent < 0) {
            return text;
        }
        String mantissa = text.substring(0, exponent);
        String power = text.substring(exponent + 1);
        return (mantissa.contains(".") ? mantissa : mantissa + ".0")
                + "E"
                + (power.startsWith("-") || power.startsWith("+") ? power : "+" + power);
    }

    private static boolean isBlock(String text) {
        return !text.endsWith("\n\n")
                && CLEAN_LINES.matcher(text).matches()
                && text.lines().noneMatch(line -> line.isBlank() && !line.isEmpty());
    }

    private static String scalar(String text) {
        boolean bare = text.length() <= LONGEST_BARE
                && !MEANT_OTHERWISE.contains(text.toLowerCase(Locale.ROOT))
                && (WORDS.matcher(text).matches() || DOTTED.matcher(text).matches());
        return bare ? text : quoted(text);
    }

    private static String quoted(String text) {
        StringBuilder result = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                result.append('\\').appendCodePoint(c);
            } else if (c == '\n') {
                result.append("\\n");
            } else if (c == ' ' || Character.isLetterOrDigit(c) || (c > ' ' && c < 0x7f)) {
                result.appendCodePoint(c);
            } else {
                result.append(String.format(c > 0xffff ? "\\U%08x" : "\\u%04x", c));
            }
        });
        return result.append('"').toString();
    }

    private void indent(int columns) {
        out.append(" ".repeat(columns));
    }
}
