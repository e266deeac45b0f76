package io.meshprovisioner.aws;

import io.meshprovisioner.spec.Cidr;
import io.meshprovisioner.spec.SubnetLayout;
import io.meshprovisioner.spec.VpcSpec;
import java.util.ArrayList;
import java.util.List;

/** The subnets of a mesh by zone. */
final class Layout {
    private Layout() {}

    /** The subnets of a resolved spec: the public ones, then the private ones, each zone by zone. */
    static List<PlannedSubnet> subnets(VpcSpec vpc) {
        List<PlannedSubnet> subnets = new ArrayList<>();
        for (int i = 0; i < vpc.publicSubnets().size(); i++) {
            subnets.add(
                    new PlannedSubnet(vpc.zones().get(i), vpc.publicSubnets().get(i), true));
        }
        for (int i = 0; i < vpc.privateSubnets().size(); i++) {
            subnets.add(
                    new PlannedSubnet(vpc.zones().get(i), vpc.privateSubnets().get(i), false));
        }
        return subnets;
    }

    /**
     * The network with its zones and the blocks that it leaves open.
     *
     * @throws IllegalArgumentException when there is no room
     */
    static VpcSpec complete(VpcSpec vpc, List<String> zones) {
        VpcSpec inZones = vpc.availabilityZones(zones.toArray(String[]::new));
        SubnetLayout layout = SubnetLayout.of(inZones);
        return inZones.publicSubnets(texts(layout.publicSubnets())).privateSubnets(texts(layout.privateSubnets()));
    }

    private static String[] texts(List<Cidr> blocks) {
        return blocks.stream().map(Cidr::toString).toArray(String[]::new);
    }

    /** A subnet as planned. */
    record PlannedSubnet(String zone, String cidr, boolean isPublic) {
        /** Its name within the mesh. */
        String part() {
            return (isPublic ? "public-" : "private-") + zone;
        }
    }
}
