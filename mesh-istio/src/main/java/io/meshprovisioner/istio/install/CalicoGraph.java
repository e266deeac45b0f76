package io.meshprovisioner.istio.install;

import io.meshprovisioner.istio.install.CalicoChartResource.CalicoChart;
import io.meshprovisioner.plan.Graph;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.spec.CalicoSpec;
import io.meshprovisioner.spec.PodNetwork;
import io.meshprovisioner.spi.MeshInstaller.Surroundings;
import java.util.List;
import java.util.Map;

/**
 * Calico's part of the graph, by its operator: the policy engine beside the VPC CNI, or the network itself, in VXLAN
 * and without BGP, as EKS can carry it. It needs the API alone: without a VPC CNI nodes wait for it, not it for nodes.
 */
final class CalicoGraph {
    /** Where the operator puts what it runs. */
    static final String SYSTEM = "calico-system";

    /** The label's value on what we apply ourselves. */
    static final String PART = "calico";

    private static final String NAMESPACE = "tigera-operator";

    private CalicoGraph() {}

    static void add(Graph.Builder graph, PodNetwork network, CalicoSpec release, Surroundings surroundings) {
        Cluster cluster = new Cluster(surroundings.api(), surroundings.sessions());
        Ref<CalicoChart> chart = graph.add(new CalicoChartResource(release, surroundings.downloads()));
        Ref<CalicoCrdsResource.Served> crds = graph.add(new CalicoCrdsResource(cluster, chart));
        Ref<NamespaceResource.Namespace> namespace = graph.add(new NamespaceResource(cluster, NAMESPACE));
        Ref<CalicoReleaseResource.Released> released =
                graph.add(new CalicoReleaseResource(cluster, chart, crds, namespace, values(network)));
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
