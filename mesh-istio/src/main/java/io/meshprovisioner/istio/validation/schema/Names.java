package io.meshprovisioner.istio.validation.schema;

import java.util.Collection;
import java.util.Locale;

/** Guesses which field was meant. */
public final class Names {
    private Names() {}

    /** The spelling of a CRD for a name in the spelling of protocol buffers. */
    static String lowerCamel(String name) {
        StringBuilder camel = new StringBuilder(name.length());
        boolean upper = false;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '_') {
                upper = camel.length() > 0;
            } else {
                camel.append(upper ? Character.toUpperCase(c) : c);
                upper = false;
            }
        }
        return camel.toString();
    }

    /** The candidate that differs in two letters at most, or an empty text. */
    public static String nearest(String name, Collection<String> candidates) {
        String best = "";
        int bestDistance = 3;
        for (String candidate : candidates) {
            int distance = name.equalsIgnoreCase(candidate)
                    ? 0
                    : distance(name.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT), bestDistance);
            if (distance < bestDistance) {
                best = candidate;
                bestDistance = distance;
            }
        }
        return best;
    }

    private static int distance(String one, String other, int limit) {
        if (one.length() > 100 || Math.abs(one.length() - other.length()) >= limit) {
            return limit;
        }
        int[] row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int changed = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, Math.min(row[j - 1], row[j]) + 1);
            }
        }
        return row[other.length()];
    }
}
