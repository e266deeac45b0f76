package io.meshprovisioner.istio.traffic.question;

import java.util.Map;
import java.util.TreeMap;

/**
 * A token (JWT) that comes with a request: what it says in place of its bytes.
 *
 * @param claims by name, as in JSON: texts, numbers, booleans, lists and maps
 * @param place where in the request it stands
 * @param genuine whether its signature and its times are right; the rules say whether issuer and audience are
 */
public record Token(Map<String, Object> claims, Place place, boolean genuine) {
    public Token {
        claims = Map.copyOf(claims);
    }

    /** A right token of an issuer about a subject, in {@code Authorization: Bearer}. */
    public static Token of(String issuer, String subject) {
        return of(Map.of("iss", issuer, "sub", subject));
    }

    /** A right token with these claims, in {@code Authorization: Bearer}. */
    public static Token of(Map<String, Object> claims) {
        return new Token(claims, new Place.Header("authorization", "Bearer "), true);
    }

    /** The same, expired or badly signed. */
    public Token broken() {
        return new Token(claims, place, false);
    }

    /** The same in another place of the request. */
    public Token at(Place elsewhere) {
        return new Token(claims, elsewhere, genuine);
    }

    /** What it says, by name. */
    public String inWords() {
        return new TreeMap<>(claims) + (genuine ? "" : ", expired or badly signed");
    }

    /** Where a token stands. */
    public sealed interface Place {
        /**
         * In a header.
         *
         * @param prefix what stands before it, such as {@code Bearer }
         */
        record Header(String name, String prefix) implements Place {}

        /** In a parameter of the query. */
        record Parameter(String name) implements Place {}

        /** In a cookie. */
        record Cookie(String name) implements Place {}
    }
}
