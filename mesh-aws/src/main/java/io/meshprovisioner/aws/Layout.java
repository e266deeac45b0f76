package io.meshprovisioner.aws;

import io.meshprovisioner.spec.Cidr;
import io.meshprovisioner.spec.PodSubnets;
import io.meshprovisioner.spec.SubnetLayout;
import io.meshprovisioner.spec.VpcSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The subnets of a mesh by zone. */
final class Layout {
    private Layout() {}

    /** The subnets of a resolved spec: the public ones, then the private ones, each zone by zone. */
    static List<PlannedSubnet> subnets(VpcSpec vpc) {
        List<PlannedSubnet> subnets = new ArrayList<>();
        for (int i = 0; i < vpc.publicSubnets().size(); i++) {
            subnets.add(
                    new PlannedSubnet(vpc.zones().get(i), vpc.publicSubnets().get(i), Use.PUBLIC));
        }
        for (int i = 0; i < vpc.privateSubnets().size(); i++) {
            subnets.add(
                    new PlannedSubnet(vpc.zones().get(i), vpc.privateSubnets().get(i), Use.PRIVATE));
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

    /** The subnets of pods that have a block of their own, zone by zone. */
    static List<PlannedSubnet> podSubnets(VpcSpec vpc, String block) {
        List<Cidr> parts = PodSubnets.of(Cidr.of(block), vpc.zones().size());
        List<PlannedSubnet> subnets = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            subnets.add(new PlannedSubnet(vpc.zones().get(i), parts.get(i).toString(), Use.PODS));
        }
        return subnets;
    }

    /** What a subnet is for. */
    enum Use {
        PUBLIC("public", Map.of("kubernetes.io/role/elb", "1")),
        PRIVATE("private", Map.of("kubernetes.io/role/internal-elb", "1")),
        /** No load balancer shall be put there. */
        PODS("pods", Map.of());

        private final String word;
        private final Map<String, String> tags;

        Use(String word, Map<String, String> tags) {
            this.word = word;
            this.tags = tags;
        }

        /** By which Kubernetes' controllers know what it is for. */
        Map<String, String> tags() {
            return tags;
        }

        @Override
        public String toString() {
            return word;
        }
    }

    /** A subnet as planned. */
    record PlannedSubnet(String zone, String cidr, Use use) {
        /** Its name within the mesh. */
        String part() {
            return use + "-" + zone;
        }

        boolean isPublic() {
            return use == Use.PUBLIC;
        }
    }
}
