package io.meshprovisioner.istio.validation.webhook;

import static io.meshprovisioner.istio.validation.webhook.AuthorizationPolicies.CUSTOM;
import static io.meshprovisioner.istio.validation.webhook.AuthorizationPolicies.DENY;

import io.meshprovisioner.istio.validation.input.Node;
import java.util.List;

/** The rules of AuthorizationPolicy. */
final class AuthorizationPolicyRules implements KindRules {
    private static final List<String> IDENTITIES = List.of(
            "namespaces",
            "notNamespaces",
            "serviceAccounts",
            "notServiceAccounts",
            "trustDomains",
            "notTrustDomains",
            "principals",
            "notPrincipals",
            "requestPrincipals",
            "notRequestPrincipals");

    @Override
    public void check(Context context) {
        Node spec = context.spec();
        long action = AuthorizationPolicies.action(spec);
        checkTargets(context, spec);
        Node provider = spec.get("provider");
        if (action == CUSTOM) {
            checkCustom(context, spec, provider);
        } else if (provider.present()) {
            context.error(
                    provider,
                    "authorizationpolicy.provider",
                    "only the action CUSTOM asks a provider",
                    "Set action to CUSTOM, or remove provider");
        }
        if (action == DENY && !spec.hasAny("rules")) {
            noRules(context, spec, "DENY");
        }
        AuthorizationRuleRules rules = new AuthorizationRuleRules(context, action == DENY);
        spec.items("rules").forEach(rules::check);
    }

    /** Warnings about the selector count; those of target references do not exist. */
    private static void checkTargets(Context context, Node spec) {
        Selectors.checkTargets(context, spec);
    }

    private static void noRules(Context context, Node spec, String action) {
        context.error(
                spec,
                "authorizationpolicy.no-rules",
                "without rules the action " + action + " never happens",
                "Add rules; the rule {} stands for every request");
    }

    /** A provider outside decides: what the proxy finds out about the caller is not at hand yet. */
    private static void checkCustom(Context context, Node spec, Node provider) {
        if (!spec.hasAny("rules")) {
            noRules(context, spec, "CUSTOM");
        } else if (provider.text("name").isEmpty()) {
            context.error(
                    spec.get("provider"),
                    "authorizationpolicy.provider-name",
                    "the action CUSTOM asks a provider, but none is named",
                    "Set provider.name to one of the extension providers in the mesh configuration");
        }
        for (Node rule : spec.items("rules")) {
            for (Node from : rule.items("from")) {
                for (String field : IDENTITIES) {
                    if (from.get("source").hasAny(field)) {
                        unsupported(context, from.get("source", field), field);
                    }
                }
            }
            for (Node when : rule.items("when")) {
                String key = when.text("key");
                boolean identity = List.of(
                                "source.namespace", "source.serviceAccount", "source.trustDomain", "source.principal")
                        .contains(key);
                if (identity || key.startsWith("request.auth.")) {
                    unsupported(context, when.get("key"), key);
                }
            }
        }
    }

    private static void unsupported(Context context, Node at, String what) {
        context.error(
                at,
                "authorizationpolicy.custom-identity",
                what + " cannot be used with the action CUSTOM",
                "Let the provider decide about it, or add a policy of its own with ALLOW or DENY");
    }
}
