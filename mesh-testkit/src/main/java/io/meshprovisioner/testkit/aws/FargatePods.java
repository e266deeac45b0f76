package io.meshprovisioner.testkit.aws;

import io.meshprovisioner.testkit.aws.FargateProfile.Status;
import io.meshprovisioner.testkit.world.ClusterState.NodeRequest;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The machines of pods on Fargate: each an interface in a subnet of its profile, and a node that holds one pod. */
final class FargatePods {
    private static final String REQUESTER = "amazon-eks-fargate";
    private static final String MARK = "fargate pod ";

    private FargatePods() {}

    /** The name of the profile that takes a pod; the first by name where several do. */
    static Optional<String> profile(Site site, String cluster, String namespace, Map<String, String> labels) {
        return site.here().fargateProfiles.under(cluster + "/").stream()
                .filter(profile -> profile.status() == Status.ACTIVE && profile.takes(namespace, labels))
                .map(FargateProfile::name)
                .min(Comparator.naturalOrder());
    }

    /** A machine for a pod; empty where there is no address left for it, or the profile is gone. */
    static Optional<NodeRequest> start(Site site, String cluster, String profile, String podUid) {
        Optional<FargateProfile> found =
                site.here().fargateProfiles.get(cluster + "/" + profile).filter(one -> one.status() == Status.ACTIVE);
        Optional<Subnet> subnet = found.stream()
                .flatMap(one -> one.subnets().stream())
                .flatMap(id -> site.here().subnets.get(id).stream())
                .filter(place -> place.free(site.here()) > 0)
                .max(Comparator.comparingLong(place -> place.free(site.here())));
        return subnet.map(place -> machine(site, cluster, profile, place, podUid));
    }

    private static NodeRequest machine(Site site, String cluster, String profile, Subnet place, String podUid) {
        Cluster owner = site.here().clusters.get(cluster).orElseThrow();
        Interface eni = Interfaces.make(
                site,
                Interface.Spec.in(place, MARK + cluster + "/" + profile + "/" + podUid)
                        .groups(List.of(owner.net().clusterGroupId()))
                        .managedBy(REQUESTER));
        String name = name(site, eni);
        return new NodeRequest(
                name,
                eni.privateIp(),
                "aws:///" + place.zone() + "/" + site.newHex("fargate", podUid, 10) + "-"
                        + site.newHex("fargate-task", podUid, 32) + "/" + name,
                place.zone(),
                site.region(),
                "",
                2000,
                4L * 1024 * 1024 * 1024,
                1,
                KubernetesVersions.find(site.world().settings().era(), owner.version())
                        .map(KubernetesVersions.Offer::kubelet)
                        .orElse("v" + owner.version() + ".0"),
                Map.of(
                        "eks.amazonaws.com/compute-type",
                        "fargate",
                        "kubernetes.io/arch",
                        "amd64",
                        "kubernetes.io/os",
                        "linux"),
                List.of(new NodeRequest.Taint("eks.amazonaws.com/compute-type", "fargate", "NoSchedule")));
    }

    /** The pod has ended: its machine goes. Another cluster's may have the same address in another VPC. */
    static void stop(Site site, String cluster, String node) {
        site.here()
                .interfaces
                .where(eni -> eni.description().startsWith(MARK + cluster + "/") && node.equals(name(site, eni)))
                .map(Interface::id)
                .toList()
                .forEach(id -> Interfaces.drop(site, id));
    }

    /** All pods of a profile go with it. */
    static void end(Site site, FargateProfile profile) {
        site.here()
                .interfaces
                .where(eni -> eni.description().startsWith(MARK + profile.key() + "/"))
                .toList()
                .forEach(eni -> {
                    Interfaces.drop(site, eni.id());
                    site.kubernetes(profile.cluster()).ifPresent(k8s -> k8s.removeNode(site.world(), name(site, eni)));
                });
    }

    private static String name(Site site, Interface eni) {
        return "fargate-" + Instances.privateDns(site.region(), eni.privateIp());
    }
}
