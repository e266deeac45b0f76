package io.meshprovisioner.istio.traffic.policy;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A value of a policy as it is compared with a text: {@code *} for any, {@code *b} for an end, {@code a*} for a
 * beginning, else the whole text. A star anywhere else is a letter like others.
 *
 * @param text what is compared; lower case when case does not count
 */
record StarPattern(Way way, String text, boolean ignoreCase) {

    enum Way {
        /** Is there, even when it is empty. */
        PRESENT,
        /** Is there and not empty. */
        NOT_EMPTY,
        EXACT,
        PREFIX,
        SUFFIX
    }

    /** For texts of which {@code *} takes any but the empty one. */
    static StarPattern of(String said) {
        return of(said, Way.NOT_EMPTY, false);
    }

    /** For headers, of which {@code *} takes also an empty one. */
    static StarPattern ofHeader(String said) {
        return of(said, Way.PRESENT, false);
    }

    /** For hosts: as headers, but case does not count. */
    static StarPattern ofHost(String said) {
        return of(said.toLowerCase(Locale.ROOT), Way.PRESENT, true);
    }

    static StarPattern exact(String text) {
        return new StarPattern(Way.EXACT, text, false);
    }

    static StarPattern prefix(String text) {
        return new StarPattern(Way.PREFIX, text, false);
    }

    static StarPattern suffix(String text) {
        return new StarPattern(Way.SUFFIX, text, false);
    }

    static StarPattern notEmpty() {
        return new StarPattern(Way.NOT_EMPTY, "", false);
    }

    private static StarPattern of(String said, Way star, boolean ignoreCase) {
        if (said.equals("*")) {
            return new StarPattern(star, "", ignoreCase);
        }
        if (said.startsWith("*")) {
            return new StarPattern(Way.SUFFIX, said.substring(1), ignoreCase);
        }
        if (said.endsWith("*")) {
            return new StarPattern(Way.PREFIX, said.substring(0, said.length() - 1), ignoreCase);
        }
        return new StarPattern(Way.EXACT, said, ignoreCase);
    }

    boolean matches(@Nullable String value) {
        if (value == null) {
            return false;
        }
        return switch (way) {
            case PRESENT -> true;
            case NOT_EMPTY -> !value.isEmpty();
            case EXACT -> value.length() == text.length() && value.regionMatches(ignoreCase, 0, text, 0, text.length());
            case PREFIX -> value.regionMatches(ignoreCase, 0, text, 0, text.length());
            case SUFFIX -> value.regionMatches(ignoreCase, value.length() - text.length(), text, 0, text.length());
        };
    }
}
