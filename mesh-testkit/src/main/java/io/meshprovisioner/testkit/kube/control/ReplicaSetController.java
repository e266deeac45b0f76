package io.meshprovisioner.testkit.kube.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.json.Trees;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/** ReplicaSets: as many pods as wanted. */
final class ReplicaSetController implements Controller {

    private static final Duration RETRY = Duration.ofSeconds(10);
    private static final String REFUSED = "refused";

    @Override
    public String name() {
        return "replicaset";
    }

    @Override
    public void observe(Api api, Change change, Consumer<Key> queue) {
        Workloads.observe(Kind.REPLICA_SET, Kind.POD, change, queue);
    }

    @Override
    public void reconcile(Api api, Key key) {
        api.get(Kind.REPLICA_SET, key.namespace(), key.name())
                .filter(set -> !Trees.deleting(set))
                .ifPresent(set -> balance(api, set, key));
    }

    private void balance(Api api, ObjectNode set, Key key) {
        List<ObjectNode> pods = new ArrayList<>(Workloads.controlled(api, Kind.POD, set).stream()
                .filter(Workloads::active)
                .toList());
        int wanted = Trees.at(set, "spec", "replicas").asInt(1);
        String problem = problem(api, set, wanted > pods.size());
        for (int i = pods.size(); i < wanted && problem.isEmpty(); i++) {
            problem = create(api, set);
        }
        pods.sort(Comparator.comparing(Workloads::ready)
                .thenComparing(
                        pod -> Trees.text(pod, "metadata", "creationTimestamp"), Comparator.<String>reverseOrder())
                .thenComparing(Trees::name));
        for (int i = 0; i < pods.size() - wanted; i++) {
            ObjectNode pod = pods.get(i);
            api.delete(Kind.POD, key.namespace(), Trees.name(pod));
            api.event(set, "Normal", "SuccessfulDelete", "Deleted pod: " + Trees.name(pod), "replicaset-controller");
        }
        if (!problem.isEmpty()) {
            api.later(RETRY.minus(api.since(Trees.uid(set), REFUSED)), this, key);
        }
        status(api, set, problem);
    }

    /**
     * Why the last attempt failed, while it is too early for another. A real controller backs off; a fixed pace keeps
     * the number of events small, and none at all would never end: each refusal names another pod.
     */
    private static String problem(Api api, ObjectNode set, boolean wanting) {
        String last = Trees.text(Trees.condition(set, "ReplicaFailure"), "message");
        if (!wanting || last.isEmpty() || api.since(Trees.uid(set), REFUSED).compareTo(RETRY) >= 0) {
            api.unmark(Trees.uid(set), REFUSED);
            return "";
        }
        return last;
    }

    private static String create(Api api, ObjectNode set) {
        ObjectNode pod = Workloads.pod(set, Trees.at(set, "spec", "template"));
        Trees.with(pod, "metadata").put("generateName", Trees.name(set) + "-");
        try {
            ObjectNode made = api.create(pod, Workloads.MANAGER);
            api.event(set, "Normal", "SuccessfulCreate", "Created pod: " + Trees.name(made), "replicaset-controller");
            return "";
        } catch (Refused refused) {
            String message = "Error creating: " + refused.message();
            api.event(set, "Warning", "FailedCreate", message, "replicaset-controller");
            return refused.message();
        }
    }

    private static void status(Api api, ObjectNode set, String problem) {
        List<ObjectNode> pods = Workloads.controlled(api, Kind.POD, set).stream()
                .filter(Workloads::active)
                .toList();
        int ready = (int) pods.stream().filter(Workloads::ready).count();
        ObjectNode changed = Trees.writable(set);
        ObjectNode status = Trees.with(changed, "status");
        status.put("replicas", pods.size());
        Workloads.count(status, "fullyLabeledReplicas", pods.size());
        Workloads.count(status, "readyReplicas", ready);
        Workloads.count(status, "availableReplicas", ready);
        status.put("observedGeneration", Trees.at(set, "metadata", "generation").asLong());
        if (problem.isEmpty()) {
            Conditions.remove(status, "ReplicaFailure");
            if (status.path("conditions").isEmpty()) {
                status.remove("conditions");
            }
        } else {
            Conditions.set(status, api.now(), "ReplicaFailure", true, "FailedCreate", problem);
        }
        api.updateStatus(changed);
    }
}
