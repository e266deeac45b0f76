package io.meshprovisioner.istio.traffic.cluster;

import io.meshprovisioner.istio.traffic.snapshot.ConfigObject;
import io.meshprovisioner.istio.traffic.snapshot.MeshConfig;
import io.meshprovisioner.istio.traffic.snapshot.MeshService;
import io.meshprovisioner.istio.validation.input.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether and how localities count. What the rule says is over what the service says ({@code trafficDistribution}), and
 * that over what the mesh says; without outlier detection nothing ever fails over, unless the service asks for it.
 *
 * @param enabled whether localities count at all
 * @param failsOver whether endpoints get priorities
 * @param distribute shares by locality of the caller, then of the endpoint; the first that fits counts
 * @param failover the region that takes over for a region
 * @param priorities labels that must be the caller's own, the most important first; each may say a value in place of it
 * @param weighted whether Envoy is told to weight localities
 */
record LocalitySetting(
        boolean enabled,
        boolean failsOver,
        List<Distribution> distribute,
        Map<String, String> failover,
        List<String> priorities,
        boolean weighted) {

    /** Shares for callers of a locality; either may hold wildcards. */
    record Distribution(String from, Map<String, Long> to) {}

    private static final List<String> SAME_ZONE =
            List.of("topology.istio.io/network", "topology.kubernetes.io/region", "topology.kubernetes.io/zone");
    private static final List<String> SAME_NODE = List.of(
            "topology.istio.io/network",
            "topology.kubernetes.io/region",
            "topology.kubernetes.io/zone",
            "topology.istio.io/subzone",
            "kubernetes.io/hostname");

    private static final LocalitySetting OFF = new LocalitySetting(false, false, List.of(), Map.of(), List.of(), false);

    static LocalitySetting of(Policy policy, MeshConfig mesh, MeshService service) {
        boolean ejects = policy.outlierDetection().present();
        Node own = policy.loadBalancer().get("localityLbSetting");
        Optional<List<String>> distribution = distribution(service);
        if (!own.present() && distribution.isPresent()) {
            return new LocalitySetting(true, true, List.of(), Map.of(), distribution.get(), true);
        }
        Node said = own.present() ? own : mesh.config().get("localityLbSetting");
        if (said.has("enabled") && !said.flag("enabled")) {
            return OFF;
        }
        List<Distribution> distribute = new ArrayList<>();
        for (Node one : said.items("distribute")) {
            Map<String, Long> shares = new LinkedHashMap<>();
            one.entries("to").forEach(to -> shares.put(to.name(), to.integer()));
            distribute.add(new Distribution(one.text("from"), shares));
        }
        Map<String, String> failover = new LinkedHashMap<>();
        said.items("failover").forEach(one -> failover.putIfAbsent(one.text("from"), one.text("to")));
        List<String> priorities = said.texts("failoverPriority");
        boolean moves = !failover.isEmpty() || !priorities.isEmpty();
        return new LocalitySetting(
                true, ejects, distribute, failover, priorities, (ejects && moves) || !distribute.isEmpty());
    }

    /** The labels that a Kubernetes service prefers endpoints by; empty when it does not care. */
    static Optional<List<String>> distribution(MeshService service) {
        if (!service.isKubernetes()) {
            return Optional.empty();
        }
        ConfigObject object = service.object();
        String said = object.annotations()
                .getOrDefault(
                        "networking.istio.io/traffic-distribution",
                        object.spec().text("trafficDistribution"));
        return switch (said) {
            case "PreferClose", "PreferSameZone" -> Optional.of(SAME_ZONE);
            case "PreferSameNode" -> Optional.of(SAME_NODE);
            default -> Optional.empty();
        };
    }
}
