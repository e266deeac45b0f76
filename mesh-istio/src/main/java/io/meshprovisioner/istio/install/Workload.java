package io.meshprovisioner.istio.install;

import io.meshprovisioner.istio.install.Cluster.Look;
import io.meshprovisioner.spi.KubernetesSession.ObjectKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Looks at a Deployment, DaemonSet or StatefulSet and, where not all of it runs, at its pods for the reason. */
final class Workload {
    private final Look look;
    private final PodHealth pods;

    /** @param nodes how many nodes there will be; zero when that is not known */
    Workload(Look look, int nodes) {
        this.look = look;
        this.pods = new PodHealth(nodes);
    }

    Health deployment(String namespace, String name) {
        return of(ObjectKey.of("apps/v1", "Deployment", namespace, name));
    }

    Health of(ObjectKey key) {
        return look.get(key).map(this::of).orElse(new Health.Waiting(key + " is not there"));
    }

    Health of(Tree workload) {
        if (runs(workload)) {
            return Health.WELL;
        }
        String name = workload.text("kind") + " " + workload.text("metadata", "name");
        Health worst = new Health.Waiting(name + " has " + ready(workload) + " of " + wanted(workload) + " pods");
        for (Tree pod : podsOf(workload)) {
            Health health = pods.of(pod);
            if (health instanceof Health.Hopeless) {
                return health;
            }
            worst = health instanceof Health.Waiting ? health : worst;
        }
        Optional<Tree> refused = workload.condition("ReplicaFailure")
                .filter(condition -> condition.text("status").equals("True"));
        return refused.isPresent() ? PodRefusal.of(name, refused.get().text("message")) : worst;
    }

    static int wanted(Tree workload) {
        return workload.text("kind").equals("DaemonSet")
                ? number(workload, "desiredNumberScheduled")
                : workload.number("spec", "replicas").orElse(1);
    }

    static int ready(Tree workload) {
        return number(workload, workload.text("kind").equals("DaemonSet") ? "numberReady" : "readyReplicas");
    }

    /** The current generation is rolled out and ready; as kubectl rollout status judges. */
    private static boolean runs(Tree workload) {
        int generation = workload.number("metadata", "generation").orElse(0);
        if (number(workload, "observedGeneration") < generation) {
            return false;
        }
        return switch (workload.text("kind")) {
            case "DaemonSet" ->
                wanted(workload) > 0
                        && number(workload, "updatedNumberScheduled") >= wanted(workload)
                        && number(workload, "numberAvailable") >= wanted(workload);
            case "StatefulSet" ->
                number(workload, "updatedReplicas") >= wanted(workload) && ready(workload) >= wanted(workload);
            default ->
                number(workload, "updatedReplicas") >= wanted(workload)
                        && number(workload, "replicas") <= number(workload, "updatedReplicas")
                        && workload.isTrue("Available");
        };
    }

    private static int number(Tree workload, String status) {
        return workload.number("status", status).orElse(0);
    }

    List<Tree> podsOf(Tree deployment) {
        Map<String, String> labels = deployment.texts("spec", "selector", "matchLabels");
        String selector = labels.entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .collect(Collectors.joining(","));
        return selector.isEmpty()
                ? List.of()
                : look.list("v1", "Pod", Optional.of(deployment.text("metadata", "namespace")), selector);
    }
}
