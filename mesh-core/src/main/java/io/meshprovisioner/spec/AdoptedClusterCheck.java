package io.meshprovisioner.spec;

import java.util.regex.Pattern;

/** What is wrong with a spec for a cluster of somebody else's: what can be asked for is only what is added to it. */
final class AdoptedClusterCheck {
    /** Source: the name member of CreateCluster. */
    private static final Pattern NAME = Pattern.compile("[0-9A-Za-z][A-Za-z0-9_-]{0,99}");

    private final MeshSpec spec;
    private final AdoptedCluster adopted;
    private final Problems problems;

    AdoptedClusterCheck(MeshSpec spec, AdoptedCluster adopted, Problems problems) {
        this.spec = spec;
        this.adopted = adopted;
        this.problems = problems;
    }

    void run() {
        if (!NAME.matcher(adopted.name()).matches()) {
            problems.add(
                    "cluster.adopted.name",
                    "\"" + Problems.shown(adopted.name()) + "\" cannot be the name of an EKS cluster.",
                    "Write the name alone, as `aws eks list-clusters` has it.");
        }
        AdoptionCheck.subnets("cluster.adopted.nodeSubnets", adopted.nodeSubnets(), problems);
        if (!adopted.nodeSubnets().isEmpty() && spec.nodeGroups().isEmpty()) {
            problems.add(
                    "cluster.adopted.nodeSubnets",
                    "No node group is asked for that could live there.",
                    "Add one with withNodes(..), or leave the subnets out.");
        }
        refuse("vpc", !spec.vpc().equals(VpcSpec.defaults()));
        refuse("networking", !spec.networking().equals(NetworkingSpec.defaults()));
        refuse("fargate", !spec.fargate().isEmpty());
        refuse("keyPair", spec.keyPair().isPresent());
        cluster();
        if (spec.istio().isEmpty() && spec.nodeGroups().isEmpty()) {
            problems.add("istio", "Nothing is asked for: the cluster stands already.", "Say withIstio(\"1.30.3\").");
        }
    }

    private void cluster() {
        ClusterSpec asked = spec.cluster();
        ClusterSpec nothing = ClusterSpec.defaults();
        refuse("cluster.endpointAccess", asked.endpointAccess() != nothing.endpointAccess());
        refuse("cluster.publicAccessCidrs", !asked.publicAccessCidrs().equals(nothing.publicAccessCidrs()));
        refuse("cluster.logTypes", !asked.logTypes().isEmpty());
        refuse("cluster.roleArn", asked.roleArn().isPresent());
        refuse("cluster.supportType", asked.supportType().isPresent());
        refuse("cluster.deletionProtection", asked.deletionProtection().isPresent());
        refuse("cluster.kmsKeyArn", asked.kmsKeyArn().isPresent());
        refuse("cluster.zonalShift", asked.zonalShift().isPresent());
        refuse("cluster.awsAuth", !asked.awsAuth().isEmpty());
        refuse("cluster.podIdentities", !asked.podIdentities().isEmpty());
        refuse("cluster.oidcProvider", asked.trustedIssuer());
        refuse("cluster.autoMode", asked.auto().isPresent());
        refuse("cluster.loadBalancerController", asked.loadBalancerController().isPresent());
    }

    private void refuse(String path, boolean asked) {
        if (asked) {
            problems.add(
                    path,
                    "A cluster that is adopted is taken as it is.",
                    "Leave it out, or have the cluster made by us: leave out adopted.");
        }
    }
}
