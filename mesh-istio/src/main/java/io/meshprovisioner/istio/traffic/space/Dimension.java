package io.meshprovisioner.istio.traffic.space;

import io.meshprovisioner.istio.traffic.rule.HttpCondition;
import java.util.List;
import java.util.Locale;

/**
 * A part of a request that rules look at, independent of the other parts.
 *
 * @param name of the header (lower case), the query parameter or the claim; empty for the others
 */
record Dimension(Kind kind, String name) {
    /** What part. */
    enum Kind {
        PATH,
        METHOD,
        SCHEME,
        AUTHORITY,
        HEADER,
        PARAMETER,
        /** A claim of the caller's token. */
        CLAIM,
        /** Something that no text of its own stands for. */
        OPAQUE
    }

    static final Dimension PATH = new Dimension(Kind.PATH, "");
    static final Dimension METHOD = new Dimension(Kind.METHOD, "");
    static final Dimension SCHEME = new Dimension(Kind.SCHEME, "");
    static final Dimension AUTHORITY = new Dimension(Kind.AUTHORITY, "");

    /** A header; pseudo headers are the parts that they stand for. */
    static Dimension header(String written) {
        List<String> claim = HttpCondition.claim(written);
        if (!claim.isEmpty()) {
            return new Dimension(Kind.CLAIM, ClaimTexts.name(claim));
        }
        String name = written.toLowerCase(Locale.ROOT);
        return switch (name) {
            case ":method" -> METHOD;
            case ":scheme" -> SCHEME;
            case ":authority", "host" -> AUTHORITY;
            default ->
                name.startsWith(":") || name.startsWith("@")
                        ? new Dimension(Kind.OPAQUE, name)
                        : new Dimension(Kind.HEADER, name);
        };
    }

    static Dimension parameter(String name) {
        return new Dimension(Kind.PARAMETER, name);
    }

    /** Whether a request may be without it. */
    boolean mayBeAbsent() {
        return kind == Kind.HEADER || kind == Kind.PARAMETER || kind == Kind.CLAIM || kind == Kind.OPAQUE;
    }

    @Override
    public String toString() {
        return switch (kind) {
            case PATH, METHOD, SCHEME, AUTHORITY -> kind.name().toLowerCase(Locale.ROOT);
            case HEADER, OPAQUE -> "header " + name;
            case CLAIM -> "claim " + String.join(".", ClaimTexts.path(name));
            case PARAMETER -> "query parameter " + name;
        };
    }
}
