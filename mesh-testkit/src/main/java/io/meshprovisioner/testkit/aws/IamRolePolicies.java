package io.meshprovisioner.testkit.aws;

import io.meshprovisioner.testkit.aws.protocol.Params;
import io.meshprovisioner.testkit.aws.protocol.Xml;
import java.util.List;
import java.util.Map;

/** What is attached to roles and written into them. */
final class IamRolePolicies {
    private IamRolePolicies() {}

    static void register(Map<String, Call.QueryHandler> operations) {
        operations.put("AttachRolePolicy", (call, in, out) -> {
            Iam.Role role = IamRoles.find(call, in);
            String arn = in.require("PolicyArn");
            IamRoles.put(call, role.with(role.grants().attach(arn, IamPolicies.name(call.site(), arn))));
        });
        operations.put("DetachRolePolicy", (call, in, out) -> {
            Iam.Role role = IamRoles.find(call, in);
            String arn = in.require("PolicyArn");
            if (!role.grants().attached().containsKey(arn)) {
                throw Iam.missing("Policy %s was not found.", arn);
            }
            IamRoles.put(call, role.with(role.grants().detach(arn)));
        });
        operations.put(
                "ListAttachedRolePolicies",
                (call, in, out) ->
                        writeAttached(in, out, IamRoles.find(call, in).grants()));
        operations.put("PutRolePolicy", (call, in, out) -> {
            Iam.Role role = IamRoles.find(call, in);
            String name = Iam.name(in, "PolicyName", 128);
            IamRoles.put(call, role.with(role.grants().put(name, Iam.policy(in, "PolicyDocument"))));
        });
        operations.put("GetRolePolicy", (call, in, out) -> {
            Iam.Role role = IamRoles.find(call, in);
            out.text("RoleName", role.name());
            writeInline(in, out, role.grants(), role.name());
        });
        operations.put("DeleteRolePolicy", (call, in, out) -> {
            Iam.Role role = IamRoles.find(call, in);
            String name = present(in, role.grants(), role.name());
            IamRoles.put(call, role.with(role.grants().drop(name)));
        });
        operations.put(
                "ListRolePolicies",
                (call, in, out) -> writeNames(in, out, IamRoles.find(call, in).grants()));
    }

    static void writeAttached(Params in, Xml out, Iam.Grants grants) {
        Iam.page(
                in,
                out,
                "AttachedPolicies",
                List.copyOf(grants.attached().entrySet()),
                Map.Entry::getKey,
                (item, entry) -> item.text("PolicyName", entry.getValue()).text("PolicyArn", entry.getKey()));
    }

    static void writeNames(Params in, Xml out, Iam.Grants grants) {
        out.texts("PolicyNames", grants.inline().keySet()).text("IsTruncated", false);
    }

    static void writeInline(Params in, Xml out, Iam.Grants grants, String owner) {
        String name = present(in, grants, owner);
        out.text("PolicyName", name)
                .text("PolicyDocument", Iam.encoded(grants.inline().getOrDefault(name, "")));
    }

    static String present(Params in, Iam.Grants grants, String owner) {
        String name = in.require("PolicyName");
        if (!grants.inline().containsKey(name)) {
            throw Iam.missing("The policy with name %s cannot be found for %s.", name, owner);
        }
        return name;
    }
}
