package io.meshprovisioner.istio.validation.text;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Host names, with and without wildcards. The checks answer with what is wrong, or null if nothing is. */
public final class Hosts {
    private static final String SNI_PREFIX = "outbound";
    private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9]+");
    private static final Pattern HAS_DIGIT = Pattern.compile("[0-9]");
    private static final Pattern HAS_LETTER = Pattern.compile("[a-zA-Z]");

    private Hosts() {}

    /** A fully qualified domain name, or a short one; no wildcard. */
    public static @Nullable String fqdnProblem(String name) {
        String length = lengthProblem(name);
        return length != null ? length : labelsProblem(name);
    }

    /** A domain name whose first label may be or begin with a star. */
    public static @Nullable String wildcardDomainProblem(String name) {
        String length = lengthProblem(name);
        if (length != null) {
            return length;
        }
        int dot = name.indexOf('.');
        String first = dot < 0 ? name : name.substring(0, dot);
        if (!DnsLabels.isLabelOrWildcard(first)) {
            return "\"" + name + "\" is no domain name: \"" + first + "\" is no DNS label";
        }
        return dot < 0 ? null : labelsProblem(name.substring(dot + 1));
    }

    /** As above; with SNI routes also the form {@code outbound_.80_._.host} that AUTO_PASSTHROUGH gateways use. */
    public static @Nullable String gatewayDomainProblem(boolean sni, String name) {
        String length = lengthProblem(name);
        if (length != null || !sni || !name.startsWith(SNI_PREFIX + "_")) {
            return length != null ? length : wildcardDomainProblem(name);
        }
        String[] parts = name.split("_", -1);
        boolean formed = parts.length >= 4
                && parts[0].equals(SNI_PREFIX)
                && HAS_DIGIT.matcher(parts[1]).find()
                && HAS_LETTER.matcher(parts[3]).find();
        return formed ? null : "\"" + name + "\" does not follow the form outbound_.<port>_._.<host>";
    }

    /** Whether a star stands in the first label beside other characters, as in {@code *-x.example.com}. */
    public static boolean hasPartialWildcard(String name) {
        return name.length() != 1 && name.contains("*") && !name.startsWith("*.");
    }

    public static boolean isWildcard(String name) {
        return name.startsWith("*");
    }

    /** Whether a name exists that both stand for. */
    public static boolean overlap(String one, String other) {
        return isSubset(one, other) || isSubset(other, one);
    }

    /** Whether each name that {@code inner} stands for is one that {@code outer} stands for. */
    public static boolean isSubset(String inner, String outer) {
        if (!isWildcard(outer)) {
            return inner.equals(outer);
        }
        return isWildcard(inner)
                ? inner.length() >= outer.length() && inner.substring(1).endsWith(outer.substring(1))
                : inner.endsWith(outer.substring(1));
    }

    private static @Nullable String lengthProblem(String name) {
        if (name.isEmpty()) {
            return "the domain name is empty";
        }
        return name.length() > 255
                ? "the domain name has " + name.length() + " characters, at most 255 are allowed"
                : null;
    }

    private static @Nullable String labelsProblem(String domain) {
        int top = domain.lastIndexOf('.') + 1;
        if (endsInDigit(domain) && isInteger(domain.substring(top))) {
            return "\"" + domain + "\" is no domain name: its top level \"" + domain.substring(top) + "\" is a number";
        }
        int end;
        for (int start = 0; start < domain.length(); start = end + 1) { // so that a name may end in a dot
            int dot = domain.indexOf('.', start);
            end = dot < 0 ? domain.length() : dot;
            if (!DnsLabels.isLabel(domain, start, end)) {
                return "\"" + domain + "\" is no domain name: \"" + domain.substring(start, end) + "\" is no DNS label";
            }
        }
        return null;
    }

    private static boolean endsInDigit(String text) {
        return !text.isEmpty() && Character.isDigit(text.charAt(text.length() - 1));
    }

    private static boolean isInteger(String text) {
        if (!INTEGER.matcher(text).matches()) {
            return false;
        }
        try {
            Long.parseLong(text);
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
