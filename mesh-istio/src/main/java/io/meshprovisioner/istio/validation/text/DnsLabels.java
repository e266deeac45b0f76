package io.meshprovisioner.istio.validation.text;

/** DNS labels as Istio checks them: RFC 1123, but upper case is accepted too. */
public final class DnsLabels {
    private static final int MAX_LENGTH = 63;

    private DnsLabels() {}

    /** Letters, digits and inner dashes, at most 63. */
    public static boolean isLabel(String text) {
        return isLabel(text, 0, text.length());
    }

    /** Whether the part of a text is a label. */
    static boolean isLabel(String text, int from, int to) {
        if (from == to || to - from > MAX_LENGTH || !isAlphanumeric(text.charAt(from))) {
            return false;
        }
        for (int i = from + 1; i < to - 1; i++) {
            char c = text.charAt(i);
            if (c != '-' && !isAlphanumeric(c)) {
                return false;
            }
        }
        return isAlphanumeric(text.charAt(to - 1));
    }

    /** A label, a star, or a label that begins with a star. */
    public static boolean isLabelOrWildcard(String text) {
        if (text.length() > MAX_LENGTH || !text.startsWith("*")) {
            return isLabel(text);
        }
        return text.length() == 1 || isLabel(text.substring(text.startsWith("*-") ? 2 : 1));
    }

    static boolean isAlphanumeric(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
