package io.meshprovisioner.testkit.aws;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshprovisioner.testkit.aws.protocol.AwsError;
import io.meshprovisioner.testkit.aws.protocol.Protocol;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What callers may do: users and roles that IAM here knows may do what their policies allow, action by action
 * (resources and conditions are not judged); the account's own first keys may do everything.
 */
final class Authorization {
    private Authorization() {}

    static void require(Site site, AccessKey caller, Protocol protocol, List<String> actions) {
        for (String action : actions) {
            if (!allows(site, caller.principalArn(), action)) {
                throw refusal(caller, protocol, action);
            }
        }
    }

    static boolean allows(Site site, String principalArn, String action) {
        Optional<Iam.Grants> grants = grants(site, principalArn);
        if (grants.isEmpty() || action.equals("sts:GetCallerIdentity")) {
            return true;
        }
        var attached = grants.get().attached().values();
        boolean power = attached.contains("PowerUserAccess") && !action.startsWith("iam:");
        if (attached.contains("AdministratorAccess") || power) {
            return true;
        }
        List<JsonNode> statements = statements(site, grants.get());
        boolean denied = statements.stream().anyMatch(s -> effect(s, "Deny") && names(s, action));
        return !denied && statements.stream().anyMatch(s -> effect(s, "Allow") && names(s, action));
    }

    private static Optional<Iam.Grants> grants(Site site, String arn) {
        String principal = AccessEntries.iamPrincipal(arn);
        return site.store()
                .users
                .where(user -> user.arn().equals(principal))
                .findFirst()
                .map(Iam.User::grants)
                .or(() -> site.store()
                        .roles
                        .where(role -> principal.contains(":role/")
                                && role.name().equals(principal.substring(principal.lastIndexOf('/') + 1)))
                        .findFirst()
                        .map(Iam.Role::grants));
    }

    private static List<JsonNode> statements(Site site, Iam.Grants grants) {
        List<String> documents = new ArrayList<>(grants.inline().values());
        grants.attached()
                .keySet()
                .forEach(arn -> site.store().policies.get(arn).ifPresent(policy -> documents.add(policy.document())));
        List<JsonNode> statements = new ArrayList<>();
        for (String document : documents) {
            JsonNode all = Iam.document(document).path("Statement");
            if (all.isObject()) {
                statements.add(all);
            } else {
                all.forEach(statements::add);
            }
        }
        return statements;
    }

    private static boolean effect(JsonNode statement, String effect) {
        return statement.path("Effect").asText().equals(effect);
    }

    private static boolean names(JsonNode statement, String action) {
        if (statement.has("NotAction")) {
            return !matches(statement.path("NotAction"), action);
        }
        return matches(statement.path("Action"), action);
    }

    private static boolean matches(JsonNode patterns, String action) {
        List<String> all = patterns.isArray() ? EksIn.texts(patterns) : List.of(patterns.asText());
        return all.stream().anyMatch(pattern -> Pattern.compile(
                        ("\\Q" + pattern.toLowerCase(Locale.ROOT) + "\\E").replace("*", "\\E.*\\Q"))
                .matcher(action.toLowerCase(Locale.ROOT))
                .matches());
    }

    private static AwsError refusal(AccessKey caller, Protocol protocol, String action) {
        String text = "User: " + caller.principalArn() + " is not authorized to perform: " + action
                + " because no identity-based policy allows the " + action + " action";
        return switch (protocol) {
            case EC2 ->
                AwsError.of(
                        403,
                        "UnauthorizedOperation",
                        "You are not authorized to perform this operation. %s. Encoded authorization failure message:"
                                + " %s",
                        text,
                        encoded(caller, action));
            case QUERY -> AwsError.of(403, "AccessDenied", "%s", text);
            case JSON -> AwsError.of(403, "AccessDeniedException", "%s", text);
        };
    }

    /** What DecodeAuthorizationMessage turns back into JSON. */
    private static String encoded(AccessKey caller, String action) {
        String json = Json.object()
                .put("allowed", false)
                .put("explicitDeny", false)
                .set(
                        "context",
                        Json.object()
                                .put("action", action)
                                .put("resource", "*")
                                .set("principal", Json.object().put("arn", caller.principalArn())))
                .toString();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
