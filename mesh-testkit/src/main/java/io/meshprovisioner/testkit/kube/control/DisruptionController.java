package io.meshprovisioner.testkit.kube.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.json.Selectors;
import io.meshprovisioner.testkit.kube.json.Trees;
import java.util.function.Consumer;

/** The status of PodDisruptionBudgets. */
final class DisruptionController implements Controller {

    @Override
    public String name() {
        return "disruption";
    }

    @Override
    public void observe(Api api, Change change, Consumer<Key> queue) {
        if (change.of(Kind.DISRUPTION_BUDGET) && !change.deleted()) {
            queue.accept(Key.of(change.latest()));
        } else if (change.of(Kind.POD)) {
            for (ObjectNode budget : api.list(Kind.DISRUPTION_BUDGET, Trees.namespace(change.latest()))) {
                queue.accept(Key.of(budget));
            }
        }
    }

    @Override
    public void reconcile(Api api, Key key) {
        api.get(Kind.DISRUPTION_BUDGET, key.namespace(), key.name()).ifPresent(budget -> count(api, budget));
    }

    private static void count(Api api, ObjectNode budget) {
        int expected = 0;
        int healthy = 0;
        for (ObjectNode pod : api.list(Kind.POD, Trees.namespace(budget))) {
            if (Workloads.active(pod) && Selectors.matches(Trees.at(budget, "spec", "selector"), Trees.labels(pod))) {
                expected++;
                healthy += Workloads.ready(pod) ? 1 : 0;
            }
        }
        JsonNode least = Trees.at(budget, "spec", "minAvailable");
        JsonNode most = Trees.at(budget, "spec", "maxUnavailable");
        int desired = most.isMissingNode()
                ? Workloads.share(least, expected, true)
                : Math.max(0, expected - Workloads.share(most, expected, true));
        ObjectNode changed = Trees.writable(budget);
        ObjectNode status = Trees.with(changed, "status");
        status.put("currentHealthy", healthy).put("desiredHealthy", desired).put("expectedPods", expected);
        status.put("disruptionsAllowed", Math.max(0, healthy - desired));
        status.put(
                "observedGeneration", Trees.at(budget, "metadata", "generation").asLong());
        boolean allowed = healthy > desired;
        Conditions.set(
                status, api.now(), "DisruptionAllowed", allowed, allowed ? "SufficientPods" : "InsufficientPods", "");
        api.updateStatus(changed);
    }
}
