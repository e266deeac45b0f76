package io.meshprovisioner.istio.install;

import io.meshprovisioner.istio.install.Cluster.Look;
import io.meshprovisioner.spi.KubernetesSession.ObjectKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Looks at a Deployment and, where it is not available, at its pods for the reason. */
final class Workload {
    private final Look look;
    private final PodHealth pods;

    /** @param nodes how many nodes there will be; zero when that is not known */
    Workload(Look look, int nodes) {
        this.look = look;
        this.pods = new PodHealth(nodes);
    }

    Health deployment(String namespace, String name) {
        return look.get(ObjectKey.of("apps/v1", "Deployment", namespace, name))
                .map(this::deployment)
                .orElse(new Health.Waiting("Deployment " + namespace + "/" + name + " is not there"));
    }

    Health deployment(Tree deployment) {
        if (available(deployment)) {
            return Health.WELL;
        }
        String name = "Deployment " + deployment.text("metadata", "name");
        Health worst = new Health.Waiting(name + " has " + ready(deployment) + " of " + wanted(deployment) + " pods");
        for (Tree pod : podsOf(deployment)) {
            Health health = pods.of(pod);
            if (health instanceof Health.Hopeless) {
                return health;
            }
            worst = health instanceof Health.Waiting ? health : worst;
        }
        Optional<Tree> refused = deployment
                .condition("ReplicaFailure")
                .filter(condition -> condition.text("status").equals("True"));
        return refused.isPresent()
                ? new Health.Waiting(
                        name + " cannot make its pods: " + refused.get().text("message"))
                : worst;
    }

    static int wanted(Tree deployment) {
        return deployment.number("spec", "replicas").orElse(1);
    }

    static int ready(Tree deployment) {
        return deployment.number("status", "readyReplicas").orElse(0);
    }

    /** The current generation is rolled out and Available; as kubectl rollout status judges. */
    private static boolean available(Tree deployment) {
        int generation = deployment.number("metadata", "generation").orElse(0);
        int observed = deployment.number("status", "observedGeneration").orElse(0);
        int updated = deployment.number("status", "updatedReplicas").orElse(0);
        int all = deployment.number("status", "replicas").orElse(0);
        return observed >= generation
                && updated >= wanted(deployment)
                && all <= updated
                && deployment.isTrue("Available");
    }

    private List<Tree> podsOf(Tree deployment) {
        Map<String, String> labels = deployment.texts("spec", "selector", "matchLabels");
        String selector = labels.entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .collect(Collectors.joining(","));
        return selector.isEmpty()
                ? List.of()
                : look.list("v1", "Pod", Optional.of(deployment.text("metadata", "namespace")), selector);
    }
}
