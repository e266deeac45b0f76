package io.meshprovisioner.istio.install;

import io.meshprovisioner.spec.PodSettings;
import java.util.LinkedHashMap;
import java.util.Map;

/** What {@link PodSettings} are in the words of the charts and of the operator. */
final class PodValues {
    private PodValues() {}

    /** As istiod's chart of all releases has it, and the gateways' of those that have no chart of that name. */
    static Map<String, Object> flat(PodSettings pods) {
        Map<String, Object> values = resources(pods);
        pods.replicas().ifPresent(count -> {
            values.put("autoscaleEnabled", false);
            values.put("replicaCount", count);
        });
        pods.autoscaling().ifPresent(range -> {
            values.put("autoscaleEnabled", true);
            values.put("autoscaleMin", range.min());
            values.put("autoscaleMax", range.max());
        });
        return values;
    }

    /** As the chart {@code gateway} has it. */
    static Map<String, Object> nested(PodSettings pods) {
        Map<String, Object> values = resources(pods);
        pods.replicas().ifPresent(count -> {
            values.put("autoscaling", Map.of("enabled", false));
            values.put("replicaCount", count);
        });
        pods.autoscaling()
                .ifPresent(range -> values.put(
                        "autoscaling",
                        Map.of("enabled", true, "minReplicas", range.min(), "maxReplicas", range.max())));
        return values;
    }

    /**
     * As a component of an IstioOperator has it. Only all of its ingress gateways can be told to have no autoscaler: one that
     * may not go up or down keeps a number as well.
     */
    static Map<String, Object> component(PodSettings pods) {
        Map<String, Object> settings = resources(pods);
        pods.replicas().ifPresent(count -> {
            settings.put("replicaCount", count);
            settings.put("hpaSpec", Map.of("minReplicas", count, "maxReplicas", count));
        });
        pods.autoscaling()
                .ifPresent(range ->
                        settings.put("hpaSpec", Map.of("minReplicas", range.min(), "maxReplicas", range.max())));
        return settings;
    }

    private static Map<String, Object> resources(PodSettings pods) {
        Map<String, Object> requests = new LinkedHashMap<>();
        pods.cpu().ifPresent(cpu -> requests.put("cpu", cpu));
        pods.memory().ifPresent(memory -> requests.put("memory", memory));
        Map<String, Object> settings = new LinkedHashMap<>();
        if (!requests.isEmpty()) {
            settings.put("resources", Map.of("requests", requests));
        }
        return settings;
    }
}
