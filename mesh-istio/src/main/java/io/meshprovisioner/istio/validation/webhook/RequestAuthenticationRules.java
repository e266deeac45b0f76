package io.meshprovisioner.istio.validation.webhook;

import io.meshprovisioner.istio.validation.input.Node;
import io.meshprovisioner.istio.validation.text.GoUrls;
import io.meshprovisioner.istio.validation.text.JsonWebKeys;
import java.util.List;
import java.util.Optional;

/** The rules of RequestAuthentication. */
final class RequestAuthenticationRules implements KindRules {
    @Override
    public void check(Context context) {
        Node spec = context.spec();
        Selectors.checkTargets(context, spec);
        spec.items("jwtRules").forEach(rule -> checkRule(context, rule));
    }

    private static void checkRule(Context context, Node rule) {
        checkTexts(context, rule, "audiences", "an audience");
        checkIssuer(context, rule);
        checkKeys(context, rule);
        for (Node header : rule.items("fromHeaders")) {
            if (header.text("name").isEmpty()) {
                context.error(
                        header,
                        "requestauthentication.header-name",
                        "the header to look for the token in has no name",
                        "Set name, such as x-jwt-assertion");
            }
        }
        checkTexts(context, rule, "fromParams", "the name of a query parameter");
        checkTexts(context, rule, "fromCookies", "the name of a cookie");
        rule.items("outputClaimToHeaders").forEach(output -> checkOutput(context, output));
        Durations.check(context, rule, "timeout");
    }

    private static void checkTexts(Context context, Node rule, String field, String what) {
        for (Node item : rule.items(field)) {
            if (item.text().isEmpty()) {
                context.error(item, "requestauthentication.empty", what + " is empty", "Write it, or remove the item");
            }
        }
    }

    private static void checkIssuer(Context context, Node rule) {
        boolean needed = !context.since(27) || rule.text("jwksUri").isEmpty();
        if (rule.text("issuer").isEmpty() && needed) {
            context.error(
                    rule,
                    "requestauthentication.issuer",
                    "nothing says whose tokens are accepted",
                    context.since(27) ? "Set issuer or jwksUri" : "Set issuer: before Istio 1.27 it is required");
        }
    }

    private static void checkKeys(Context context, Node rule) {
        String uri = rule.text("jwksUri");
        if (!uri.isEmpty()) {
            String scheme = GoUrls.scheme(uri).orElse("");
            if (!List.of("http", "https").contains(scheme)) {
                context.error(
                        rule.get("jwksUri"),
                        "requestauthentication.jwks-uri",
                        "\"" + uri + "\" is no address of a web server",
                        "Write an http:// or https:// URL");
            }
        }
        String inline = rule.text("jwks");
        if (inline.isEmpty()) {
            return;
        }
        Optional<JsonWebKeys> keys = JsonWebKeys.parse(inline);
        if (keys.isEmpty()) {
            context.error(
                    rule.get("jwks"),
                    "requestauthentication.jwks",
                    "jwks holds no readable JSON web key set",
                    "Paste what the issuer serves: {\"keys\":[...]}");
            return;
        }
        for (int position : keys.get().privateKeys()) {
            context.warn(
                    rule.get("jwks"),
                    "requestauthentication.private-key",
                    "key " + position
                            + " of jwks is a private one, which everybody who reads this object could sign with",
                    "Keep the public part only, and replace the key");
        }
    }

    /** Istio reports the first problem only. */
    private static void checkOutput(Context context, Node output) {
        String header = output.text("header");
        if (header.isEmpty() || output.text("claim").isEmpty()) {
            context.error(
                    output,
                    "requestauthentication.output",
                    "outputClaimToHeaders needs both header and claim",
                    "Set both");
        } else if (!HeaderNames.isStrict(header)) {
            context.error(
                    output.get("header"),
                    "requestauthentication.output-header",
                    "\"" + header + "\" is no header name",
                    "Use letters, digits, dashes and underscores");
        }
    }
}
