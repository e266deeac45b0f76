package io.meshprovisioner.spec;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What stands already and shall be used. */
final class WrongAdoptions extends WrongSpecs {
    WrongAdoptions() {
        adoption();
        cluster();
        iam();
    }

    private void iam() {
        add("timeToLive", time -> base().timeToLive(time), Duration.ofSeconds(59), Duration.ofMinutes(1), "such as 8h");
        add(
                "timeToLive",
                time -> base().timeToLive(time),
                Duration.ofHours(-8),
                Duration.ofHours(8),
                "a minute at least");
        add(
                "timeToLive",
                time -> base().timeToLive(time),
                Duration.ofDays(3651),
                Duration.ofDays(3650),
                "Leave it out");
        add("iam.path", path -> base().iam(IamSpec.defaults().path(path)), "platform", "/platform/", "slash");
        add(
                "iam.permissionsBoundary",
                arn -> base().iam(IamSpec.defaults().permissionsBoundary(arn)),
                "arn:aws:iam::111122223333:role/boundary",
                "arn:aws-cn:iam::111122223333:policy/team/boundary",
                "policy/boundary");
    }

    private void cluster() {
        MeshSpec theirs = theirs(cluster -> cluster);
        add("vpc", theirs::vpc, VpcSpec.defaults().cidr("10.1.0.0/16"), VpcSpec.defaults(), "made by us");
        add(
                "networking",
                theirs::networking,
                NetworkingSpec.defaults().kubeProxyMode(KubeProxyMode.IPVS),
                NetworkingSpec.defaults(),
                "leave out adopted");
        add("keyPair", theirs.keyPair(KeyPairSpec.existing("ops")), theirs, "leave out adopted");
        add("istio", theirs(cluster -> cluster, MeshSpec.forRegion("us-west-2")), theirs, "withIstio");
        add(
                "cluster.adopted.name",
                name -> base().cluster(ClusterSpec.defaults().adopt(name)),
                "arn:aws:eks:us-west-2:111122223333:cluster/theirs",
                "theirs",
                "list-clusters");
        add("cluster.endpointAccess", theirs(c -> c.endpointAccess(EndpointAccess.PRIVATE)), theirs, "made by us");
        add("cluster.publicAccessCidrs", theirs(c -> c.publicAccessCidrs("203.0.113.0/24")), theirs, "made by us");
        add("cluster.logTypes", theirs(c -> c.logTypes("api")), theirs, "made by us");
        add("cluster.roleArn", theirs(c -> c.roleArn(ROLE)), theirs, "made by us");
        add("cluster.supportType", theirs(c -> c.supportType(SupportType.STANDARD)), theirs, "made by us");
        add("cluster.deletionProtection", theirs(c -> c.deletionProtection(true)), theirs, "made by us");
        add(
                "cluster.kmsKeyArn",
                theirs(c -> c.kmsKeyArn("arn:aws:kms:us-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab")),
                theirs,
                "made by us");
        add("cluster.zonalShift", theirs(c -> c.zonalShift(true)), theirs, "made by us");
        add("cluster.awsAuth", theirs(c -> c.awsAuth(ROLE, "ops", "viewers")), theirs, "made by us");
        add("cluster.podIdentities", theirs(c -> c.podIdentity("shop", "a", who -> who.role(ROLE))), theirs, "by us");
        add("cluster.oidcProvider", theirs(c -> c.oidcProvider()), theirs, "made by us");
        add("cluster.loadBalancerController", theirs(c -> c.loadBalancerController("3.6.0")), theirs, "made by us");
        add(
                "cluster.adopted.nodeSubnets",
                theirs(c -> c.adopt("theirs", how -> how.nodeSubnets("subnet-12345678"))),
                theirs(c -> c.adopt("theirs", how -> how.nodeSubnets("subnet-12345678")))
                        .nodeGroups(List.of(NodeGroupSpec.named("ours"))),
                "withNodes");
        add(
                "cluster.adopted.nodeSubnets[0]",
                id -> theirs(c -> c.adopt("theirs", how -> how.nodeSubnets(id)))
                        .nodeGroups(List.of(NodeGroupSpec.named("ours"))),
                "vpc-12345678",
                "subnet-12345678",
                "subnet-0123");
    }

    private static MeshSpec theirs(UnaryOperator<ClusterSpec> change) {
        return theirs(change, base());
    }

    private static MeshSpec theirs(UnaryOperator<ClusterSpec> change, MeshSpec base) {
        return base.cluster(change.apply(ClusterSpec.defaults().adopt("theirs")));
    }

    private void adoption() {
        String a = "subnet-0000000000000000a";
        String b = "subnet-0000000000000000b";
        String c = "subnet-0000000000000000c";
        add("vpc.adopted.id", id -> adopting(id, vpc -> vpc.privateSubnets(a, b)), "vpc-1", "vpc-12345678", "vpc-0123");
        add("vpc.adopted", ids -> adopting(vpc -> vpc.privateSubnets(ids)), list(a), list(a, b), "different zones");
        add(
                "vpc.adopted.privateSubnets[1]",
                ids -> adopting(vpc -> vpc.privateSubnets(ids)),
                list(a, "eni-1"),
                list(a, b),
                "subnet-0123");
        add(
                "vpc.adopted.privateSubnets[1]",
                ids -> adopting(vpc -> vpc.privateSubnets(ids)),
                list(a, a),
                list(a, b),
                "Remove one");
        add(
                "vpc.adopted.privateSubnets",
                ids -> adopting(vpc -> vpc.publicSubnets(a, b).privateSubnets(ids)),
                list(b),
                list(c),
                "once");
        MeshSpec adopted = adopting(vpc -> vpc.privateSubnets(a, b));
        add(
                "vpc.natGateways",
                nat -> adopted.vpc(adopted.vpc().natGateways(nat)),
                NatGateways.NONE,
                NatGateways.ONE,
                "made by us");
        add("vpc.endpoints", base().vpc(adopted.vpc().endpoints()), base().vpc(adopted.vpc()), "Make them yourself");
        add("cluster.roleArn", arn -> base().cluster(ClusterSpec.defaults().roleArn(arn)), "control", ROLE, "role/");
        add(
                "nodeGroups[g].roleArn",
                arn -> base().nodeGroups(List.of(NodeGroupSpec.named("g").roleArn(arn))),
                "arn:aws:iam::1:role/x",
                ROLE,
                "role/");
        add(
                "keyPair.name",
                (Optional<String> name) -> base().keyPair(new KeyPairSpec(name, Optional.empty())),
                Optional.<String>empty(),
                Optional.of("ops"),
                "privateKeyFile");
        MeshSpec existing = MeshSpec.forExistingCluster().istio(IstioSpec.version("1.30.3"));
        add("tags", existing.tags(Map.of("team", "shop")), existing, "made by us");
        add("istio", MeshSpec.forExistingCluster(), existing, "withIstio");
        add("vpc", existing::vpc, VpcSpec.defaults().cidr("10.1.0.0/16"), VpcSpec.defaults(), "made by us");
    }

    private static final String ROLE = "arn:aws:iam::111122223333:role/team/eks";

    private static String[] list(String... ids) {
        return ids;
    }

    private static MeshSpec adopting(UnaryOperator<VpcSpec.AdoptedVpc> subnets) {
        return adopting("vpc-12345678", subnets);
    }

    private static MeshSpec adopting(String id, UnaryOperator<VpcSpec.AdoptedVpc> subnets) {
        return base().vpc(VpcSpec.defaults().adopt(id, subnets));
    }
}
