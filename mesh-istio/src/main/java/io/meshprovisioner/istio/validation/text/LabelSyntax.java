package io.meshprovisioner.istio.validation.text;

import org.jspecify.annotations.Nullable;

/** Keys and values of labels as Istio checks them. */
public final class LabelSyntax {
    private static final int MAX_PREFIX = 253;
    private static final int MAX_NAME = 63;

    private LabelSyntax() {}

    /** What is wrong with the key, or null. */
    public static @Nullable String keyProblem(String key) {
        int slash = key.indexOf('/');
        String prefix = slash < 0 ? "" : key.substring(0, slash);
        String name = key.substring(slash + 1);
        if ((slash >= 0 && !isDottedName(prefix)) || !isQualifiedName(name)) {
            return "\"" + key + "\" is no label key";
        }
        if (prefix.length() > MAX_PREFIX) {
            return "the prefix of the label key \"" + key + "\" is longer than " + MAX_PREFIX + " characters";
        }
        return name.length() > MAX_NAME
                ? "the name in the label key \"" + key + "\" is longer than " + MAX_NAME + " characters"
                : null;
    }

    /** A value may be empty. Its length is the API server's business. */
    public static boolean isValue(String value) {
        return value.isEmpty() || isQualifiedName(value);
    }

    /** Letters, digits, dash, dot and underscore, with a letter or digit at both ends. */
    public static boolean isQualifiedName(String name) {
        if (name.isEmpty()
                || !DnsLabels.isAlphanumeric(name.charAt(0))
                || !DnsLabels.isAlphanumeric(name.charAt(name.length() - 1))) {
            return false;
        }
        for (int i = 1; i < name.length() - 1; i++) {
            char c = name.charAt(i);
            if (!DnsLabels.isAlphanumeric(c) && c != '-' && c != '_' && c != '.') {
                return false;
            }
        }
        return true;
    }

    private static boolean isDottedName(String name) {
        int start = 0;
        for (int end = 0; end <= name.length(); end++) {
            if (end == name.length() || name.charAt(end) == '.') {
                if (!isUnboundedLabel(name.substring(start, end))) {
                    return false;
                }
                start = end + 1;
            }
        }
        return true;
    }

    private static boolean isUnboundedLabel(String label) {
        return isQualifiedName(label) && label.indexOf('_') < 0 && label.indexOf('.') < 0;
    }
}
