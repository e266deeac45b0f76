package io.meshprovisioner.testkit.kube.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.json.Trees;
import io.meshprovisioner.testkit.kube.schema.Timestamps;
import io.meshprovisioner.testkit.world.Hashes;
import java.time.Instant;

/** The status of a pod in each stage of its life; each method answers a changed copy. */
final class PodStatus {
    private PodStatus() {}

    static String first(ObjectNode pod) {
        return Trees.text(Trees.at(pod, "spec", "containers").path(0), "name");
    }

    static ObjectNode creating(Api api, ObjectNode pod) {
        ObjectNode changed = started(api, pod);
        ObjectNode status = Trees.with(changed, "status").put("phase", "Pending");
        boolean initialized = Trees.at(pod, "spec", "initContainers").isEmpty();
        conditions(api, status, initialized, false);
        containers(
                pod,
                status,
                "containers",
                "containerStatuses",
                (container, entry) -> waiting(entry, initialized ? "ContainerCreating" : "PodInitializing", ""));
        containers(
                pod,
                status,
                "initContainers",
                "initContainerStatuses",
                (container, entry) -> waiting(entry, "PodInitializing", ""));
        return changed;
    }

    static ObjectNode pullFailed(Api api, ObjectNode pod, String image, String reason, String why) {
        ObjectNode changed = started(api, pod);
        ObjectNode status = Trees.with(changed, "status").put("phase", "Pending");
        conditions(api, status, true, false);
        containers(pod, status, "containers", "containerStatuses", (container, entry) -> {
            boolean bad = Trees.text(container, "image").equals(image);
            waiting(entry, bad ? reason : "ContainerCreating", bad ? why : "");
        });
        return changed;
    }

    static ObjectNode running(Api api, ObjectNode pod, boolean ready) {
        ObjectNode changed = started(api, pod);
        ObjectNode status = Trees.with(changed, "status").put("phase", "Running");
        address(api, pod, status);
        conditions(api, status, true, ready);
        String since = Timestamps.seconds(api.mark(Trees.uid(pod), "running"));
        containers(pod, status, "initContainers", "initContainerStatuses", (container, entry) -> {
            entry.put("ready", true).put("started", false);
            ended(entry, since);
            image(container, entry);
        });
        containers(pod, status, "containers", "containerStatuses", (container, entry) -> {
            entry.put("ready", ready).put("started", true);
            entry.putObject("state").putObject("running").put("startedAt", since);
            image(container, entry);
        });
        return changed;
    }

    static ObjectNode succeeded(Api api, ObjectNode pod) {
        ObjectNode changed = running(api, pod, false);
        ObjectNode status = Trees.with(changed, "status").put("phase", "Succeeded");
        String since = Timestamps.seconds(api.mark(Trees.uid(pod), "running"));
        for (ObjectNode entry : Trees.objects(status.path("containerStatuses"))) {
            entry.put("ready", false).put("started", false);
            ended(entry, since);
        }
        return changed;
    }

    private static ObjectNode started(Api api, ObjectNode pod) {
        ObjectNode changed = Trees.writable(pod);
        ObjectNode status = Trees.with(changed, "status");
        Instant at = api.mark(Trees.uid(pod), "seen by kubelet");
        Trees.defaults(status, "startTime", Timestamps.seconds(at));
        api.get(Kind.NODE, "", Trees.text(pod, "spec", "nodeName"))
                .map(node -> Trees.text(Trees.at(node, "status", "addresses").path(0), "address"))
                .ifPresent(ip -> {
                    status.put("hostIP", ip);
                    status.putArray("hostIPs").addObject().put("ip", ip);
                });
        return changed;
    }

    private static void conditions(Api api, ObjectNode status, boolean initialized, boolean ready) {
        String reason = ready ? "" : "ContainersNotReady";
        Conditions.set(
                status, api.now(), "Initialized", initialized, initialized ? "" : "ContainersNotInitialized", "");
        Conditions.set(status, api.now(), "Ready", ready, reason, "");
        Conditions.set(status, api.now(), "ContainersReady", ready, reason, "");
    }

    private static void address(Api api, ObjectNode pod, ObjectNode status) {
        if (status.has("podIP")) {
            return;
        }
        String ip;
        if (Trees.at(pod, "spec", "hostNetwork").asBoolean()) {
            ip = Trees.text(status, "hostIP");
        } else {
            int number = api.next("pod addresses");
            ip = CalicoNetwork.of(api)
                    .map(calico -> calico.address(number))
                    .orElse("10.0." + (128 + number / 250 % 128) + "." + (number % 250 + 4));
        }
        status.put("podIP", ip);
        status.putArray("podIPs").addObject().put("ip", ip);
    }

    /** Fills in what is particular to a stage. */
    private interface Stage {
        void fill(JsonNode container, ObjectNode entry);
    }

    private static void containers(ObjectNode pod, ObjectNode status, String from, String to, Stage stage) {
        if (Trees.at(pod, "spec", from).isEmpty()) {
            return;
        }
        ArrayNode list = status.putArray(to);
        for (JsonNode container : Trees.at(pod, "spec", from)) {
            ObjectNode entry = list.addObject().put("name", Trees.text(container, "name"));
            entry.put("image", Trees.text(container, "image")).put("imageID", "");
            entry.put("ready", false).put("restartCount", 0).put("started", false);
            entry.putObject("lastState");
            stage.fill(container, entry);
        }
    }

    private static void waiting(ObjectNode entry, String reason, String message) {
        ObjectNode waiting = entry.putObject("state").putObject("waiting").put("reason", reason);
        if (!message.isEmpty()) {
            waiting.put("message", message);
        }
    }

    private static void ended(ObjectNode entry, String at) {
        entry.putObject("state")
                .putObject("terminated")
                .put("exitCode", 0)
                .put("reason", "Completed")
                .put("startedAt", at)
                .put("finishedAt", at);
    }

    private static void image(JsonNode container, ObjectNode entry) {
        String image = Trees.text(container, "image");
        entry.put(
                "imageID",
                image.replaceFirst(":[^/]*$", "") + "@sha256:" + Hashes.hex(image, 40)
                        + Hashes.hex(image + "digest", 24));
    }
}
