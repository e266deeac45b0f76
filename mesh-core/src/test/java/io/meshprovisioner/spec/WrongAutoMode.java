package io.meshprovisioner.spec;

import java.util.List;
import java.util.function.UnaryOperator;

/** EKS Auto Mode, and what does not go with it. */
final class WrongAutoMode extends WrongSpecs {
    WrongAutoMode() {
        MeshSpec right = auto(auto -> auto);
        pools(right);
        add("cluster.version", version -> cluster(c -> c.version(version).autoMode()), "1.28", "1.29", "newer version");
        add("nodeGroups", right.nodeGroups(List.of(NodeGroupSpec.named("general"))), right, "Leave them out");
        add("fargate", right.fargate(List.of(FargateSpec.named("f").selector("batch"))), right, "Leave them out");
        add("networking", right.networking(NetworkingSpec.defaults().calico()), right, "leave autoMode out");
        add(
                "networking",
                right.networking(NetworkingSpec.defaults().vpcCni(cni -> cni.podCidr("100.64.0.0/16"))),
                right,
                "Leave networking out");
        add("keyPair", right.keyPair(KeyPairSpec.existing("ours")), right, "NodeDiagnostic");
        add(
                "cluster.loadBalancerController",
                cluster(c -> c.autoMode().loadBalancerController("3.6.0")),
                right,
                "networkLoadBalancer(..)");
        add(
                "cluster.addons[coredns]",
                addon -> cluster(c -> c.autoMode().addon(addon)),
                "coredns",
                "metrics-server",
                "Leave the add-on out");
        add(
                "cluster.autoMode",
                MeshSpec.forRegion("us-west-2")
                        .istio(IstioSpec.version("1.30.3"))
                        .cluster(ClusterSpec.defaults().adopt("theirs").autoMode()),
                MeshSpec.forRegion("us-west-2")
                        .istio(IstioSpec.version("1.30.3"))
                        .cluster(ClusterSpec.defaults().adopt("theirs")),
                "leave out adopted");
    }

    private void pools(MeshSpec right) {
        String pools = "cluster.autoMode.nodePools";
        add(pools + "[1]", auto(auto -> auto.nodePools("general-purpose", "sistem")), right, "system");
        add(pools + "[1]", auto(auto -> auto.nodePools("general-purpose", "general-purpose")), right, "Remove one");
        add(pools, auto(auto -> auto.nodePools("system")), auto(auto -> auto.nodePools("general-purpose")), "too");
        String role = "arn:aws:iam::111122223333:role/nodes";
        String path = "cluster.autoMode.nodeRoleArn";
        add(path, auto(auto -> auto.nodeRoleArn("nodes")), auto(auto -> auto.nodeRoleArn(role)), "arn:aws:iam");
        MeshSpec bare =
                MeshSpec.forRegion("us-west-2").cluster(ClusterSpec.defaults().autoMode(AutoModeSpec::noNodePools));
        add(
                path,
                bare.cluster(ClusterSpec.defaults()
                        .autoMode(auto -> auto.noNodePools().nodeRoleArn(role))),
                bare,
                "name a pool");
    }

    private static MeshSpec auto(UnaryOperator<AutoModeSpec> how) {
        return cluster(cluster -> cluster.autoMode(how));
    }

    private static MeshSpec cluster(UnaryOperator<ClusterSpec> change) {
        return base().cluster(change.apply(ClusterSpec.defaults()));
    }
}
