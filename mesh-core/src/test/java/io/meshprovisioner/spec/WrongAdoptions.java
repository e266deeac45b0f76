package io.meshprovisioner.spec;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What stands already and shall be used. */
final class WrongAdoptions extends WrongSpecs {
    WrongAdoptions() {
        adoption();
        iam();
    }

    private void iam() {
        add("iam.path", path -> base().iam(IamSpec.defaults().path(path)), "platform", "/platform/", "slash");
        add(
                "iam.permissionsBoundary",
                arn -> base().iam(IamSpec.defaults().permissionsBoundary(arn)),
                "arn:aws:iam::111122223333:role/boundary",
                "arn:aws-cn:iam::111122223333:policy/team/boundary",
                "policy/boundary");
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
