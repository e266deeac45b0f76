package io.meshprovisioner.istio.traffic.space;

import io.meshprovisioner.istio.traffic.question.Token;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Claims as texts: a claim may have several values, of which one is enough for a rule. */
final class ClaimTexts {
    private static final String BETWEEN_VALUES = "\u001f";
    private static final String BETWEEN_STEPS = "][";

    private ClaimTexts() {}

    static String name(List<String> path) {
        return String.join(BETWEEN_STEPS, path);
    }

    static List<String> path(String name) {
        return List.of(name.split("\\]\\[", -1));
    }

    /** The values of a claim. */
    static List<String> values(String text) {
        return List.of(text.split(BETWEEN_VALUES, -1));
    }

    /** A claim with the values of both. */
    static String both(String one, String other) {
        Set<String> values = new LinkedHashSet<>(values(one));
        values.addAll(values(other));
        return String.join(BETWEEN_VALUES, values);
    }

    /** What a token that is accepted may say of a claim. */
    static boolean isPossible(String name, String text, Token accepted) {
        Object said = accepted.claims().get(name);
        List<String> values = values(text);
        if (name.equals("iss")) {
            return values.size() == 1 && (said == null || said.equals(text));
        }
        return !name.equals("aud")
                || !(said instanceof List<?> audiences)
                || values.stream().anyMatch(audiences::contains);
    }

    /** A token with a claim more; where another claim is in the way, it stays as it is. */
    static Token with(Token token, String name, String text) {
        Map<String, Object> claims = new HashMap<>(token.claims());
        put(claims, path(name), values(text));
        return new Token(claims, token.place(), token.genuine());
    }

    private static void put(Map<String, Object> claims, List<String> path, List<String> values) {
        String first = path.get(0);
        if (path.size() == 1) {
            String only = values.get(0);
            boolean plain = values.size() == 1 && !only.isEmpty() && only.indexOf(' ') < 0;
            claims.put(first, plain ? only : new ArrayList<>(values));
            return;
        }
        Map<String, Object> inner = new HashMap<>();
        if (claims.get(first) instanceof Map<?, ?> known) {
            known.forEach((key, value) -> inner.put(key.toString(), value));
        }
        put(inner, path.subList(1, path.size()), values);
        claims.put(first, inner);
    }
}
