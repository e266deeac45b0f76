package io.meshprovisioner.spec;

import java.util.ArrayList;
import java.util.List;

/**
 * Which blocks the subnets of a network have, one public and (with NAT or endpoints) one private subnet a zone. Given blocks are
 * taken as they are; the others are computed: equal parts of the VPC, the lowest free ones, private ones as large as
 * leaves room for one part more, in which the public ones lie. In 10.0.0.0/16 with two zones, private subnets get
 * /18 and public ones /19.
 *
 * @param publicSubnets one a zone, in the order of the zones
 * @param privateSubnets one a zone, in the order of the zones; empty without NAT and endpoints
 */
public record SubnetLayout(List<Cidr> publicSubnets, List<Cidr> privateSubnets) {
    /** The largest block that AWS takes for a VPC or a subnet. */
    static final int SHORTEST_PREFIX = 16;

    /** The smallest block that AWS takes for a VPC or a subnet. */
    static final int LONGEST_PREFIX = 28;

    /** The first four addresses and the last one of each subnet belong to AWS. */
    private static final int RESERVED = 5;

    public SubnetLayout {
        publicSubnets = List.copyOf(publicSubnets);
        privateSubnets = List.copyOf(privateSubnets);
    }

    /**
     * The layout of a network that {@link SpecCheck} has nothing against.
     *
     * @throws IllegalArgumentException when a block is none or the computed ones do not fit
     */
    public static SubnetLayout of(VpcSpec spec) {
        Cidr vpc = Cidr.of(spec.cidr());
        int zones = spec.availabilityZones();
        if (vpc.prefixLength() < SHORTEST_PREFIX || vpc.prefixLength() > LONGEST_PREFIX || zones < 1) {
            throw new IllegalArgumentException(
                    "No subnets can be computed for " + zones + " zones in " + vpc + "; AWS takes VPCs of /16 to /28.");
        }
        boolean hidden = spec.hasPrivateSubnets();
        List<Cidr> publics = spec.publicSubnets().stream().map(Cidr::of).toList();
        List<Cidr> privates = spec.privateSubnets().stream().map(Cidr::of).toList();
        int oneMorePart = vpc.prefixLength() + bits(zones + 1);
        if (privates.isEmpty() && hidden) {
            privates = free(vpc, oneMorePart, zones, publics);
        }
        if (publics.isEmpty()) {
            int length = hidden ? oneMorePart + bits(zones) : vpc.prefixLength() + bits(zones);
            publics = free(vpc, length, zones, privates);
        }
        return new SubnetLayout(publics, privates);
    }

    /** The subnets that nodes run in: the private ones, or without them the public ones. */
    public List<Cidr> nodeSubnets() {
        return privateSubnets.isEmpty() ? publicSubnets : privateSubnets;
    }

    /** How many addresses of a subnet AWS leaves to its users. */
    public static long usable(Cidr subnet) {
        return Math.max(0, subnet.size() - RESERVED);
    }

    /** How often a block must be halved until it has that many parts. */
    static int bits(int parts) {
        return Integer.SIZE - Integer.numberOfLeadingZeros(parts - 1);
    }

    private static List<Cidr> free(Cidr vpc, int length, int count, List<Cidr> taken) {
        for (int prefix = length; prefix <= LONGEST_PREFIX; prefix++) {
            List<Cidr> found = new ArrayList<>();
            int parts = 1 << (prefix - vpc.prefixLength());
            for (int index = 0; index < parts && found.size() < count; index++) {
                Cidr part = vpc.part(prefix, index);
                if (taken.stream().noneMatch(part::overlaps)) {
                    found.add(part);
                }
            }
            if (found.size() == count) {
                return found;
            }
        }
        throw new IllegalArgumentException(
                vpc + " has no room for " + count + " more subnets of /" + LONGEST_PREFIX + " or larger.");
    }
}
