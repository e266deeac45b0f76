package io.meshprovisioner.spec;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The network of an eksctl file. */
final class EksctlNetwork {
    /** Of eksctl, where the file names no zones: in us-east-1 two. */
    private static final int ZONES = 3;

    private final EksctlFields file;
    private final EksctlFields vpc;
    private final String region;

    EksctlNetwork(EksctlFields file, EksctlFields vpc, String region) {
        this.file = file;
        this.vpc = vpc;
        this.region = region;
    }

    VpcSpec read() {
        vpc.leave("securityGroup", "Control plane and nodes share the group that EKS makes.");
        vpc.leave("sharedNodeSecurityGroup", "Control plane and nodes share the group that EKS makes.");
        vpc.leave("extraCIDRs", "A second block is for pods: withNetworking(n -> n.vpcCni(cni -> cni.podCidr(..))).");
        vpc.leave("extraIPv6CIDRs", "Clusters are made with IPv4.");
        List<String> zones = file.texts("availabilityZones");
        VpcSpec network = VpcSpec.defaults().cidr(vpc.text("cidr").orElse("192.168.0.0/16"));
        network = zones.isEmpty()
                ? network.availabilityZones(region.equals("us-east-1") ? 2 : ZONES)
                : network.availabilityZones(zones.toArray(String[]::new));
        EksctlFields subnets = vpc.nested("subnets");
        List<Place> open = places(subnets.nested("public"));
        List<Place> hidden = places(subnets.nested("private"));
        Optional<String> id = vpc.text("id");
        boolean theirs =
                open.stream().anyMatch(Place::stands) || hidden.stream().anyMatch(Place::stands);
        if (id.isPresent() || theirs) {
            return adopted(id, open, hidden);
        }
        network = network.natGateways(nat());
        return open.isEmpty() && hidden.isEmpty() ? network : divided(network, open, hidden);
    }

    private record Place(String zone, Optional<String> id, Optional<String> cidr) {
        boolean stands() {
            return id.isPresent();
        }
    }

    private static List<Place> places(EksctlFields in) {
        List<Place> result = new ArrayList<>();
        for (String key : in.names()) {
            EksctlFields subnet = in.nested(key);
            result.add(new Place(subnet.text("az").orElse(key), subnet.text("id"), subnet.text("cidr")));
        }
        return result;
    }

    private VpcSpec adopted(Optional<String> id, List<Place> open, List<Place> hidden) {
        if (id.isEmpty()) {
            vpc.note("subnets", "The VPC of these subnets is not named: say withVpc(v -> v.adopt(\"vpc-..\", ..)).");
            return VpcSpec.defaults();
        }
        vpc.leave("nat", "A VPC that is adopted is taken as it is.");
        return VpcSpec.defaults()
                .adopt(id.get(), in -> in.publicSubnets(ids(open)).privateSubnets(ids(hidden)));
    }

    private static String[] ids(List<Place> places) {
        return places.stream().flatMap(place -> place.id().stream()).toArray(String[]::new);
    }

    /** A spec's subnets are in the order of its zones, those of a file in any. */
    private static VpcSpec divided(VpcSpec network, List<Place> open, List<Place> hidden) {
        List<String> zones = Stream.concat(open.stream(), hidden.stream())
                .map(Place::zone)
                .distinct()
                .toList();
        return network.availabilityZones(zones.toArray(String[]::new))
                .publicSubnets(cidrs(open, zones))
                .privateSubnets(cidrs(hidden, zones));
    }

    private static String[] cidrs(List<Place> places, List<String> zones) {
        return places.stream()
                .sorted(Comparator.comparing(place -> zones.indexOf(place.zone())))
                .flatMap(place -> place.cidr().stream())
                .toArray(String[]::new);
    }

    private NatGateways nat() {
        EksctlFields nat = vpc.nested("nat");
        String mode = nat.text("gateway").orElse("Single");
        switch (mode) {
            case "Single":
                return NatGateways.ONE;
            case "HighlyAvailable":
                return NatGateways.ONE_PER_ZONE;
            case "Disable":
                return NatGateways.NONE;
            default:
                nat.note("gateway", "It is none of Single, HighlyAvailable and Disable; one gateway is made.");
                return NatGateways.ONE;
        }
    }
}
