package io.meshprovisioner.spec;

import java.util.List;
import java.util.Optional;

/** The VPC and its subnets. */
final class WrongNetworks extends WrongSpecs {
    WrongNetworks() {
        networks();
        endpoints();
    }

    private void networks() {
        vpc("vpc.cidr", VpcSpec::cidr, "10.0.0.0/15", "10.0.0.0/16", "10.0.0.0/16");
        vpc("vpc.cidr", VpcSpec::cidr, "10.0.0.0/29", "10.0.0.0/24", "10.0.0.0/16");
        vpc("vpc.cidr", VpcSpec::cidr, "10.0.5.0/16", "10.5.0.0/16", "10.0.0.0/16");
        vpc("vpc.cidr", VpcSpec::cidr, "10.0.0.300/16", "10.0.0.0/16", "0 to 255");
        vpc("vpc.cidr", VpcSpec::cidr, "010.0.0.0/16", "10.0.0.0/16", "leading zeros");
        vpc("vpc.cidr", VpcSpec::cidr, "10.0.0.0", "10.0.0.0/16", "length");
        vpc("vpc.cidr", VpcSpec::cidr, "fd00::/64", "192.168.0.0/16", "10.0.0.0/16");
        vpc("vpc.cidr", VpcSpec::cidr, "127.0.0.0/16", "172.31.0.0/16", "private");
        vpc("vpc.cidr", VpcSpec::cidr, "169.254.0.0/16", "172.20.0.0/16", "private");
        vpc("vpc.cidr", VpcSpec::cidr, "230.0.0.0/16", "10.100.0.0/16", "private");
        vpc("vpc.cidr", VpcSpec::cidr, "10.0.0.0/27", "10.0.0.0/25", "larger VPC");
        vpc("vpc.availabilityZones", VpcSpec::availabilityZones, 1, 2, "2 or more");
        vpc("vpc.availabilityZones", VpcSpec::availabilityZones, 0, 3, "2 or more");
        vpc("vpc.availabilityZones", VpcSpec::availabilityZones, 7, 6, "2 to 6");
        vpc("vpc.zones", WrongNetworks::zones, List.of("us-west-2a"), List.of("us-west-2a", "us-west-2b"), "as many");
        vpc(
                "vpc.zones[1]",
                WrongNetworks::zones,
                List.of("us-west-2a", "us-west-2a"),
                List.of("us-west-2a", "us-west-2b"),
                "Remove");
        vpc(
                "vpc.zones[1]",
                WrongNetworks::zones,
                List.of("us-west-2a", "us-east-1b"),
                List.of("us-west-2a", "us-west-2b"),
                "us-west-2a");
        vpc(
                "vpc.zones[0]",
                WrongNetworks::zones,
                List.of("us-west-2-lax-1a", "us-west-2b"),
                List.of("us-west-2a", "us-west-2b"),
                "local zones");
        subnets("vpc.publicSubnets", List.of("10.0.0.0/24"), List.of("10.0.0.0/24", "10.0.1.0/24"), "one a zone");
        subnets(
                "vpc.publicSubnets[1]",
                List.of("10.0.0.0/24", "10.1.0.0/24"),
                List.of("10.0.0.0/24", "10.0.1.0/24"),
                "10.0.0.0/20");
        subnets(
                "vpc.publicSubnets[1]",
                List.of("10.0.0.0/23", "10.0.1.0/24"),
                List.of("10.0.0.0/24", "10.0.1.0/24"),
                "of its own");
        subnets(
                "vpc.publicSubnets[0]",
                List.of("10.0.0.0/29", "10.0.1.0/24"),
                List.of("10.0.0.0/27", "10.0.1.0/24"),
                "/28");
        subnets(
                "vpc.publicSubnets[0]",
                List.of("10.0.0.1/24", "10.0.1.0/24"),
                List.of("10.0.0.0/24", "10.0.1.0/24"),
                "Write 10.0.0.0/24");
        subnets(
                "vpc.publicSubnets[0]",
                List.of("ten", "10.0.1.0/24"),
                List.of("10.0.0.0/24", "10.0.1.0/24"),
                "four numbers");
        VpcSpec both = VpcSpec.defaults().publicSubnets("10.0.0.0/24", "10.0.1.0/24");
        add(
                "vpc.privateSubnets[0]",
                base().vpc(both.privateSubnets("10.0.1.128/25", "10.0.3.0/24")),
                base().vpc(both.privateSubnets("10.0.2.0/24", "10.0.3.0/24")),
                "of its own");
        VpcSpec privates = VpcSpec.defaults().privateSubnets("10.0.2.0/24", "10.0.3.0/24");
        add(
                "vpc.privateSubnets",
                base().vpc(privates.natGateways(NatGateways.NONE)),
                base().vpc(privates.natGateways(NatGateways.ONE)),
                "ONE_PER_ZONE");
        add(
                "vpc.cidr",
                base().vpc(VpcSpec.defaults().cidr("10.0.0.0/25").natGateways(NatGateways.ONE))
                        .nodeGroups(List.of(WrongNodeGroups.group(60, 60))),
                base().vpc(VpcSpec.defaults().cidr("10.0.0.0/25").natGateways(NatGateways.NONE))
                        .nodeGroups(List.of(WrongNodeGroups.group(60, 60))),
                "larger subnets or fewer nodes");
    }

    private void endpoints() {
        VpcSpec without = VpcSpec.defaults().natGateways(NatGateways.NONE);
        vpc("vpc.endpoints[0]", WrongNetworks::endpoint, "com.amazonaws.us-west-2.sqs", "sqs", "such as sqs");
        vpc("vpc.endpoints[0]", WrongNetworks::endpoint, "SQS", "ecr.api", "last part");
        add(
                "vpc.endpoints[1]",
                base().vpc(VpcSpec.defaults().endpointServices("s3", "s3")),
                base().vpc(VpcSpec.defaults().endpointServices("s3", "sqs")),
                "Remove");
        add(
                "vpc.endpoints",
                base().vpc(without.endpointServices("s3", "ec2", "ecr.api")),
                base().vpc(without.endpointServices("s3", "ec2", "ecr.api", "ecr.dkr")),
                "natGateways ONE");
        add(
                "vpc.endpoints",
                base().vpc(without.endpointServices("s3", "ec2", "ecr.api", "ecr.dkr"))
                        .cluster(ClusterSpec.defaults().oidcProvider()),
                base().vpc(without.endpoints()).cluster(ClusterSpec.defaults().oidcProvider()),
                "endpoints()");
        MeshSpec balanced =
                base().vpc(without.endpoints()).cluster(ClusterSpec.defaults().loadBalancerController("1.14.0"));
        add(
                "vpc.endpoints",
                balanced.vpc(without.endpointServices("s3", "ec2", "ecr.api", "ecr.dkr", "eks-auth")),
                balanced,
                "endpoints()");
        add(
                "cluster.endpointAccess",
                base().vpc(without.endpoints()).cluster(ClusterSpec.defaults().endpointAccess(EndpointAccess.PUBLIC)),
                base().vpc(without.endpoints()),
                "PUBLIC_AND_PRIVATE");
        add(
                "vpc.privateSubnets",
                base().vpc(without.privateSubnets("10.0.2.0/24", "10.0.3.0/24")),
                base().vpc(without.privateSubnets("10.0.2.0/24", "10.0.3.0/24").endpoints()),
                "endpoints()");
    }

    private static VpcSpec endpoint(VpcSpec vpc, String service) {
        return vpc.endpointServices(service);
    }

    private <T> void vpc(
            String path, java.util.function.BiFunction<VpcSpec, T, VpcSpec> field, T wrong, T right, String advice) {
        add(path, value -> base().vpc(field.apply(VpcSpec.defaults(), value)), wrong, right, advice);
    }

    private static VpcSpec zones(VpcSpec vpc, List<String> zones) {
        return new VpcSpec(vpc.cidr(), 2, zones, vpc.natGateways(), List.of(), List.of(), List.of(), Optional.empty());
    }

    private void subnets(String path, List<String> wrong, List<String> right, String advice) {
        vpc(path, (vpc, list) -> vpc.publicSubnets(list.toArray(String[]::new)), wrong, right, advice);
    }
}
