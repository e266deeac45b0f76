package io.meshprovisioner.spec;

import java.util.List;

/**
 * The network that is asked for. Values: each method returns a changed copy.
 *
 * @param cidr the VPC's address block as written, default {@code 10.0.0.0/16}; AWS takes /16 to /28
 * @param availabilityZones over how many zones, default 2; EKS needs two at least
 * @param zones the zones by name, such as {@code us-west-2a}; empty: the region's first that EKS offers
 * @param natGateways default {@link NatGateways#ONE}
 * @param publicSubnets blocks of the public subnets, one a zone; empty: computed
 * @param privateSubnets blocks of the private subnets, one a zone; empty: computed (none without NAT)
 */
public record VpcSpec(
        String cidr,
        int availabilityZones,
        List<String> zones,
        NatGateways natGateways,
        List<String> publicSubnets,
        List<String> privateSubnets) {

    public VpcSpec {
        zones = List.copyOf(zones);
        publicSubnets = List.copyOf(publicSubnets);
        privateSubnets = List.copyOf(privateSubnets);
    }

    /** The default network. */
    public static VpcSpec defaults() {
        return new VpcSpec("10.0.0.0/16", 2, List.of(), NatGateways.ONE, List.of(), List.of());
    }

    public VpcSpec cidr(String newCidr) {
        return new VpcSpec(newCidr, availabilityZones, zones, natGateways, publicSubnets, privateSubnets);
    }

    public VpcSpec availabilityZones(int count) {
        return new VpcSpec(cidr, count, zones, natGateways, publicSubnets, privateSubnets);
    }

    /** Zones by name; their number becomes {@link #availabilityZones()}. */
    public VpcSpec availabilityZones(String... names) {
        return new VpcSpec(cidr, names.length, List.of(names), natGateways, publicSubnets, privateSubnets);
    }

    public VpcSpec natGateways(NatGateways newNatGateways) {
        return new VpcSpec(cidr, availabilityZones, zones, newNatGateways, publicSubnets, privateSubnets);
    }

    public VpcSpec publicSubnets(String... cidrs) {
        return new VpcSpec(cidr, availabilityZones, zones, natGateways, List.of(cidrs), privateSubnets);
    }

    public VpcSpec privateSubnets(String... cidrs) {
        return new VpcSpec(cidr, availabilityZones, zones, natGateways, publicSubnets, List.of(cidrs));
    }
}
