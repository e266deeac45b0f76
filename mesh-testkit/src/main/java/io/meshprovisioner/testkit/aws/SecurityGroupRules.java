package io.meshprovisioner.testkit.aws;

import io.meshprovisioner.testkit.aws.SecurityGroup.Peer;
import io.meshprovisioner.testkit.aws.SecurityGroup.Rule;
import io.meshprovisioner.testkit.aws.protocol.AwsError;
import io.meshprovisioner.testkit.aws.protocol.Params;
import io.meshprovisioner.testkit.aws.protocol.Xml;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rules of security groups. */
final class SecurityGroupRules {
    private static final Filters<Owned> FILTERS = new Filters<Owned>(
                    owned -> owned.rule().id())
            .one("group-id", owned -> owned.group().id())
            .one("security-group-rule-id", owned -> owned.rule().id());

    private SecurityGroupRules() {}

    static void register(Map<String, Call.QueryHandler> operations) {
        operations.put("AuthorizeSecurityGroupIngress", (call, in, out) -> authorize(call, in, out, false));
        operations.put("AuthorizeSecurityGroupEgress", (call, in, out) -> authorize(call, in, out, true));
        operations.put("RevokeSecurityGroupIngress", (call, in, out) -> revoke(call, in, out, false));
        operations.put("RevokeSecurityGroupEgress", (call, in, out) -> revoke(call, in, out, true));
        operations.put("DescribeSecurityGroupRules", SecurityGroupRules::describe);
    }

    private static void authorize(Call call, Params in, Xml out, boolean egress) {
        Site site = call.site();
        SecurityGroup group = SecurityGroup.KIND.find(site, in.require("GroupId"));
        Map<String, String> tags = Tags.requested(in, "security-group-rule");
        List<Rule> added = new ArrayList<>();
        for (Rule rule : requested(site, group, in, egress)) {
            boolean present = group.rules().stream().anyMatch(rule::sameAs)
                    || added.stream().anyMatch(rule::sameAs);
            if (present) {
                throw AwsError.of(
                        "InvalidPermission.Duplicate",
                        "the specified rule \"peer: %s, %s, from port: %s, to port: %s, ALLOW\" already exists",
                        rule.peer(),
                        rule.protocol(),
                        rule.from(),
                        rule.to());
            }
            added.add(rule.withId(site.newId("sgr", group.id() + rule)));
        }
        if (group.rules().size() + added.size() > site.quotas().securityGroupRules() * 2) {
            throw AwsError.of(
                    "RulesPerSecurityGroupLimitExceeded",
                    "The maximum number of rules per security group has been reached.");
        }
        List<Rule> rules = new ArrayList<>(group.rules());
        rules.addAll(added);
        SecurityGroup.KIND.put(site, group.withRules(rules));
        added.forEach(rule -> site.born(rule.id(), "security-group-rule", tags));
        out.text("return", true)
                .list("securityGroupRuleSet", added, (item, rule) -> write(site, item, new Owned(group, rule)));
    }

    private static List<Rule> requested(Site site, SecurityGroup group, Params in, boolean egress) {
        List<Rule> rules = new ArrayList<>();
        for (Params permission : in.structs("IpPermissions")) {
            rules.addAll(rules(site, group, permission, egress));
        }
        in.get("CidrIp").ifPresent(cidr -> rules.add(rule(in, egress, Peer.IPV4, cidr, Optional.empty())));
        in.get("SourceSecurityGroupName").ifPresent(name -> site.here()
                .securityGroups
                .where(other ->
                        other.vpcId().equals(group.vpcId()) && other.name().equals(name))
                .forEach(other -> rules.add(rule(in, egress, Peer.GROUP, other.id(), Optional.empty()))));
        if (rules.isEmpty()) {
            throw AwsError.of("MissingParameter", "The request must contain at least one rule in ipPermissions");
        }
        return rules;
    }

    private static List<Rule> rules(Site site, SecurityGroup group, Params permission, boolean egress) {
        List<Rule> rules = new ArrayList<>();
        for (Params range : permission.structs("IpRanges")) {
            String cidr = Cidr.parse(range.require("CidrIp")).toString();
            rules.add(rule(permission, egress, Peer.IPV4, cidr, range.get("Description")));
        }
        for (Params range : permission.structs("Ipv6Ranges")) {
            rules.add(rule(permission, egress, Peer.IPV6, range.require("CidrIpv6"), range.get("Description")));
        }
        for (Params list : permission.structs("PrefixListIds")) {
            rules.add(
                    rule(permission, egress, Peer.PREFIX_LIST, list.require("PrefixListId"), list.get("Description")));
        }
        for (Params peer : permission.structs("Groups")) {
            SecurityGroup other = SecurityGroup.KIND.find(site, peer.require("GroupId"));
            if (!other.vpcId().equals(group.vpcId())) {
                throw AwsError.of(
                        "InvalidGroup.NotFound",
                        "You have specified two resources that belong to different networks: %s and %s.",
                        group.id(),
                        other.id());
            }
            rules.add(rule(permission, egress, Peer.GROUP, other.id(), peer.get("Description")));
        }
        return rules;
    }

    private static Rule rule(Params in, boolean egress, Peer kind, String peer, Optional<String> description) {
        String protocol =
                switch (in.require("IpProtocol")) {
                    case "6" -> "tcp";
                    case "17" -> "udp";
                    case "1" -> "icmp";
                    case "all" -> "-1";
                    default -> in.require("IpProtocol");
                };
        int from = protocol.equals("-1") ? -1 : in.number("FromPort", -1);
        int to = protocol.equals("-1") ? -1 : in.number("ToPort", from);
        if ((protocol.equals("tcp") || protocol.equals("udp")) && (from < 0 || to < from || to > 65535)) {
            throw AwsError.of("InvalidParameterValue", "Invalid value for portRange. Ports %s to %s.", from, to);
        }
        return new Rule("", egress, protocol, from, to, kind, peer, description);
    }

    private static void revoke(Call call, Params in, Xml out, boolean egress) {
        Site site = call.site();
        SecurityGroup group = SecurityGroup.KIND.find(site, in.require("GroupId"));
        List<String> ids = in.list("SecurityGroupRuleId");
        List<Rule> asked = ids.isEmpty() ? requested(site, group, in, egress) : List.of();
        List<Rule> gone = group.rules().stream()
                .filter(rule -> rule.egress() == egress)
                .filter(rule -> ids.contains(rule.id()) || asked.stream().anyMatch(rule::sameAs))
                .toList();
        if (gone.size() < Math.max(ids.size(), asked.size())) {
            throw AwsError.of(
                    ids.isEmpty() ? "InvalidPermission.NotFound" : "InvalidSecurityGroupRuleId.NotFound",
                    "The specified rule does not exist in this security group.");
        }
        SecurityGroup.KIND.put(
                site,
                group.withRules(group.rules().stream()
                        .filter(rule -> !gone.contains(rule))
                        .toList()));
        gone.forEach(rule -> site.here().cards.remove(rule.id()));
        out.text("return", true);
    }

    private static void describe(Call call, Params in, Xml out) {
        List<String> ids = in.list("SecurityGroupRuleId");
        List<Owned> asked = call.here().securityGroups.all().stream()
                .filter(group -> call.site().visible(group.id()))
                .flatMap(group -> group.rules().stream().map(rule -> new Owned(group, rule)))
                .filter(owned -> ids.isEmpty() || ids.contains(owned.rule().id()))
                .filter(FILTERS.check(in).of(call.site(), in))
                .toList();
        Pages.answer(
                in,
                out,
                asked,
                owned -> owned.rule().id(),
                "securityGroupRuleSet",
                (item, owned) -> write(call.site(), item, owned));
    }

    private static void write(Site site, Xml out, Owned owned) {
        Rule rule = owned.rule();
        out.text("securityGroupRuleId", rule.id())
                .text("groupId", owned.group().id())
                .text("groupOwnerId", site.options().accountId())
                .text("isEgress", rule.egress())
                .text("ipProtocol", rule.protocol())
                .text("fromPort", rule.from())
                .text("toPort", rule.to());
        switch (rule.kind()) {
            case IPV4 -> out.text("cidrIpv4", rule.peer());
            case IPV6 -> out.text("cidrIpv6", rule.peer());
            case PREFIX_LIST -> out.text("prefixListId", rule.peer());
            case GROUP ->
                out.node("referencedGroupInfo", group -> group.text("groupId", rule.peer())
                        .text("userId", site.options().accountId())
                        .text("vpcId", owned.group().vpcId()));
        }
        out.text("description", rule.description());
        Tags.write(out, site.tags(rule.id()));
    }

    /** The rules of one direction, those of the same ports together. */
    static void writePermissions(Site site, Xml out, String element, SecurityGroup group, boolean egress) {
        Map<String, List<Rule>> byPorts = new LinkedHashMap<>();
        group.rules().stream().filter(rule -> rule.egress() == egress).forEach(rule -> byPorts.computeIfAbsent(
                        rule.protocol() + ":" + rule.from() + ":" + rule.to(), key -> new ArrayList<>())
                .add(rule));
        out.list(element, byPorts.values(), (item, rules) -> {
            Rule first = rules.get(0);
            item.text("ipProtocol", first.protocol());
            if (!first.protocol().equals("-1")) {
                item.text("fromPort", first.from()).text("toPort", first.to());
            }
            writePeers(item, "ipRanges", "cidrIp", of(rules, Peer.IPV4));
            writePeers(item, "ipv6Ranges", "cidrIpv6", of(rules, Peer.IPV6));
            writePeers(item, "prefixListIds", "prefixListId", of(rules, Peer.PREFIX_LIST));
            item.list("groups", of(rules, Peer.GROUP), (entry, rule) -> entry.text("groupId", rule.peer())
                    .text("userId", site.options().accountId())
                    .text("description", rule.description()));
        });
    }

    private static List<Rule> of(List<Rule> rules, Peer kind) {
        return rules.stream().filter(rule -> rule.kind() == kind).toList();
    }

    private static void writePeers(Xml out, String element, String name, List<Rule> rules) {
        out.list(
                element, rules, (entry, rule) -> entry.text(name, rule.peer()).text("description", rule.description()));
    }

    private record Owned(SecurityGroup group, Rule rule) {}
}
