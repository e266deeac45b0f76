package io.meshprovisioner.istio.traffic.cluster;

import io.meshprovisioner.istio.traffic.snapshot.ConfigObject;
import io.meshprovisioner.istio.traffic.snapshot.MeshConfig;
import io.meshprovisioner.istio.traffic.snapshot.MeshService;
import io.meshprovisioner.istio.traffic.snapshot.Proxy;
import io.meshprovisioner.istio.validation.input.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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

    private static final String ANNOTATION = "networking.istio.io/traffic-distribution";
    private static final List<String> SAME_ZONE =
            List.of("topology.istio.io/network", "topology.kubernetes.io/region", "topology.kubernetes.io/zone");
    private static final List<String> SAME_NODE = List.of(
            "topology.istio.io/network",
            "topology.kubernetes.io/region",
            "topology.kubernetes.io/zone",
            "topology.istio.io/subzone",
            Proxy.NODE_LABEL);

    private static final LocalitySetting OFF = new LocalitySetting(false, false, List.of(), Map.of(), List.of(), false);

    static LocalitySetting of(Policy policy, MeshConfig mesh, MeshService service, Map<String, String> around) {
        boolean ejects = policy.outlierDetection().present();
        Node own = policy.loadBalancer().get("localityLbSetting");
        Optional<List<String>> distribution = distribution(service, around);
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

    /**
     * The labels that a service prefers endpoints by; empty when it does not care. Its own field is over its annotation,
     * and that over its namespace's.
     *
     * @param around the annotations of its namespace
     */
    static Optional<List<String>> distribution(MeshService service, Map<String, String> around) {
        ConfigObject object = service.object();
        if (service.isKubernetes()) {
            Optional<List<String>> own = preferred(object.spec().text("trafficDistribution"));
            if (own.isPresent()) {
                return own;
            }
        }
        String said = object.annotations().getOrDefault(ANNOTATION, "");
        return switch ((said.isEmpty() ? around.getOrDefault(ANNOTATION, "") : said).toLowerCase(Locale.ROOT)) {
            case "preferclose", "prefersamezone" -> Optional.of(SAME_ZONE);
            case "prefersamenode" -> Optional.of(SAME_NODE);
            default -> Optional.empty();
        };
    }

    private static Optional<List<String>> preferred(String said) {
        return switch (said) {
            case "PreferClose", "PreferSameZone" -> Optional.of(SAME_ZONE);
            case "PreferSameNode" -> Optional.of(SAME_NODE);
            default -> Optional.empty();
        };
    }
}
