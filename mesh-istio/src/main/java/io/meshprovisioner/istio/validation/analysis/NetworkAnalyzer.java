package io.meshprovisioner.istio.validation.analysis;

import io.meshprovisioner.istio.validation.input.Node;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** IST0126: networks of the mesh whose endpoints come from a registry that nobody knows. */
final class NetworkAnalyzer implements Analyzer {
    private static final String REMOTE_CLUSTER = "istio/multiCluster";
    private static final Set<String> BUILT_IN = Set.of("Kubernetes", "External", "Mock");

    @Override
    public void analyze(World world, Reporter reporter) {
        Node networks = world.meshNetworks();
        if (!networks.present()) {
            return;
        }
        Set<String> registries = new TreeSet<>(BUILT_IN);
        world.core("Secret").stream()
                .filter(secret -> "true".equals(secret.labels().get(REMOTE_CLUSTER)))
                .flatMap(secret -> secret.node().get("data").fields().stream())
                .map(Node::name)
                .forEach(registries::add);
        Resource owner = Resource.meshNetworks(networks);
        for (Node network : networks.get("networks").fields()) {
            for (Node endpoints : network.items("endpoints")) {
                String registry = endpoints.text("fromRegistry");
                if (endpoints.has("fromRegistry") && !registries.contains(registry)) {
                    report(owner, network.name(), endpoints.get("fromRegistry"), registry, registries, reporter);
                }
            }
        }
    }

    private static void report(
            Resource owner, String network, Node place, String registry, Set<String> known, Reporter reporter) {
        reporter.report(
                owner,
                place,
                "IST0126",
                "the network " + network + " takes its endpoints from the registry \"" + registry
                        + "\", which is none of " + known,
                "Use the name of a cluster, and give istiod access to it with a Secret that has the label "
                        + Map.entry(REMOTE_CLUSTER, true));
    }
}
