package io.meshprovisioner.testkit.kube.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.json.Trees;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** EKS's scheduler for Fargate: a machine of its own for each pod that a profile selects, and that may run there. */
public final class FargateScheduler implements Controller {
    /** The scheduler that EKS's webhook gives such pods. */
    public static final String NAME = "fargate-scheduler";

    /** The label that says by which profile. */
    public static final String PROFILE = "eks.amazonaws.com/fargate-profile";

    /** On nodes {@code fargate}; pods that must not run there say {@code ec2}. */
    public static final String COMPUTE_TYPE = "eks.amazonaws.com/compute-type";

    private static final String NODES = "fargate-";
    private static final Duration START = Duration.ofSeconds(40);
    private static final Duration RETRY = Duration.ofSeconds(30);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void observe(Api api, Change change, Consumer<Key> queue) {
        if (!change.of(Kind.POD)) {
            return;
        }
        String node = Trees.text(change.latest(), "spec", "nodeName");
        if (change.deleted() && node.startsWith(NODES)) {
            queue.accept(new Key("", node));
        } else if (!change.deleted() && waits(change.latest())) {
            queue.accept(Key.of(change.latest()));
        }
    }

    private static boolean waits(ObjectNode pod) {
        return Trees.text(pod, "spec", "schedulerName").equals(NAME)
                && Trees.text(pod, "spec", "nodeName").isEmpty()
                && Workloads.active(pod);
    }

    static boolean isFargate(ObjectNode node) {
        return Trees.labels(node).getOrDefault(COMPUTE_TYPE, "").equals("fargate");
    }

    @Override
    public void reconcile(Api api, Key key) {
        if (key.namespace().isEmpty()) {
            if (api.list(Kind.POD).stream()
                    .noneMatch(pod -> Trees.text(pod, "spec", "nodeName").equals(key.name()))) {
                api.stopMachine(key.name());
            }
            return;
        }
        api.get(Kind.POD, key.namespace(), key.name())
                .filter(FargateScheduler::waits)
                .ifPresent(pod -> place(api, pod, key));
    }

    private void place(Api api, ObjectNode pod, Key key) {
        String unfit = unfit(pod);
        if (!unfit.isEmpty()) {
            refuse(api, pod, "Pod not supported on Fargate: " + unfit);
            return;
        }
        Duration waited = api.since(Trees.uid(pod), "fargate");
        if (waited.compareTo(START) < 0) {
            api.later(START.minus(waited), this, key);
            return;
        }
        Optional<String> node = api.startMachine(Trees.labels(pod).getOrDefault(PROFILE, ""), pod);
        if (node.isEmpty()) {
            refuse(api, pod, "Fargate capacity is unavailable at this time, or the profile's subnets are full.");
            api.later(RETRY, this, key);
            return;
        }
        ObjectNode bound = Trees.writable(pod);
        Conditions.set(Trees.with(bound, "status"), api.now(), "PodScheduled", true, "", "");
        api.bind(bound, node.get());
        api.event(pod, "Normal", "Scheduled", "Successfully assigned " + Key.of(pod) + " to " + node.get(), NAME);
    }

    /** Why a pod cannot run there, in EKS's words; empty where it can. */
    private static String unfit(ObjectNode pod) {
        List<String> reasons = new ArrayList<>();
        for (String field : List.of("hostNetwork", "hostPID", "hostIPC")) {
            if (Trees.at(pod, "spec", field).asBoolean()) {
                reasons.add("fields not supported: " + field);
            }
        }
        for (String list : List.of("initContainers", "containers")) {
            for (JsonNode container : Trees.at(pod, "spec", list)) {
                JsonNode context = container.path("securityContext");
                if (context.path("privileged").asBoolean()) {
                    reasons.add("invalid SecurityContext fields: Privileged");
                }
                for (JsonNode capability : context.path("capabilities").path("add")) {
                    reasons.add("invalid SecurityContext fields: Capabilities added: " + capability.asText());
                }
            }
        }
        for (JsonNode volume : Trees.at(pod, "spec", "volumes")) {
            if (volume.has("hostPath")) {
                reasons.add(
                        "volumes not supported: " + Trees.text(volume, "name") + " is of an unsupported volume Type");
            }
        }
        return String.join(", ", reasons.stream().distinct().toList());
    }

    private static void refuse(Api api, ObjectNode pod, String message) {
        boolean known =
                Trees.text(Trees.condition(pod, "PodScheduled"), "message").equals(message);
        ObjectNode changed = Trees.writable(pod);
        Conditions.set(Trees.with(changed, "status"), api.now(), "PodScheduled", false, "Unschedulable", message);
        api.updateStatus(changed);
        if (!known) {
            api.event(pod, "Warning", "FailedScheduling", message, NAME);
        }
    }
}
