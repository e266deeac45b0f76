package io.meshprovisioner.istio.install;

import io.meshprovisioner.istio.install.ForeignReleaseResource.Asked;
import io.meshprovisioner.istio.install.ForeignReleaseResource.Place;
import io.meshprovisioner.plan.Graph;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.spec.CalicoSpec;
import io.meshprovisioner.spec.PodNetwork;
import io.meshprovisioner.spi.KubernetesSession.ObjectKey;
import io.meshprovisioner.spi.MeshInstaller.Surroundings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Calico's part of the graph, by its operator: the policy engine beside the VPC CNI, or the network itself, in VXLAN
 * and without BGP, as EKS can carry it. It needs the API alone: without a VPC CNI nodes wait for it, not it for nodes.
 */
final class CalicoGraph {
    /** Where the operator puts what it runs. */
    static final String SYSTEM = "calico-system";

    /** The label's value on what we apply ourselves. */
    static final String PART = "calico";

    /** The chart, its namespace and its Deployment. */
    private static final String CHART = "tigera-operator";

    private static final List<ObjectKey> WORKLOADS = List.of(
            ObjectKey.of("apps/v1", "Deployment", CHART, CHART),
            ObjectKey.of("apps/v1", "DaemonSet", SYSTEM, "calico-node"),
            ObjectKey.of("apps/v1", "Deployment", SYSTEM, "calico-kube-controllers"));

    private CalicoGraph() {}

    static void add(Graph.Builder graph, PodNetwork network, CalicoSpec release, Surroundings surroundings) {
        Cluster cluster = new Cluster(surroundings.api(), surroundings.sessions());
        ForeignChart foreign = new ForeignChart(
                CHART,
                "Calico's",
                release.version(),
                release.charts().orElse(CalicoSpec.PUBLISHED),
                PART,
                "calico",
                Kinds.CALICO_CHART,
                Kinds.CALICO,
                "G5.1");
        Ref<ForeignChart.Fetched> chart = graph.add(new ForeignChartResource(foreign, surroundings.downloads()));
        Ref<ForeignCrdsResource.Served> crds = graph.add(new ForeignCrdsResource(cluster, foreign, chart));
        Ref<NamespaceResource.Namespace> namespace = graph.add(new NamespaceResource(cluster, CHART));
        Map<String, Object> values = values(network);
        Ref<ForeignReleaseResource.Released> released = graph.add(new ForeignReleaseResource(
                cluster,
                foreign,
                chart,
                crds,
                new Place(CHART, Optional.of(namespace)),
                new Asked(Set.of(), step -> values, WORKLOADS)));
        if (network instanceof PodNetwork.VpcCni) {
            graph.add(new PodPatchRights(cluster));
        }
        graph.add(new PartResource<>(cluster, surroundings.nodes(), released, "Calico " + release.version(), "G5.1"));
    }

    /** Calico's own pictures of traffic are left out: a mesh has better ones, and nodes have few places for pods. */
    private static Map<String, Object> values(PodNetwork network) {
        return Map.of(
                "installation",
                installation(network),
                "goldmane",
                Map.of("enabled", false),
                "whisker",
                Map.of("enabled", false));
    }

    private static Map<String, Object> installation(PodNetwork network) {
        if (network instanceof PodNetwork.Calico calico) {
            return Map.of(
                    "kubernetesProvider",
                    "EKS",
                    "cni",
                    Map.of("type", "Calico"),
                    "calicoNetwork",
                    Map.of(
                            "bgp",
                            "Disabled",
                            "ipPools",
                            List.of(Map.of(
                                    "cidr", calico.podCidr(), "encapsulation", "VXLAN", "natOutgoing", "Enabled"))));
        }
        return Map.of("kubernetesProvider", "EKS", "cni", Map.of("type", "AmazonVPC"));
    }
}
