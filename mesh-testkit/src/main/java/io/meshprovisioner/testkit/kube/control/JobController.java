package io.meshprovisioner.testkit.kube.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.json.Trees;
import io.meshprovisioner.testkit.kube.schema.Timestamps;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Jobs: pods until enough have succeeded. */
final class JobController implements Controller {

    @Override
    public String name() {
        return "job";
    }

    @Override
    public void observe(Api api, Change change, Consumer<Key> queue) {
        Workloads.observe(Kind.JOB, Kind.POD, change, queue);
    }

    @Override
    public void reconcile(Api api, Key key) {
        api.get(Kind.JOB, key.namespace(), key.name())
                .filter(job -> !Trees.deleting(job) && !Trees.conditionTrue(job, "Complete"))
                .ifPresent(job -> run(api, job, key));
    }

    private void run(Api api, ObjectNode job, Key key) {
        List<ObjectNode> pods = Workloads.controlled(api, Kind.POD, job);
        int succeeded = phase(pods, "Succeeded");
        int failed = phase(pods, "Failed");
        int active = (int) pods.stream().filter(Workloads::active).count();
        int completions = Trees.at(job, "spec", "completions").asInt(1);
        int wanted = Math.min(Trees.at(job, "spec", "parallelism").asInt(1), completions - succeeded);
        boolean suspended = Trees.at(job, "spec", "suspend").asBoolean();
        for (int i = active; i < wanted && !suspended; i++) {
            ObjectNode pod = Workloads.pod(job, Trees.at(job, "spec", "template"));
            Trees.with(pod, "metadata").put("generateName", key.name() + "-");
            try {
                api.create(pod, Workloads.MANAGER);
                active++;
            } catch (Refused refused) {
                api.event(job, "Warning", "FailedCreate", "Error creating: " + refused.message(), "job-controller");
                api.later(Duration.ofSeconds(10), this, key);
                break;
            }
        }
        ObjectNode changed = Trees.writable(job);
        ObjectNode status = Trees.with(changed, "status");
        Trees.defaults(status, "startTime", Timestamps.seconds(api.now()));
        Workloads.count(status, "active", active);
        Workloads.count(status, "succeeded", succeeded);
        Workloads.count(status, "failed", failed);
        status.put("ready", (int) pods.stream().filter(Workloads::ready).count());
        if (succeeded >= completions) {
            Trees.defaults(status, "completionTime", Timestamps.seconds(api.now()));
            Conditions.set(
                    status,
                    api.now(),
                    "Complete",
                    true,
                    "CompletionsReached",
                    "Reached expected number of succeeded pods");
        }
        api.updateStatus(changed);
    }

    private static int phase(List<ObjectNode> pods, String phase) {
        return (int) pods.stream()
                .filter(pod -> Trees.text(pod, "status", "phase").equals(phase))
                .count();
    }
}
