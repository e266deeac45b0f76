package io.meshprovisioner.istio.traffic.review;

import io.meshprovisioner.istio.traffic.policy.Policies;
import io.meshprovisioner.istio.traffic.question.Token;
import io.meshprovisioner.istio.traffic.snapshot.Snapshot;
import io.meshprovisioner.istio.validation.input.Node;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tokens as the rules of AuthorizationPolicies ask for them, of a kind that some RequestAuthentication accepts. */
final class ProbeTokens {
    private static final String CLAIMS = "request.auth.claims[";

    private final List<Token> accepted;

    ProbeTokens(Snapshot snapshot) {
        accepted = Policies.of(snapshot).acceptedTokens();
    }

    /** The token that a rule asks for; null where it asks for none, or none is accepted anywhere. */
    @Nullable
    Token of(Node rule) {
        Map<String, Object> asked = new HashMap<>();
        for (Node from : rule.items("from")) {
            from.get("source").texts("requestPrincipals").stream().limit(1).forEach(said -> principal(said, asked));
        }
        for (Node when : rule.items("when")) {
            when.texts("values").stream().limit(1).forEach(value -> condition(when.text("key"), value, asked));
        }
        if (asked.isEmpty() || accepted.isEmpty()) {
            return null;
        }
        Token like = accepted.stream()
                .filter(token -> !asked.containsKey("iss")
                        || token.claims().getOrDefault("iss", asked.get("iss")).equals(asked.get("iss")))
                .findFirst()
                .orElse(accepted.get(0));
        Map<String, Object> claims = new HashMap<>(like.claims());
        claims.putIfAbsent("iss", "issuer");
        claims.put("sub", "subject");
        claims.putAll(asked);
        return new Token(claims, like.place(), true);
    }

    private static void principal(String said, Map<String, Object> asked) {
        int slash = said.indexOf('/');
        asked.put("sub", "subject");
        if (slash >= 0) {
            String issuer = said.substring(0, slash);
            if (!issuer.contains("*")) {
                asked.put("iss", issuer);
            }
            asked.put("sub", said.substring(slash + 1).replace("*", "subject"));
        }
    }

    private static void condition(String key, String value, Map<String, Object> asked) {
        String text = value.replace("*", "x");
        switch (key) {
            case "request.auth.principal" -> principal(value, asked);
            case "request.auth.audiences" -> asked.put("aud", text);
            case "request.auth.presenter" -> asked.put("azp", text);
            default -> {
                if (key.startsWith(CLAIMS) && key.endsWith("]")) {
                    put(
                            asked,
                            List.of(key.substring(CLAIMS.length(), key.length() - 1)
                                    .split("\\]\\[", -1)),
                            text);
                }
            }
        }
    }

    private static void put(Map<String, Object> claims, List<String> path, String value) {
        Object at = value;
        for (int i = path.size() - 1; i > 0; i--) {
            at = Map.of(path.get(i), at);
        }
        claims.put(path.get(0), at);
    }
}
