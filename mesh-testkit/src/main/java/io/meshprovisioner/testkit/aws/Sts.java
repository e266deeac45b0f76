package io.meshprovisioner.testkit.aws;

import io.meshprovisioner.testkit.aws.protocol.AwsError;
import io.meshprovisioner.testkit.aws.protocol.Params;
import io.meshprovisioner.testkit.aws.protocol.Xml;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** STS: who am I, temporary credentials of a role, and the decoding of refusals. */
final class Sts {
    private Sts() {}

    static void register(Map<String, Call.QueryHandler> operations) {
        operations.put("GetCallerIdentity", (call, in, out) -> out.text(
                        "Arn", call.caller().principalArn())
                .text("UserId", call.caller().userId())
                .text("Account", call.site().options().accountId()));
        operations.put("AssumeRole", Sts::assume);
        operations.put("DecodeAuthorizationMessage", Sts::decode);
    }

    private static void assume(Call call, Params in, Xml out) {
        Site site = call.site();
        String arn = in.require("RoleArn");
        String session = in.require("RoleSessionName");
        Iam.Role role = site.store()
                .roles
                .where(known -> known.arn().equals(arn))
                .findFirst()
                .filter(known -> site.settled(known.id(), known.created()))
                .filter(known -> known.trustsPrincipals(in.get("ExternalId")))
                .orElseThrow(() -> AwsError.of(
                        403,
                        "AccessDenied",
                        "User: %s is not authorized to perform: sts:AssumeRole on resource: %s",
                        call.caller().principalArn(),
                        arn));
        Instant expires = call.now().plusSeconds(in.number("DurationSeconds", 3600));
        String sessionArn = "arn:" + site.partition() + ":sts::"
                + site.options().accountId() + ":assumed-role/" + role.name() + "/" + session;
        String id = Iam.uniqueId(site, "ASIA", sessionArn).substring(0, 20);
        AccessKey key = new AccessKey(
                id,
                site.newHex("secret", id, 40),
                sessionArn,
                role.id() + ":" + session,
                Optional.of("session" + site.newHex("token", id, 40)),
                Optional.of(expires));
        site.store().keys.put(id, key);
        out.node("Credentials", credentials -> credentials
                        .text("AccessKeyId", id)
                        .text("SecretAccessKey", key.secret())
                        .text("SessionToken", key.sessionToken())
                        .text("Expiration", expires))
                .node("AssumedRoleUser", user -> user.text("AssumedRoleId", key.userId())
                        .text("Arn", sessionArn));
    }

    /** Refusals of this account are encoded as Base64 of their JSON. */
    private static void decode(Call call, Params in, Xml out) {
        try {
            byte[] decoded = Base64.getUrlDecoder().decode(in.require("EncodedMessage"));
            out.text("DecodedMessage", new String(decoded, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw AwsError.of("InvalidAuthorizationMessageException", "The message is not one of this account's.");
        }
    }
}
