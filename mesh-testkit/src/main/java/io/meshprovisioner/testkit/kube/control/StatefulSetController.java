package io.meshprovisioner.testkit.kube.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.json.Trees;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** StatefulSets: pods with numbers, one after another. Claims of their templates are made but not bound. */
final class StatefulSetController implements Controller {
    private static final String REVISION = "controller-revision-hash";

    @Override
    public String name() {
        return "statefulset";
    }

    @Override
    public void observe(Api api, Change change, Consumer<Key> queue) {
        Workloads.observe(Kind.STATEFUL_SET, Kind.POD, change, queue);
    }

    @Override
    public void reconcile(Api api, Key key) {
        api.get(Kind.STATEFUL_SET, key.namespace(), key.name())
                .filter(set -> !Trees.deleting(set))
                .ifPresent(set -> step(api, set, key));
    }

    private void step(Api api, ObjectNode set, Key key) {
        int wanted = Trees.at(set, "spec", "replicas").asInt(1);
        boolean parallel = Trees.text(set, "spec", "podManagementPolicy").equals("Parallel");
        String revision = key.name() + "-" + Workloads.hash(Trees.at(set, "spec", "template"));
        boolean settled = true;
        for (int i = 0; i < wanted; i++) {
            ObjectNode pod =
                    api.get(Kind.POD, key.namespace(), key.name() + "-" + i).orElse(null);
            if (pod == null) {
                if (settled || parallel) {
                    create(api, set, i, revision, key);
                }
                settled = false;
            } else if (!Workloads.active(pod) || !Workloads.ready(pod)) {
                settled = false;
            } else if (settled && !Trees.labels(pod).getOrDefault(REVISION, "").equals(revision)) {
                api.delete(Kind.POD, key.namespace(), Trees.name(pod));
                settled = false;
            }
        }
        List<ObjectNode> pods = Workloads.controlled(api, Kind.POD, set);
        for (ObjectNode pod : pods) {
            String ordinal = Trees.name(pod).substring(key.name().length() + 1);
            if (Integer.parseInt(ordinal) >= wanted && !Trees.deleting(pod)) {
                api.delete(Kind.POD, key.namespace(), Trees.name(pod));
            }
        }
        status(api, set, revision);
    }

    private void create(Api api, ObjectNode set, int ordinal, String revision, Key key) {
        String name = key.name() + "-" + ordinal;
        ObjectNode pod = Workloads.pod(set, Trees.at(set, "spec", "template"));
        ObjectNode metadata = Trees.with(pod, "metadata").put("name", name);
        Trees.with(metadata, "labels")
                .put(REVISION, revision)
                .put("statefulset.kubernetes.io/pod-name", name)
                .put("apps.kubernetes.io/pod-index", Integer.toString(ordinal));
        ObjectNode spec = Trees.with(pod, "spec");
        spec.put("hostname", name).put("subdomain", Trees.text(set, "spec", "serviceName"));
        for (JsonNode template : Trees.at(set, "spec", "volumeClaimTemplates")) {
            String claim = Trees.name(template) + "-" + name;
            claim(api, set, template, claim);
            ObjectNode volume = spec.withArray("volumes").addObject().put("name", Trees.name(template));
            volume.putObject("persistentVolumeClaim").put("claimName", claim);
        }
        try {
            api.create(pod, Workloads.MANAGER);
        } catch (Refused refused) {
            api.event(
                    set,
                    "Warning",
                    "FailedCreate",
                    "create Pod " + name + " in StatefulSet " + key.name() + " failed error: " + refused.message(),
                    "statefulset-controller");
            api.later(Duration.ofSeconds(10), this, key);
        }
    }

    private static void claim(Api api, ObjectNode set, JsonNode template, String name) {
        if (api.get(Kind.CLAIM, Trees.namespace(set), name).isPresent()) {
            return;
        }
        ObjectNode claim = Trees.object().put("apiVersion", "v1").put("kind", "PersistentVolumeClaim");
        ObjectNode metadata = claim.putObject("metadata")
                .put("namespace", Trees.namespace(set))
                .put("name", name);
        metadata.set("labels", Trees.at(set, "spec", "selector", "matchLabels").deepCopy());
        claim.set("spec", template.path("spec").deepCopy());
        try {
            api.create(claim, Workloads.MANAGER);
        } catch (Refused refused) {
            api.event(set, "Warning", "FailedCreate", refused.message(), "statefulset-controller");
        }
    }

    private static void status(Api api, ObjectNode set, String revision) {
        List<ObjectNode> pods = Workloads.controlled(api, Kind.POD, set).stream()
                .filter(Workloads::active)
                .toList();
        int ready = (int) pods.stream().filter(Workloads::ready).count();
        int updated = (int) pods.stream()
                .filter(pod -> Trees.labels(pod).getOrDefault(REVISION, "").equals(revision))
                .count();
        ObjectNode changed = Trees.writable(set);
        ObjectNode status = Trees.with(changed, "status");
        status.put("observedGeneration", Trees.at(set, "metadata", "generation").asLong());
        status.put("replicas", pods.size()).put("availableReplicas", ready);
        Workloads.count(status, "readyReplicas", ready);
        Workloads.count(status, "currentReplicas", updated);
        Workloads.count(status, "updatedReplicas", updated);
        boolean done = updated == pods.size();
        status.put(
                "currentRevision",
                done ? revision : Trees.optional(status, "currentRevision").orElse(revision));
        status.put("updateRevision", revision).put("collisionCount", 0);
        api.updateStatus(changed);
    }
}
