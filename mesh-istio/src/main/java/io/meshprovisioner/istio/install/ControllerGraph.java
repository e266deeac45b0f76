package io.meshprovisioner.istio.install;

import io.meshprovisioner.istio.install.ForeignReleaseResource.Asked;
import io.meshprovisioner.istio.install.ForeignReleaseResource.Place;
import io.meshprovisioner.plan.Graph;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.spec.ChartSource;
import io.meshprovisioner.spi.BalancerRights;
import io.meshprovisioner.spi.KubernetesSession.ObjectKey;
import io.meshprovisioner.spi.MeshInstaller.Surroundings;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The AWS Load Balancer Controller's part of the graph. Its pods get their rights when they start, so the rights come first.
 * Gateways do not wait for it: their Services do, in the cluster.
 */
final class ControllerGraph {
    private static final String NAME = BalancerRights.CONTROLLER;
    private static final String IN = BalancerRights.NAMESPACE;

    private static final ChartSource PUBLISHED = ChartSource.repository(URI.create("https://aws.github.io/eks-charts"));

    private ControllerGraph() {}

    /** @param overlay whether the control plane cannot reach pods, but nodes only */
    static void add(
            Graph.Builder graph,
            String version,
            Ref<BalancerRights> rights,
            Surroundings surroundings,
            boolean overlay) {
        Cluster cluster = new Cluster(surroundings.api(), surroundings.sessions());
        ForeignChart foreign = new ForeignChart(
                NAME,
                "the AWS Load Balancer Controller's",
                version,
                PUBLISHED,
                "load-balancer-controller",
                NAME,
                Kinds.CONTROLLER_CHART,
                Kinds.CONTROLLER,
                "G3.2");
        Ref<ForeignChart.Fetched> chart = graph.add(new ForeignChartResource(foreign, surroundings.downloads()));
        Ref<ForeignCrdsResource.Served> crds = graph.add(new ForeignCrdsResource(cluster, foreign, chart));
        Ref<ForeignReleaseResource.Released> released = graph.add(new ForeignReleaseResource(
                cluster,
                foreign,
                chart,
                crds,
                new Place(IN, Optional.empty()),
                new Asked(
                        Set.of(rights),
                        step -> values(step.get(rights), overlay),
                        List.of(ObjectKey.of("apps/v1", "Deployment", IN, NAME)))));
        graph.add(new PartResource<>(
                cluster, surroundings.nodes(), released, "AWS Load Balancer Controller " + version, "G3.2"));
    }

    /**
     * Services that do not ask for it stay with Kubernetes' own controller: with its webhook for Services the controller
     * would take each new one over. What a mesh's load balancers do not use is switched off, and not among its rights.
     */
    private static Map<String, Object> values(BalancerRights rights, boolean overlay) {
        Map<String, Object> values = new LinkedHashMap<>(Map.of(
                "clusterName",
                rights.cluster(),
                "region",
                rights.region(),
                "vpcId",
                rights.network(),
                "enableServiceMutatorWebhook",
                false,
                "enableShield",
                false,
                "enableWaf",
                false,
                "enableWafv2",
                false));
        if (overlay) {
            values.put("hostNetwork", true);
        }
        return values;
    }
}
