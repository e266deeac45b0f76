package io.meshprovisioner.testkit.aws;

import io.meshprovisioner.testkit.aws.protocol.AwsError;
import io.meshprovisioner.testkit.aws.protocol.Params;
import io.meshprovisioner.testkit.aws.protocol.Xml;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** IAM roles, service-linked ones included. */
final class IamRoles {
    private static final int DEFAULT_SESSION = 3600;

    private IamRoles() {}

    static void register(Map<String, Call.QueryHandler> operations) {
        operations.put("CreateRole", IamRoles::create);
        operations.put("GetRole", (call, in, out) -> {
            Iam.Role role = find(call, in);
            out.node("Role", xml -> write(xml, role));
        });
        operations.put("PutRolePermissionsBoundary", (call, in, out) -> {
            Iam.Role role = find(call, in);
            put(call, role.with(role.grants().bounded(boundary(call, in))));
        });
        operations.put("ListRoles", IamRoles::list);
        operations.put("DeleteRole", IamRoles::delete);
        operations.put("UpdateRole", IamRoles::update);
        operations.put("UpdateAssumeRolePolicy", IamRoles::updateTrust);
        operations.put("TagRole", IamRoles::tag);
        operations.put("UntagRole", IamRoles::untag);
        operations.put("ListRoleTags", (call, in, out) -> {
            Iam.allTags(out, find(call, in).tags());
            out.text("IsTruncated", false);
        });
        operations.put("CreateServiceLinkedRole", IamRoles::createServiceLinked);
    }

    static Iam.Role find(Call call, Params in) {
        String name = in.require("RoleName");
        return call.site()
                .store()
                .roles
                .get(name)
                .orElseThrow(() -> Iam.missing("The role with name %s cannot be found.", name));
    }

    static void put(Call call, Iam.Role role) {
        call.site().store().roles.put(role.name(), role);
        call.site().world().changed();
    }

    private static void create(Call call, Params in, Xml out) {
        Site site = call.site();
        String name = Iam.name(in, "RoleName", 64);
        if (site.store().roles.has(name)) {
            throw Iam.exists("Role with name %s already exists.", name);
        }
        String path = in.get("Path", "/");
        Iam.Role role = new Iam.Role(
                name,
                path,
                Iam.uniqueId(site, "AROA", name),
                Iam.arn(site, "role" + path + name),
                Iam.policy(in, "AssumeRolePolicyDocument"),
                in.get("Description"),
                in.number("MaxSessionDuration", DEFAULT_SESSION),
                Iam.Grants.NONE.bounded(boundary(call, in)),
                Tags.read(in),
                call.now());
        put(call, role);
        out.node("Role", xml -> write(xml, role));
    }

    private static void write(Xml out, Iam.Role role) {
        out.text("Path", role.path())
                .text("RoleName", role.name())
                .text("RoleId", role.id())
                .text("Arn", role.arn())
                .text("CreateDate", role.created())
                .text("AssumeRolePolicyDocument", Iam.encoded(role.trust()))
                .text("Description", role.description())
                .text("MaxSessionDuration", role.maxSession());
        writeBoundary(out, role.grants());
        Iam.writeTags(out, role.tags());
    }

    /** The boundary that is asked for, which must exist. */
    static Optional<String> boundary(Call call, Params in) {
        Optional<String> arn = in.get("PermissionsBoundary");
        arn.ifPresent(policy -> IamPolicies.name(call.site(), policy));
        return arn;
    }

    static void writeBoundary(Xml out, Iam.Grants grants) {
        grants.boundary()
                .ifPresent(arn -> out.node("PermissionsBoundary", xml -> xml.text("PermissionsBoundaryType", "Policy")
                        .text("PermissionsBoundaryArn", arn)));
    }

    private static void list(Call call, Params in, Xml out) {
        String prefix = in.get("PathPrefix", "/");
        List<Iam.Role> roles = call.site()
                .store()
                .roles
                .where(role -> role.path().startsWith(prefix))
                .toList();
        Iam.page(in, out, "Roles", roles, Iam.Role::name, IamRoles::write);
    }

    private static void delete(Call call, Params in, Xml out) {
        Iam.Role role = find(call, in);
        if (!role.grants().attached().isEmpty()) {
            throw Iam.conflict("Cannot delete entity, must detach all policies first.");
        }
        if (!role.grants().inline().isEmpty()) {
            throw Iam.conflict("Cannot delete entity, must delete policies first.");
        }
        boolean inProfile = call.site()
                .store()
                .instanceProfiles
                .where(profile -> profile.roles().contains(role.name()))
                .findAny()
                .isPresent();
        if (inProfile) {
            throw Iam.conflict("Cannot delete entity, must remove roles from instance profile first.");
        }
        call.site().store().roles.remove(role.name());
        call.site().world().changed();
    }

    private static void update(Call call, Params in, Xml out) {
        Iam.Role role = find(call, in);
        put(
                call,
                role.describedAs(
                        in.get("Description").or(role::description),
                        in.number("MaxSessionDuration", role.maxSession())));
    }

    private static void updateTrust(Call call, Params in, Xml out) {
        put(call, find(call, in).withTrust(Iam.policy(in, "PolicyDocument")));
    }

    private static void tag(Call call, Params in, Xml out) {
        Iam.Role role = find(call, in);
        Map<String, String> tags = new TreeMap<>(role.tags());
        tags.putAll(Tags.read(in));
        put(call, role.withTags(tags));
    }

    private static void untag(Call call, Params in, Xml out) {
        Iam.Role role = find(call, in);
        Map<String, String> tags = new TreeMap<>(role.tags());
        in.list("TagKeys").forEach(tags::remove);
        put(call, role.withTags(tags));
    }

    private static void createServiceLinked(Call call, Params in, Xml out) {
        Site site = call.site();
        String service = in.require("AWSServiceName");
        Map<String, String> names = Map.of(
                "eks.amazonaws.com", "AWSServiceRoleForAmazonEKS",
                "eks-nodegroup.amazonaws.com", "AWSServiceRoleForAmazonEKSNodegroup",
                "autoscaling.amazonaws.com", "AWSServiceRoleForAutoScaling",
                "elasticloadbalancing.amazonaws.com", "AWSServiceRoleForElasticLoadBalancing",
                "spot.amazonaws.com", "AWSServiceRoleForEC2Spot");
        String name = Optional.ofNullable(names.get(service))
                .orElseThrow(() -> AwsError.of("InvalidInput", "Service %s has no service-linked role here.", service));
        if (site.store().roles.has(name)) {
            throw AwsError.of(
                    "InvalidInput",
                    "Service role name %s has been taken in this account, please try a different suffix.",
                    name);
        }
        String path = "/aws-service-role/" + service + "/";
        String trust =
                "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Action\":[\"sts:AssumeRole\"],\"Effect\":\"Allow\","
                        + "\"Principal\":{\"Service\":[\"" + service + "\"]}}]}";
        Iam.Role role = new Iam.Role(
                name,
                path,
                Iam.uniqueId(site, "AROA", name),
                Iam.arn(site, "role" + path + name),
                trust,
                in.get("Description"),
                DEFAULT_SESSION,
                Iam.Grants.NONE,
                Map.of(),
                call.now());
        put(call, role);
        out.node("Role", xml -> write(xml, role));
    }
}
