package io.meshprovisioner.testkit.kube.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.control.Placement.Room;
import io.meshprovisioner.testkit.kube.json.Trees;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Gives each pod the node with the most room among those that may run it. */
final class Scheduler implements Controller {

    @Override
    public String name() {
        return "scheduler";
    }

    @Override
    public void observe(Api api, Change change, Consumer<Key> queue) {
        if (change.of(Kind.POD) && !change.deleted()) {
            if (pending(change.latest())) {
                queue.accept(Key.of(change.latest()));
            }
        } else if (change.of(Kind.NODE) || change.of(Kind.POD)) {
            // Room has come, or a taint has gone.
            for (ObjectNode pod : api.list(Kind.POD)) {
                if (pending(pod)) {
                    queue.accept(Key.of(pod));
                }
            }
        }
    }

    private static boolean pending(ObjectNode pod) {
        return Trees.text(pod, "spec", "nodeName").isEmpty()
                && !Trees.text(pod, "spec", "schedulerName").equals(FargateScheduler.NAME)
                && Workloads.active(pod);
    }

    @Override
    public void reconcile(Api api, Key key) {
        api.get(Kind.POD, key.namespace(), key.name())
                .filter(Scheduler::pending)
                .ifPresent(pod -> place(api, pod));
    }

    private static void place(Api api, ObjectNode pod) {
        List<ObjectNode> nodes = api.list(Kind.NODE);
        Map<String, Room> free = new TreeMap<>();
        nodes.forEach(node -> free.put(Trees.name(node), Room.of(node)));
        for (ObjectNode other : api.list(Kind.POD)) {
            String node = Trees.text(other, "spec", "nodeName");
            String phase = Trees.text(other, "status", "phase");
            if (free.containsKey(node) && !phase.equals("Succeeded") && !phase.equals("Failed")) {
                free.computeIfPresent(node, (name, room) -> room.minus(Room.requested(other.path("spec"))));
            }
        }
        JsonNode spec = pod.path("spec");
        Room request = Room.requested(spec);
        Map<String, Integer> reasons = new TreeMap<>();
        String best = "";
        Room bestRoom = new Room(0, 0, 0);
        for (ObjectNode node : nodes) {
            Room room = free.getOrDefault(Trees.name(node), new Room(0, 0, 0));
            String reason = Placement.refuses(spec, node);
            reason = reason.isEmpty() ? room.shortOf(request) : reason;
            if (!reason.isEmpty()) {
                reasons.merge(reason, 1, Integer::sum);
            } else if (best.isEmpty() || roomier(room, bestRoom)) {
                best = Trees.name(node);
                bestRoom = room;
            }
        }
        if (best.isEmpty()) {
            refuse(api, pod, nodes.size(), reasons);
        } else {
            bind(api, pod, best);
        }
    }

    private static boolean roomier(Room one, Room other) {
        return one.pods() != other.pods() ? one.pods() > other.pods() : one.milliCpu() > other.milliCpu();
    }

    private static void bind(Api api, ObjectNode pod, String node) {
        ObjectNode bound = Trees.writable(pod);
        Conditions.set(Trees.with(bound, "status"), api.now(), "PodScheduled", true, "", "");
        api.bind(bound, node);
        api.event(
                pod,
                "Normal",
                "Scheduled",
                "Successfully assigned " + Key.of(pod) + " to " + node,
                "default-scheduler");
    }

    private static void refuse(Api api, ObjectNode pod, int nodes, Map<String, Integer> reasons) {
        List<String> parts = new ArrayList<>();
        reasons.forEach((reason, count) -> parts.add(count + " " + reason));
        String message = nodes == 0
                ? "no nodes available to schedule pods"
                : "0/" + nodes + " nodes are available: " + String.join(", ", parts) + ".";
        ObjectNode changed = Trees.writable(pod);
        ObjectNode status = Trees.with(changed, "status");
        boolean known =
                Trees.text(Trees.condition(pod, "PodScheduled"), "message").equals(message);
        Conditions.set(status, api.now(), "PodScheduled", false, "Unschedulable", message);
        api.updateStatus(changed);
        if (!known) {
            api.event(pod, "Warning", "FailedScheduling", message, "default-scheduler");
        }
    }
}
