package io.meshprovisioner.testkit.aws;

import io.meshprovisioner.testkit.aws.SecurityGroup.Peer;
import io.meshprovisioner.testkit.aws.SecurityGroup.Rule;
import io.meshprovisioner.testkit.aws.protocol.AwsError;
import io.meshprovisioner.testkit.aws.protocol.Params;
import io.meshprovisioner.testkit.aws.protocol.Xml;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Security groups; their rules are in {@link SecurityGroupRules}. */
final class SecurityGroups {
    private static final Filters<SecurityGroup> FILTERS = new Filters<>(SecurityGroup::id)
            .one("group-id", SecurityGroup::id)
            .one("group-name", SecurityGroup::name)
            .one("vpc-id", SecurityGroup::vpcId)
            .one("description", SecurityGroup::description)
            .one("owner-id", group -> null)
            .on("ip-permission.group-id", (site, group) -> group.rules().stream()
                    .filter(rule -> !rule.egress() && rule.kind() == Peer.GROUP)
                    .map(Rule::peer))
            .on("ip-permission.cidr", (site, group) -> group.rules().stream()
                    .filter(rule -> !rule.egress() && rule.kind() == Peer.IPV4)
                    .map(Rule::peer));

    private SecurityGroups() {}

    static void register(Map<String, Call.QueryHandler> operations) {
        operations.put("CreateSecurityGroup", SecurityGroups::create);
        operations.put("DescribeSecurityGroups", SecurityGroups::describe);
        operations.put("DeleteSecurityGroup", SecurityGroups::delete);
    }

    static void makeDefault(Site site, String vpcId) {
        SecurityGroup group = make(site, vpcId, "default", "default VPC security group", Map.of());
        Rule itself = new Rule(
                site.newId("sgr", group.id() + "/self"), false, "-1", -1, -1, Peer.GROUP, group.id(), Optional.empty());
        SecurityGroup.KIND.put(site, group.withRules(List.of(group.rules().get(0), itself)));
    }

    static Optional<SecurityGroup> defaultOf(Region here, String vpcId) {
        return here.securityGroups
                .where(group -> group.vpcId().equals(vpcId) && group.isDefault())
                .findFirst();
    }

    /** Makes a group that lets everything out, as every new one does. */
    static SecurityGroup make(Site site, String vpcId, String name, String description, Map<String, String> tags) {
        String id = site.newId("sg", vpcId + "/" + name);
        Rule out =
                new Rule(site.newId("sgr", id + "/out"), true, "-1", -1, -1, Peer.IPV4, "0.0.0.0/0", Optional.empty());
        SecurityGroup group = new SecurityGroup(id, vpcId, name, description, List.of(out));
        SecurityGroup.KIND.put(site, group);
        site.born(id, "security-group", tags);
        return group;
    }

    private static void create(Call call, Params in, Xml out) {
        Site site = call.site();
        String name = in.require("GroupName");
        String description = in.require("GroupDescription");
        Map<String, String> tags = Tags.requested(in, "security-group");
        Vpc vpc = Vpc.KIND.find(
                site,
                in.get("VpcId")
                        .orElseThrow(() -> AwsError.of(
                                "VPCIdNotSpecified",
                                "No default VPC for this user. GroupName is only supported for"
                                        + " EC2-Classic and default VPC.")));
        if (name.startsWith("sg-") || name.equals("default")) {
            throw AwsError.of("InvalidParameterValue", "Invalid security group name: %s", name);
        }
        boolean taken = site.here()
                .securityGroups
                .where(group -> group.vpcId().equals(vpc.id()) && group.name().equals(name))
                .findAny()
                .isPresent();
        if (taken) {
            throw AwsError.of(
                    "InvalidGroup.Duplicate", "The security group '%s' already exists for VPC '%s'", name, vpc.id());
        }
        SecurityGroup group = make(site, vpc.id(), name, description, tags);
        out.text("return", true).text("groupId", group.id());
        Tags.write(out, tags);
        out.text("securityGroupArn", site.arn("ec2", "security-group/" + group.id()));
    }

    private static void describe(Call call, Params in, Xml out) {
        List<String> names = in.list("GroupName");
        List<SecurityGroup> visible = SecurityGroup.KIND.select(call, in, FILTERS);
        names.stream()
                .filter(name -> visible.stream().noneMatch(group -> group.name().equals(name)))
                .findFirst()
                .ifPresent(name -> {
                    throw AwsError.of("InvalidGroup.NotFound", "The security group '%s' does not exist", name);
                });
        List<SecurityGroup> asked = visible.stream()
                .filter(group -> names.isEmpty() || names.contains(group.name()))
                .toList();
        Pages.answer(in, out, asked, SecurityGroup::id, "securityGroupInfo", (item, group) -> {
            item.text("groupId", group.id())
                    .text("groupName", group.name())
                    .text("groupDescription", group.description())
                    .text("vpcId", group.vpcId())
                    .text("ownerId", call.site().options().accountId())
                    .text("securityGroupArn", call.site().arn("ec2", "security-group/" + group.id()));
            SecurityGroupRules.writePermissions(call.site(), item, "ipPermissions", group, false);
            SecurityGroupRules.writePermissions(call.site(), item, "ipPermissionsEgress", group, true);
            Tags.write(item, call.site().tags(group.id()));
        });
    }

    private static void delete(Call call, Params in, Xml out) {
        Site site = call.site();
        SecurityGroup group = SecurityGroup.KIND.find(site, in.require("GroupId"));
        if (group.isDefault()) {
            throw AwsError.of(
                    "CannotDelete",
                    "the specified group: \"%s\" name: \"default\" cannot be deleted by a user",
                    group.id());
        }
        if (inUse(site.here(), group.id())) {
            throw AwsError.of("DependencyViolation", "resource %s has a dependent object", group.id());
        }
        SecurityGroup.KIND.remove(site, group.id());
        out.text("return", true).text("groupId", group.id());
    }

    /** Whether an interface or another group's rule refers to the group. */
    static boolean inUse(Region here, String id) {
        return here.interfaces.where(eni -> eni.groups().contains(id)).findAny().isPresent()
                || here.securityGroups
                        .where(other -> !other.id().equals(id)
                                && other.rules().stream()
                                        .anyMatch(rule -> rule.kind() == Peer.GROUP
                                                && rule.peer().equals(id)))
                        .findAny()
                        .isPresent();
    }
}
