package io.meshprovisioner.testkit.kube.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.json.Trees;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** DaemonSets: a pod on each node that takes it. */
final class DaemonSetController implements Controller {
    private static final String HASH = "controller-revision-hash";
    private static final List<String> TOLERATED_NO_EXECUTE =
            List.of("node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable");
    private static final List<String> TOLERATED_NO_SCHEDULE = List.of(
            "node.kubernetes.io/disk-pressure",
            "node.kubernetes.io/memory-pressure",
            "node.kubernetes.io/pid-pressure",
            "node.kubernetes.io/unschedulable");

    @Override
    public String name() {
        return "daemonset";
    }

    @Override
    public void observe(Api api, Change change, Consumer<Key> queue) {
        Workloads.observe(Kind.DAEMON_SET, Kind.POD, change, queue);
        if (change.of(Kind.NODE)) {
            api.list(Kind.DAEMON_SET).forEach(set -> queue.accept(Key.of(set)));
        }
    }

    @Override
    public void reconcile(Api api, Key key) {
        api.get(Kind.DAEMON_SET, key.namespace(), key.name())
                .filter(set -> !Trees.deleting(set))
                .ifPresent(set -> spread(api, set, key));
    }

    private void spread(Api api, ObjectNode set, Key key) {
        String hash = Workloads.hash(Trees.at(set, "spec", "template"));
        Map<String, ObjectNode> byNode = new HashMap<>();
        for (ObjectNode pod : Workloads.controlled(api, Kind.POD, set)) {
            byNode.put(Placement.daemonNode(pod), pod);
        }
        int wanted = 0;
        int unavailable = 0;
        ObjectNode outdated = null;
        for (ObjectNode node : api.list(Kind.NODE)) {
            ObjectNode pod = byNode.remove(Trees.name(node));
            if (!Placement.daemonFits(set, node)) {
                if (pod != null) {
                    api.delete(Kind.POD, key.namespace(), Trees.name(pod));
                }
                continue;
            }
            wanted++;
            if (pod == null) {
                create(api, set, node, hash, key);
                unavailable++;
            } else if (!Workloads.ready(pod) || Trees.deleting(pod)) {
                unavailable++;
            }
            if (pod != null && !Trees.labels(pod).getOrDefault(HASH, "").equals(hash) && !Trees.deleting(pod)) {
                outdated = pod;
            }
        }
        byNode.values().forEach(pod -> api.delete(Kind.POD, key.namespace(), Trees.name(pod)));
        boolean rolls = !Trees.text(set, "spec", "updateStrategy", "type").equals("OnDelete");
        if (outdated != null && rolls && (unavailable == 0 || !Workloads.ready(outdated))) {
            api.delete(Kind.POD, key.namespace(), Trees.name(outdated));
        }
        status(api, set, hash, wanted);
    }

    private void create(Api api, ObjectNode set, ObjectNode node, String hash, Key key) {
        ObjectNode pod = Workloads.pod(set, Trees.at(set, "spec", "template"));
        ObjectNode metadata = Trees.with(pod, "metadata").put("generateName", key.name() + "-");
        Trees.with(metadata, "labels").put(HASH, hash);
        ObjectNode spec = Trees.with(pod, "spec");
        ArrayNode tolerations = spec.withArray("tolerations");
        TOLERATED_NO_EXECUTE.forEach(taint -> tolerate(tolerations, taint, "NoExecute"));
        TOLERATED_NO_SCHEDULE.forEach(taint -> tolerate(tolerations, taint, "NoSchedule"));
        if (spec.path("hostNetwork").asBoolean()) {
            tolerate(tolerations, "node.kubernetes.io/network-unavailable", "NoSchedule");
        }
        ObjectNode required =
                Trees.with(spec, "affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution");
        ArrayNode terms = required.putArray("nodeSelectorTerms");
        ObjectNode field = terms.addObject().putArray("matchFields").addObject();
        field.put("key", "metadata.name").put("operator", "In");
        field.putArray("values").add(Trees.name(node));
        try {
            ObjectNode made = api.create(pod, Workloads.MANAGER);
            api.event(set, "Normal", "SuccessfulCreate", "Created pod: " + Trees.name(made), "daemonset-controller");
        } catch (Refused refused) {
            api.event(set, "Warning", "FailedCreate", "Error creating: " + refused.message(), "daemonset-controller");
            api.later(Duration.ofSeconds(10), this, key);
        }
    }

    private static void tolerate(ArrayNode tolerations, String key, String effect) {
        for (JsonNode toleration : tolerations) {
            if (Trees.text(toleration, "key").equals(key)
                    && Trees.text(toleration, "effect").equals(effect)) {
                return;
            }
        }
        tolerations.addObject().put("key", key).put("operator", "Exists").put("effect", effect);
    }

    private static void status(Api api, ObjectNode set, String hash, int wanted) {
        List<ObjectNode> pods = Workloads.controlled(api, Kind.POD, set).stream()
                .filter(Workloads::active)
                .toList();
        int ready = (int) pods.stream().filter(Workloads::ready).count();
        int updated = (int) pods.stream()
                .filter(pod -> Trees.labels(pod).getOrDefault(HASH, "").equals(hash))
                .count();
        ObjectNode changed = Trees.writable(set);
        ObjectNode status = Trees.with(changed, "status");
        status.put("currentNumberScheduled", pods.size()).put("numberMisscheduled", 0);
        status.put("desiredNumberScheduled", wanted).put("numberReady", ready);
        Workloads.count(status, "updatedNumberScheduled", updated);
        Workloads.count(status, "numberAvailable", ready);
        Workloads.count(status, "numberUnavailable", wanted - ready);
        status.put("observedGeneration", Trees.at(set, "metadata", "generation").asLong());
        api.updateStatus(changed);
    }
}
