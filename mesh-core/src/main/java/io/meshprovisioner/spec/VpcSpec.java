package io.meshprovisioner.spec;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The network that is asked for. Values: each method returns a changed copy.
 *
 * @param cidr the VPC's address block as written, default {@code 10.0.0.0/16}; AWS takes /16 to /28
 * @param availabilityZones over how many zones, default 2; EKS needs two at least
 * @param zones the zones by name, such as {@code us-west-2a}; empty: the region's first that EKS offers
 * @param natGateways default {@link NatGateways#ONE}
 * @param publicSubnets blocks of the public subnets, one a zone; empty: computed
 * @param privateSubnets blocks of the private subnets, one a zone; empty: computed (none without NAT and endpoints)
 * @param endpointServices services of AWS that are reached without the Internet, such as {@code ecr.api}; default none
 * @param adopted a VPC that stands already, to be taken as it is; empty: one is made
 */
public record VpcSpec(
        String cidr,
        int availabilityZones,
        List<String> zones,
        NatGateways natGateways,
        List<String> publicSubnets,
        List<String> privateSubnets,
        List<String> endpointServices,
        Optional<AdoptedVpc> adopted) {

    public VpcSpec {
        zones = List.copyOf(zones);
        publicSubnets = List.copyOf(publicSubnets);
        privateSubnets = List.copyOf(privateSubnets);
        endpointServices = List.copyOf(endpointServices);
    }

    /** The default network. */
    public static VpcSpec defaults() {
        return new VpcSpec(
                "10.0.0.0/16", 2, List.of(), NatGateways.ONE, List.of(), List.of(), List.of(), Optional.empty());
    }

    public VpcSpec cidr(String newCidr) {
        return with(draft -> draft.cidr = newCidr);
    }

    public VpcSpec availabilityZones(int count) {
        return with(draft -> draft.availabilityZones = count);
    }

    /** Zones by name; their number becomes {@link #availabilityZones()}. */
    public VpcSpec availabilityZones(String... names) {
        return with(draft -> {
            draft.availabilityZones = names.length;
            draft.zones = List.of(names);
        });
    }

    public VpcSpec natGateways(NatGateways newNatGateways) {
        return with(draft -> draft.natGateways = newNatGateways);
    }

    public VpcSpec publicSubnets(String... cidrs) {
        return with(draft -> draft.publicSubnets = List.of(cidrs));
    }

    public VpcSpec privateSubnets(String... cidrs) {
        return with(draft -> draft.privateSubnets = List.of(cidrs));
    }

    /**
     * Has VPC endpoints for what a private cluster needs of AWS ({@link EndpointServices#PRIVATE_CLUSTER}), and for these
     * services besides. With {@link NatGateways#NONE} nodes then live in private subnets with no way to the Internet:
     * images have to lie in Amazon ECR.
     *
     * @param more services as the last part of an endpoint service's name says them, such as {@code sqs}
     */
    public VpcSpec endpoints(String... more) {
        Set<String> services = new LinkedHashSet<>(EndpointServices.PRIVATE_CLUSTER);
        services.addAll(List.of(more));
        return endpointServices(services.toArray(String[]::new));
    }

    /** Has VPC endpoints for exactly these services, such as {@code s3} beside a NAT gateway, which then costs less. */
    public VpcSpec endpointServices(String... services) {
        return with(draft -> draft.endpointServices = List.of(services));
    }

    /** Whether nodes live in private subnets and reach nothing but the VPC and its endpoints. */
    public boolean withoutInternet() {
        return natGateways == NatGateways.NONE && !endpointServices.isEmpty() && adopted.isEmpty();
    }

    /** Whether private subnets are made: where something leads out of them. */
    boolean hasPrivateSubnets() {
        return natGateways != NatGateways.NONE || !endpointServices.isEmpty();
    }

    /**
     * Takes a VPC that stands already, with subnets of it, as they are: nothing of it is changed or deleted. Nodes live
     * in its private subnets, or in its public ones where it names no private ones.
     */
    public VpcSpec adopt(String vpcId, UnaryOperator<AdoptedVpc> subnets) {
        return with(draft -> draft.adopted = Optional.of(subnets.apply(new AdoptedVpc(vpcId, List.of(), List.of()))));
    }

    private VpcSpec with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.done();
    }

    /** A copy while it is changed. */
    private static final class Draft {
        private String cidr;
        private int availabilityZones;
        private List<String> zones;
        private NatGateways natGateways;
        private List<String> publicSubnets;
        private List<String> privateSubnets;
        private List<String> endpointServices;
        private Optional<AdoptedVpc> adopted;

        Draft(VpcSpec spec) {
            cidr = spec.cidr;
            availabilityZones = spec.availabilityZones;
            zones = spec.zones;
            natGateways = spec.natGateways;
            publicSubnets = spec.publicSubnets;
            privateSubnets = spec.privateSubnets;
            endpointServices = spec.endpointServices;
            adopted = spec.adopted;
        }

        VpcSpec done() {
            return new VpcSpec(
                    cidr,
                    availabilityZones,
                    zones,
                    natGateways,
                    publicSubnets,
                    privateSubnets,
                    endpointServices,
                    adopted);
        }
    }

    /**
     * A VPC of somebody else's.
     *
     * @param id such as {@code vpc-0123456789abcdef0}
     * @param publicSubnets ids of subnets that lead to an internet gateway
     * @param privateSubnets ids of subnets that lead out through NAT
     */
    public record AdoptedVpc(String id, List<String> publicSubnets, List<String> privateSubnets) {
        public AdoptedVpc {
            publicSubnets = List.copyOf(publicSubnets);
            privateSubnets = List.copyOf(privateSubnets);
        }

        public AdoptedVpc publicSubnets(String... ids) {
            return new AdoptedVpc(id, List.of(ids), privateSubnets);
        }

        public AdoptedVpc privateSubnets(String... ids) {
            return new AdoptedVpc(id, publicSubnets, List.of(ids));
        }

        /** All of them, the public ones first. */
        public List<String> subnets() {
            List<String> all = new ArrayList<>(publicSubnets);
            all.addAll(privateSubnets);
            return all;
        }

        /** Where nodes live. */
        public List<String> nodeSubnets() {
            return privateSubnets.isEmpty() ? publicSubnets : privateSubnets;
        }
    }
}
