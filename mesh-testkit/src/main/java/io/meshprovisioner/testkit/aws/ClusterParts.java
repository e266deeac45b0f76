package io.meshprovisioner.testkit.aws;

import io.meshprovisioner.testkit.aws.SecurityGroup.Peer;
import io.meshprovisioner.testkit.aws.SecurityGroup.Rule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What EKS makes in the user's VPC for a cluster: its security group and the control plane's interfaces. */
final class ClusterParts {
    private ClusterParts() {}

    static SecurityGroup makeGroup(Site site, String vpcId, String cluster, String name) {
        SecurityGroup group = SecurityGroups.make(
                site,
                vpcId,
                name,
                "EKS created security group applied to ENI that is attached to EKS Control Plane master nodes, as"
                        + " well as any managed workloads.",
                Map.of("Name", name, "aws:eks:cluster-name", cluster, "kubernetes.io/cluster/" + cluster, "owned"));
        Rule itself = new Rule(
                site.newId("sgr", group.id() + "/self"), false, "-1", -1, -1, Peer.GROUP, group.id(), Optional.empty());
        SecurityGroup open = group.withRules(List.of(group.rules().get(0), itself));
        SecurityGroup.KIND.put(site, open);
        return open;
    }

    /** One interface for each zone, in the first subnet that was named there. */
    static void makeInterfaces(Site site, Cluster cluster) {
        Set<String> zones = new java.util.TreeSet<>();
        List<String> groups = new java.util.ArrayList<>(cluster.net().groupIds());
        groups.add(cluster.net().clusterGroupId());
        for (String id : cluster.net().subnetIds()) {
            Subnet subnet = Subnet.KIND.find(site, id);
            if (zones.add(subnet.zone())) {
                Interfaces.make(
                        site,
                        Interface.Spec.in(subnet, description(cluster.name()))
                                .groups(groups)
                                .managedBy("amazon-eks"));
            }
        }
    }

    private static String description(String cluster) {
        return "Amazon EKS " + cluster;
    }

    /** EKS leaves its security group behind where something else still uses it. */
    static void drop(Site site, Cluster cluster) {
        site.here()
                .interfaces
                .where(eni -> eni.requester().equals(Optional.of("amazon-eks"))
                        && eni.description().equals(description(cluster.name())))
                .map(Interface::id)
                .toList()
                .forEach(id -> Interfaces.drop(site, id));
        String group = cluster.net().clusterGroupId();
        if (site.here().securityGroups.has(group) && !SecurityGroups.inUse(site.here(), group)) {
            SecurityGroup.KIND.remove(site, group);
        }
    }
}
