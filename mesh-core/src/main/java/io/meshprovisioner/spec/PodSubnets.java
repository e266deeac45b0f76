package io.meshprovisioner.spec;

import java.util.ArrayList;
import java.util.List;

/** The subnets that pods live in where they have a block of their own: equal parts of it, one a zone. */
public final class PodSubnets {
    /** Prefix delegation takes whole blocks of 16 addresses, and AWS keeps five of a subnet. */
    private static final int PREFIX = 16;

    private PodSubnets() {}

    /**
     * The parts, in the order of the zones.
     *
     * @throws IllegalArgumentException when they would be smaller than /28
     */
    public static List<Cidr> of(Cidr block, int zones) {
        int length = block.prefixLength() + SubnetLayout.bits(zones);
        if (length > SubnetLayout.LONGEST_PREFIX) {
            throw new IllegalArgumentException(block + " has no room for " + zones + " subnets of /28 or larger.");
        }
        List<Cidr> parts = new ArrayList<>();
        for (int index = 0; index < zones; index++) {
            parts.add(block.part(length, index));
        }
        return parts;
    }

    /** For how many pods a subnet has addresses. */
    static long pods(Cidr subnet, boolean prefixDelegation) {
        long usable = SubnetLayout.usable(subnet);
        return prefixDelegation ? usable / PREFIX * PREFIX : usable;
    }
}
