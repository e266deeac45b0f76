package io.meshprovisioner.istio.traffic.policy;

import io.meshprovisioner.istio.traffic.question.Token;
import io.meshprovisioner.istio.traffic.question.Token.Place;
import io.meshprovisioner.istio.traffic.snapshot.ConfigObject;
import io.meshprovisioner.istio.validation.input.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One kind of token that a RequestAuthentication accepts.
 *
 * @param name the policy and the rule's place in it, in words
 * @param issuer empty for any
 * @param audiences of which a token names one; empty for any
 * @param places where it is looked for; Authorization: Bearer and the parameter access_token unless others are named
 * @param listed claims that hold a list of words with spaces between
 * @param headers the claim that each header is made of
 * @param payloadHeader the header that the whole payload is written to; empty for none
 * @param forwards whether the token goes on to the workload
 */
record TokenRule(
        String name,
        String issuer,
        List<String> audiences,
        List<Place> places,
        List<String> listed,
        Map<String, String> headers,
        String payloadHeader,
        boolean forwards) {
    private static final List<Place> USUAL_PLACES =
            List.of(new Place.Header("authorization", "Bearer "), new Place.Parameter("access_token"));

    private record Read(List<TokenRule> rules) {}

    static List<TokenRule> of(ConfigObject policy) {
        return policy.read(Read.class, TokenRule::read).rules();
    }

    private static Read read(ConfigObject policy) {
        List<TokenRule> rules = new ArrayList<>();
        List<Node> said = policy.spec().items("jwtRules");
        for (int i = 0; i < said.size(); i++) {
            rules.add(read(policy.namespace() + "/" + policy.name() + " rule " + i, said.get(i)));
        }
        return new Read(List.copyOf(rules));
    }

    private static TokenRule read(String name, Node rule) {
        List<Place> places = new ArrayList<>();
        for (Node header : rule.items("fromHeaders")) {
            places.add(new Place.Header(lower(header.text("name")), header.text("prefix")));
        }
        rule.texts("fromParams").forEach(parameter -> places.add(new Place.Parameter(parameter)));
        rule.texts("fromCookies").forEach(cookie -> places.add(new Place.Cookie(cookie)));
        Map<String, String> headers = new HashMap<>();
        for (Node output : rule.items("outputClaimToHeaders")) {
            headers.put(lower(output.text("header")), output.text("claim"));
        }
        return new TokenRule(
                name,
                rule.text("issuer"),
                rule.texts("audiences").stream().map(TokenRule::bare).toList(),
                places.isEmpty() ? USUAL_PLACES : List.copyOf(places),
                Stream.concat(Stream.of("scope", "permission"), rule.texts("spaceDelimitedClaims").stream())
                        .toList(),
                Map.copyOf(headers),
                lower(rule.text("outputPayloadToHeader")),
                rule.flag("forwardOriginalToken"));
    }

    /** What it accepts, saying no more than it must. */
    Token example() {
        Map<String, Object> claims = new HashMap<>();
        if (!issuer.isEmpty()) {
            claims.put("iss", issuer);
        }
        if (!audiences.isEmpty()) {
            claims.put("aud", audiences);
        }
        return new Token(claims, places.get(0), true);
    }

    boolean looksAt(Place place) {
        return places.stream().anyMatch(own -> isAt(own, place));
    }

    private static boolean isAt(Place own, Place place) {
        if (own instanceof Place.Header looked && place instanceof Place.Header header) {
            return looked.name().equals(lower(header.name()))
                    && (looked.prefix().isEmpty() || looked.prefix().equals(header.prefix()));
        }
        return own.equals(place);
    }

    boolean isIssuer(Token token) {
        return issuer.isEmpty() || issuer.equals(token.claims().get("iss"));
    }

    boolean isAudience(Token token) {
        Object aud = token.claims().get("aud");
        List<?> named = aud instanceof List<?> list ? list : aud == null ? List.of() : List.of(aud);
        return audiences.isEmpty()
                || named.stream().anyMatch(one -> one instanceof String text && audiences.contains(bare(text)));
    }

    /** Envoy compares audiences without scheme and without a slash at the end. */
    private static String bare(String audience) {
        String bare = audience.replaceFirst("^https?://", "");
        return bare.endsWith("/") ? bare.substring(0, bare.length() - 1) : bare;
    }

    /** The claims as policies see them: words with spaces between become lists. */
    Map<String, Object> claims(Token token) {
        Map<String, Object> claims = new HashMap<>(token.claims());
        claims.replaceAll((name, value) -> listed.contains(name) && value instanceof String text
                ? Arrays.stream(text.split(" ", -1))
                        .filter(word -> !word.isEmpty())
                        .toList()
                : value);
        return Map.copyOf(claims);
    }

    /** The value of a header that is made of a claim; null when the token has no such claim, or no plain one. */
    @Nullable
    String header(String name, Token token) {
        String claim = headers.get(name);
        if (claim == null) {
            return null;
        }
        Object at = token.claims().get(claim);
        if (at == null) {
            at = token.claims();
            for (String step : claim.split("\\.", -1)) {
                at = at instanceof Map<?, ?> map ? map.get(step) : null;
            }
        }
        return at instanceof String || at instanceof Number || at instanceof Boolean ? at.toString() : null;
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
