package io.meshprovisioner.testkit.kube.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.control.Placement.Room;
import io.meshprovisioner.testkit.kube.json.Trees;
import io.meshprovisioner.testkit.world.ClusterState.NodeDemand;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The compute of EKS Auto Mode, as Karpenter does it: one machine with room for all pods that found no node, and none that
 * stays empty.
 */
final class AutoNodeController implements Controller {
    private static final String NODE_POOL = "karpenter.sh/nodepool";
    private static final Key DEMAND = new Key("", "auto-mode-demand");

    /** How long it waits for more pods before it reckons. */
    private static final Duration BATCH = Duration.ofSeconds(10);

    private static final Duration LOOK = Duration.ofSeconds(5);
    private static final Duration RETRY = Duration.ofSeconds(30);
    private static final Duration EMPTY = Duration.ofMinutes(1);
    private static final String WAITING = "auto-demand";
    private static final String IDLE = "auto-empty";

    @Override
    public String name() {
        return "auto-nodes";
    }

    static boolean isAuto(ObjectNode node) {
        return Trees.labels(node)
                .getOrDefault(FargateScheduler.COMPUTE_TYPE, "")
                .equals("auto");
    }

    @Override
    public void observe(Api api, Change change, Consumer<Key> queue) {
        if (change.of(Kind.NODE) && !change.deleted() && isAuto(change.latest())) {
            queue.accept(Key.of(change.latest()));
        }
        if (!change.of(Kind.POD)) {
            return;
        }
        String node = Trees.text(change.latest(), "spec", "nodeName");
        if (node.startsWith("i-")) {
            queue.accept(new Key("", node));
        } else if (!change.deleted() && waits(change.latest())) {
            queue.accept(DEMAND);
        }
    }

    /** A DaemonSet's pod is for a node that is there. */
    private static boolean waits(ObjectNode pod) {
        return Trees.text(pod, "spec", "nodeName").isEmpty()
                && Workloads.active(pod)
                && !Trees.text(Trees.controller(pod), "kind").equals("DaemonSet")
                && !Trees.text(pod, "spec", "schedulerName").equals(FargateScheduler.NAME)
                && Trees.text(Trees.condition(pod, "PodScheduled"), "reason").equals("Unschedulable");
    }

    @Override
    public void reconcile(Api api, Key key) {
        Optional<String> pool = api.autoModePool();
        if (pool.isEmpty()) {
            return;
        }
        if (key.equals(DEMAND)) {
            demand(api, pool.get());
        } else {
            api.get(Kind.NODE, "", key.name()).ifPresent(node -> idle(api, node, key));
        }
    }

    private void demand(Api api, String pool) {
        List<ObjectNode> pods = api.list(Kind.POD).stream()
                .filter(AutoNodeController::waits)
                .filter(pod ->
                        Placement.refuses(pod.path("spec"), candidate(pool)).isEmpty())
                .toList();
        if (pods.isEmpty()) {
            api.unmark(WAITING, WAITING);
            return;
        }
        Duration waited = api.since(WAITING, WAITING);
        if (waited.compareTo(BATCH) < 0) {
            api.later(BATCH.minus(waited), this, DEMAND);
            return;
        }
        if (api.autoNodesComing()) {
            api.later(LOOK, this, DEMAND);
            return;
        }
        api.unmark(WAITING, WAITING);
        Optional<String> problem = api.startAutoNode(needed(api, pods, pool));
        problem.ifPresent(why -> api.event(pods.get(0), "Warning", "FailedScheduling", why, "eks-auto-mode/compute"));
        api.later(problem.isPresent() ? RETRY : LOOK, this, DEMAND);
    }

    /** With what DaemonSets will put there. */
    private static NodeDemand needed(Api api, List<ObjectNode> pods, String pool) {
        Room sum = new Room(0, 0, 0);
        for (ObjectNode pod : pods) {
            sum = sum.plus(Room.requested(pod.path("spec")));
        }
        for (ObjectNode set : api.list(Kind.DAEMON_SET)) {
            if (Placement.daemonFits(set, candidate(pool))) {
                sum = sum.plus(Room.requested(Trees.at(set, "spec", "template", "spec")));
            }
        }
        return new NodeDemand(sum.milliCpu(), sum.memoryBytes(), sum.pods());
    }

    /** A node of the pool, as far as it is known before it is there. */
    private static ObjectNode candidate(String pool) {
        ObjectNode node = Trees.object();
        ObjectNode labels = Trees.with(node, "metadata", "labels");
        labels.put(FargateScheduler.COMPUTE_TYPE, "auto").put(NODE_POOL, pool);
        labels.put("kubernetes.io/arch", "amd64").put("kubernetes.io/os", "linux");
        if (pool.equals("system")) {
            Trees.with(node, "spec")
                    .withArray("taints")
                    .addObject()
                    .put("key", "CriticalAddonsOnly")
                    .put("effect", "NoSchedule");
        }
        return node;
    }

    private void idle(Api api, ObjectNode node, Key key) {
        String uid = Trees.uid(node);
        if (!isAuto(node) || used(api, key.name())) {
            api.unmark(uid, IDLE);
            return;
        }
        Duration empty = api.since(uid, IDLE);
        if (empty.compareTo(EMPTY) < 0) {
            api.later(EMPTY.minus(empty), this, key);
        } else {
            api.stopAutoNode(key.name());
        }
    }

    private static boolean used(Api api, String node) {
        for (JsonNode pod : api.list(Kind.POD)) {
            if (Trees.text(pod, "spec", "nodeName").equals(node)
                    && !Trees.text(Trees.controller(pod), "kind").equals("DaemonSet")) {
                return true;
            }
        }
        return false;
    }
}
