package io.meshprovisioner.istio.traffic.policy;

import io.meshprovisioner.istio.traffic.question.Token;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All kinds of tokens that a workload accepts. A request without a token passes; one with a token must satisfy one of the
 * rules that look where it stands. Source: RequestAuthentication, and Envoy's filter jwt_authn.
 */
record TokenRules(List<TokenRule> rules) {

    TokenVerdict check(Attributes call, @Nullable Token token) {
        if (rules.isEmpty()) {
            return TokenVerdict.passed("no RequestAuthentication is for this workload", call);
        }
        if (isPreflight(call)) {
            return TokenVerdict.passed("a CORS preflight needs no token", call);
        }
        List<TokenRule> looking = token == null
                ? List.of()
                : rules.stream().filter(rule -> rule.looksAt(token.place())).toList();
        if (token == null || looking.isEmpty()) {
            String why = token == null ? "it brings no token" : "no rule looks for a token at " + token.place();
            return TokenVerdict.passed(why, new CheckedCall(call, rules, null, null));
        }
        if (!token.genuine()) {
            return TokenVerdict.refused(401, "the token is expired or badly signed", call);
        }
        List<TokenRule> ofIssuer =
                looking.stream().filter(rule -> rule.isIssuer(token)).toList();
        for (TokenRule rule : ofIssuer) {
            if (rule.isAudience(token)) {
                return TokenVerdict.accepted(rule.name(), new CheckedCall(call, rules, rule, token));
            }
        }
        return ofIssuer.isEmpty()
                ? TokenVerdict.refused(
                        401, "no rule is for the issuer " + token.claims().get("iss"), call)
                : TokenVerdict.refused(
                        403,
                        "the audience " + token.claims().get("aud") + " is none of "
                                + ofIssuer.get(0).audiences(),
                        call);
    }

    private static boolean isPreflight(Attributes call) {
        return call.method().equals("OPTIONS")
                && call.header("origin") != null
                && call.header("access-control-request-method") != null;
    }
}
