package io.meshprovisioner.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The network. Sources: Amazon VPC's rules for VPC and subnet blocks, EKS's for subnets (two zones at least, six free
 * addresses each, sixteen advised). The service range needs no check: EKS chooses 172.20.0.0/16 for a VPC in
 * 10.0.0.0/8 and 10.100.0.0/16 otherwise, which no single VPC block can overlap.
 */
final class NetworkCheck {
    /** No region has more that EKS offers. */
    private static final int MOST_ZONES = 6;

    private static final int FEWEST_ZONES = 2;
    private static final int ADVISED_FREE = 16;
    private static final List<Cidr> PRIVATE = List.of(
            Cidr.of("10.0.0.0/8"), Cidr.of("172.16.0.0/12"), Cidr.of("192.168.0.0/16"), Cidr.of("100.64.0.0/10"));
    private static final Cidr DOCKER = Cidr.of("172.17.0.0/16");
    private static final Map<Cidr, String> NOT_UNICAST = Map.of(
            Cidr.of("0.0.0.0/8"), "\"this network\"",
            Cidr.of("127.0.0.0/8"), "loopback",
            Cidr.of("169.254.0.0/16"), "link-local",
            Cidr.of("224.0.0.0/4"), "multicast",
            Cidr.of("240.0.0.0/4"), "reserved");

    private final EndpointCheck endpoints;
    private final VpcSpec vpc;
    private final String region;
    private final Problems problems;

    NetworkCheck(MeshSpec spec, Problems problems) {
        this.endpoints = new EndpointCheck(spec, problems);
        this.vpc = spec.vpc();
        this.region = spec.region();
        this.problems = problems;
    }

    void run() {
        if (vpc.adopted().isPresent()) {
            AdoptionCheck.vpc(vpc, vpc.adopted().get(), problems);
            return;
        }
        Optional<Cidr> block = vpcBlock();
        boolean zonesFit = zones();
        endpoints.run();
        if (!vpc.hasPrivateSubnets() && !vpc.privateSubnets().isEmpty()) {
            problems.add(
                    "vpc.privateSubnets",
                    "There are private subnets and neither NAT gateway nor endpoints: nodes in them could not reach EKS or any"
                            + " registry.",
                    "Choose natGateways ONE or ONE_PER_ZONE, say endpoints(), or leave the private subnets out.");
        }
        int before = problems.errors().size();
        Map<String, Cidr> given = new TreeMap<>();
        subnets("vpc.publicSubnets", vpc.publicSubnets(), block, given);
        subnets("vpc.privateSubnets", vpc.privateSubnets(), block, given);
        if (block.isPresent() && zonesFit && problems.errors().size() == before) {
            computed(block.get());
        }
    }

    private Optional<Cidr> vpcBlock() {
        Optional<Cidr> block = block("vpc.cidr", vpc.cidr());
        if (block.isEmpty()) {
            return block;
        }
        Cidr cidr = block.get();
        int prefix = cidr.prefixLength();
        if (prefix < SubnetLayout.SHORTEST_PREFIX || prefix > SubnetLayout.LONGEST_PREFIX) {
            problems.add(
                    "vpc.cidr",
                    cidr + " is too " + (prefix < SubnetLayout.SHORTEST_PREFIX ? "large" : "small")
                            + ": AWS takes VPCs of /16 to /28.",
                    "Write a block such as 10.0.0.0/16.");
            return Optional.empty();
        }
        for (Map.Entry<Cidr, String> range : NOT_UNICAST.entrySet()) {
            if (range.getKey().overlaps(cidr)) {
                problems.add(
                        "vpc.cidr",
                        cidr + " lies in the " + range.getValue() + " range " + range.getKey()
                                + ", where no machine can have an address.",
                        "Write a private block such as 10.0.0.0/16.");
                return Optional.empty();
            }
        }
        if (PRIVATE.stream().noneMatch(range -> range.contains(cidr))) {
            problems.warn(
                    "vpc.cidr",
                    cidr + " is not private: pods could not reach the Internet's owners of these addresses.",
                    "Use a block of 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16.");
        } else if (DOCKER.overlaps(cidr)) {
            problems.warn(
                    "vpc.cidr",
                    cidr + " overlaps 172.17.0.0/16, which Docker takes for its bridge on nodes that run it.",
                    "Use another block of 172.16.0.0/12, 10.0.0.0/8 or 192.168.0.0/16.");
        }
        return block;
    }

    private boolean zones() {
        int before = problems.errors().size();
        int count = vpc.availabilityZones();
        if (count < FEWEST_ZONES) {
            problems.add(
                    "vpc.availabilityZones",
                    "The network lies in " + count + (count == 1 ? " zone" : " zones") + "; EKS needs two at least.",
                    "Use 2 or more.");
        } else if (count > MOST_ZONES) {
            problems.add(
                    "vpc.availabilityZones",
                    count + " zones are asked for; no region offers more than " + MOST_ZONES + ".",
                    "Use 2 to " + MOST_ZONES + "; 3 is usual for production.");
        }
        if (!vpc.zones().isEmpty() && vpc.zones().size() != count) {
            problems.add(
                    "vpc.zones",
                    vpc.zones().size() + " zones are named and " + count + " are asked for.",
                    "Name as many as vpc.availabilityZones says, or leave one of the two out.");
        }
        for (int index = 0; index < vpc.zones().size(); index++) {
            String zone = vpc.zones().get(index);
            if (!zone.matches("[a-z]{2,}(-[a-z]+)+-\\d{1,2}[a-z]") || !zone.startsWith(region)) {
                problems.add(
                        "vpc.zones[" + index + "]",
                        "\"" + Problems.shown(zone) + "\" is not an availability zone of " + Problems.shown(region)
                                + ".",
                        "Write one such as " + Problems.shown(region)
                                + "a; local zones cannot hold an EKS control plane.");
            }
        }
        problems.duplicates(vpc.zones(), index -> "vpc.zones[" + index + "]");
        return problems.errors().size() == before;
    }

    private void subnets(String path, List<String> texts, Optional<Cidr> vpcBlock, Map<String, Cidr> given) {
        if (!texts.isEmpty() && texts.size() != vpc.availabilityZones()) {
            problems.add(
                    path,
                    texts.size() + " subnets are given for " + vpc.availabilityZones() + " zones.",
                    "Give one a zone, or none to have them computed.");
        }
        for (int index = 0; index < texts.size(); index++) {
            String at = path + "[" + index + "]";
            block(at, texts.get(index))
                    .filter(subnet -> fits(at, subnet, vpcBlock))
                    .ifPresent(subnet -> {
                        overlap(at, subnet, given);
                        given.put(at, subnet);
                    });
        }
    }

    private boolean fits(String path, Cidr subnet, Optional<Cidr> vpcBlock) {
        if (vpcBlock.isPresent() && !vpcBlock.get().contains(subnet)) {
            problems.add(
                    path,
                    subnet + " does not lie in the VPC's " + vpcBlock.get() + ".",
                    "Write a part of it, such as " + example(vpcBlock.get()) + ".");
            return false;
        }
        if (subnet.prefixLength() > SubnetLayout.LONGEST_PREFIX) {
            problems.add(
                    path,
                    subnet + " leaves " + SubnetLayout.usable(subnet)
                            + " addresses; AWS takes subnets of /16 to /28, and EKS needs 6 free ones in each.",
                    "Use /28 at least, better /24 or larger.");
            return false;
        }
        return true;
    }

    private void overlap(String path, Cidr subnet, Map<String, Cidr> given) {
        given.forEach((otherPath, other) -> {
            if (other.overlaps(subnet)) {
                problems.add(
                        path,
                        subnet + " overlaps " + other + " (" + otherPath + ").",
                        "Give each subnet a block of its own, or leave the list out to have them computed.");
            }
        });
    }

    private void computed(Cidr block) {
        SubnetLayout layout;
        try {
            layout = SubnetLayout.of(vpc);
        } catch (IllegalArgumentException e) {
            problems.add(
                    "vpc.cidr",
                    block + " is too small for the subnets of " + vpc.availabilityZones()
                            + " zones: each needs a /28 at least.",
                    "Use a larger VPC (10.0.0.0/16), fewer zones, or natGateways NONE, which needs no private subnets.");
            return;
        }
        List<Cidr> all = new ArrayList<>(layout.publicSubnets());
        all.addAll(layout.privateSubnets());
        all.stream()
                .filter(subnet -> SubnetLayout.usable(subnet) < ADVISED_FREE)
                .findFirst()
                .ifPresent(subnet -> problems.warn(
                        "vpc.cidr",
                        subnet + " leaves " + SubnetLayout.usable(subnet)
                                + " addresses; EKS advises 16 free ones in each subnet.",
                        "Use /27 or larger subnets."));
    }

    private Optional<Cidr> block(String path, String text) {
        Optional<Cidr> parsed = Cidr.parse(text);
        if (parsed.isEmpty()) {
            problems.add(
                    path,
                    "\"" + Problems.shown(text) + "\" is not an IPv4 block.",
                    "Write four numbers from 0 to 255 without leading zeros, and a length, such as 10.0.0.0/16.");
        } else if (!parsed.get().equals(parsed.get().block())) {
            problems.add(
                    path,
                    text + " is an address within a block, not the block's first.",
                    "Write " + parsed.get().block() + ".");
            return Optional.empty();
        }
        return parsed;
    }

    private static Cidr example(Cidr block) {
        return block.part(Math.min(SubnetLayout.LONGEST_PREFIX, block.prefixLength() + 4), 0);
    }
}
