package io.meshprovisioner.testkit.aws;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshprovisioner.testkit.aws.protocol.AwsError;
import io.meshprovisioner.testkit.aws.protocol.Protocol;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What callers may do: users and roles that IAM here knows may do what their identity policies allow, judged by action,
 * resource and conditions; the account's own first keys may do everything.
 */
final class Authorization {
    private Authorization() {}

    static void require(Call call, Protocol protocol, List<Demand> demands) {
        Optional<Iam.Grants> grants = grants(call.site(), call.caller().principalArn());
        if (grants.isEmpty()) {
            return;
        }
        for (Demand demand : demands) {
            if (!allows(call.site(), grants.get(), demand)) {
                throw refusal(call.caller(), protocol, demand);
            }
            call.site().store().used.put(demand.action(), demand.action());
        }
    }

    static boolean allows(Site site, String principalArn, Demand demand) {
        return grants(site, principalArn)
                .map(grants -> allows(site, grants, demand))
                .orElse(true);
    }

    /** Whether IAM here has a user or role of this ARN, beside those of the account's own first keys. */
    static boolean knows(Site site, String principalArn) {
        return grants(site, principalArn).isPresent();
    }

    /** As the policy simulator puts it. */
    static String decision(Site site, String principalArn, Demand demand) {
        if (allows(site, principalArn, demand)) {
            return "allowed";
        }
        boolean denied = grants(site, principalArn).stream()
                .flatMap(grants -> statements(site, grants).stream())
                .anyMatch(statement -> statement.denies() && statement.speaksOf(demand));
        return denied ? "explicitDeny" : "implicitDeny";
    }

    /** The condition keys of a principal's policies that a demand lacks. */
    static Set<String> lacks(Site site, String principalArn, Demand demand) {
        return grants(site, principalArn).stream()
                .flatMap(grants -> statements(site, grants).stream())
                .flatMap(statement -> statement.lacks(demand).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean allows(Site site, Iam.Grants grants, Demand demand) {
        if (demand.action().equals("sts:GetCallerIdentity")) {
            return true;
        }
        var attached = grants.attached().values();
        boolean power = attached.contains("PowerUserAccess") && !demand.action().startsWith("iam:");
        if (attached.contains("AdministratorAccess") || power) {
            return true;
        }
        List<PolicyStatement> statements = statements(site, grants).stream()
                .filter(statement -> statement.speaksOf(demand))
                .toList();
        return statements.stream().noneMatch(PolicyStatement::denies)
                && statements.stream().anyMatch(PolicyStatement::allows);
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

    private static List<PolicyStatement> statements(Site site, Iam.Grants grants) {
        List<String> documents = new ArrayList<>(grants.inline().values());
        grants.attached()
                .keySet()
                .forEach(arn -> site.store().policies.get(arn).ifPresent(policy -> documents.add(policy.document())));
        List<PolicyStatement> statements = new ArrayList<>();
        for (String document : documents) {
            JsonNode all = Iam.document(document).path("Statement");
            if (all.isObject()) {
                statements.add(new PolicyStatement(all));
            } else {
                all.forEach(statement -> statements.add(new PolicyStatement(statement)));
            }
        }
        return statements;
    }

    private static AwsError refusal(AccessKey caller, Protocol protocol, Demand demand) {
        String text = "User: " + caller.principalArn() + " is not authorized to perform: " + demand.action()
                + demand.resource().map(arn -> " on resource: " + arn).orElse("")
                + " because no identity-based policy allows the " + demand.action() + " action";
        return switch (protocol) {
            case EC2 ->
                AwsError.of(
                        403,
                        "UnauthorizedOperation",
                        "You are not authorized to perform this operation. %s. Encoded authorization failure message:"
                                + " %s",
                        text,
                        encoded(caller, demand));
            case QUERY -> AwsError.of(403, "AccessDenied", "%s", text);
            case JSON -> AwsError.of(403, "AccessDeniedException", "%s", text);
        };
    }

    /** What DecodeAuthorizationMessage turns back into JSON. */
    private static String encoded(AccessKey caller, Demand demand) {
        String json = Json.object()
                .put("allowed", false)
                .put("explicitDeny", false)
                .set(
                        "context",
                        Json.object()
                                .put("action", demand.action())
                                .put("resource", demand.resource().orElse("*"))
                                .set("principal", Json.object().put("arn", caller.principalArn())))
                .toString();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
