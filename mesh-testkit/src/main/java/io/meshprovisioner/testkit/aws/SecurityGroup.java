package io.meshprovisioner.testkit.aws;

import java.util.List;
import java.util.Optional;

/** A security group with its rules. */
record SecurityGroup(String id, String vpcId, String name, String description, List<Rule> rules) {
    static final Kind<SecurityGroup> KIND = new Kind<>(
            "security-group",
            "sg",
            "GroupId",
            "InvalidGroup.NotFound",
            "The security group '%s' does not exist",
            region -> region.securityGroups,
            SecurityGroup::id);

    SecurityGroup {
        rules = List.copyOf(rules);
    }

    boolean isDefault() {
        return name.equals("default");
    }

    SecurityGroup withRules(List<Rule> others) {
        return new SecurityGroup(id, vpcId, name, description, others);
    }

    /**
     * One rule; {@code id} is not part of what makes two rules the same.
     *
     * @param protocol tcp, udp, icmp or -1 for all
     * @param from lowest port, -1 for all
     */
    record Rule(
            String id,
            boolean egress,
            String protocol,
            int from,
            int to,
            Peer kind,
            String peer,
            Optional<String> description) {

        boolean sameAs(Rule other) {
            return egress == other.egress
                    && protocol.equals(other.protocol)
                    && from == other.from
                    && to == other.to
                    && kind == other.kind
                    && peer.equals(other.peer);
        }

        Rule withId(String other) {
            return new Rule(other, egress, protocol, from, to, kind, peer, description);
        }

        boolean covers(String wantedProtocol, int port) {
            return protocol.equals("-1") || (protocol.equals(wantedProtocol) && from <= port && port <= to);
        }
    }

    /** What the other end of a rule is. */
    enum Peer {
        IPV4,
        IPV6,
        GROUP,
        PREFIX_LIST
    }
}
