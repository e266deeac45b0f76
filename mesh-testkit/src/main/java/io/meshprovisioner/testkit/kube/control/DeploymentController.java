package io.meshprovisioner.testkit.kube.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.json.Trees;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Deployments: one ReplicaSet for each template, rolled over within maxSurge and maxUnavailable. */
final class DeploymentController implements Controller {
    private static final String REVISION = "deployment.kubernetes.io/revision";
    private static final String HASH = "pod-template-hash";

    @Override
    public String name() {
        return "deployment";
    }

    @Override
    public void observe(Api api, Change change, Consumer<Key> queue) {
        Workloads.observe(Kind.DEPLOYMENT, Kind.REPLICA_SET, change, queue);
    }

    @Override
    public void reconcile(Api api, Key key) {
        api.get(Kind.DEPLOYMENT, key.namespace(), key.name())
                .filter(deployment -> !Trees.deleting(deployment))
                .ifPresent(deployment -> roll(api, deployment, key));
    }

    private void roll(Api api, ObjectNode deployment, Key key) {
        List<ObjectNode> sets = Workloads.controlled(api, Kind.REPLICA_SET, deployment);
        JsonNode template = Trees.at(deployment, "spec", "template");
        String hash = Workloads.hash(template);
        ObjectNode current = null;
        List<ObjectNode> old = new ArrayList<>();
        for (ObjectNode set : sets) {
            if (Trees.labels(set).getOrDefault(HASH, "").equals(hash)) {
                current = set;
            } else {
                old.add(set);
            }
        }
        boolean paused = Trees.at(deployment, "spec", "paused").asBoolean();
        if (current == null && !paused) {
            create(api, deployment, hash, sets, old);
            return;
        }
        if (!paused && current != null) {
            scale(api, deployment, current, old);
            forget(api, deployment, old);
        }
        status(api, deployment, current, key);
    }

    private static int revision(ObjectNode object) {
        return Integer.parseInt(Trees.annotations(object).getOrDefault(REVISION, "0"));
    }

    private static void create(
            Api api, ObjectNode deployment, String hash, List<ObjectNode> sets, List<ObjectNode> old) {
        int revision =
                1 + sets.stream().mapToInt(DeploymentController::revision).max().orElse(0);
        ObjectNode set = Trees.object().put("apiVersion", "apps/v1").put("kind", "ReplicaSet");
        ObjectNode metadata = set.putObject("metadata");
        metadata.put("namespace", Trees.namespace(deployment)).put("name", Trees.name(deployment) + "-" + hash);
        metadata.set("labels", withHash(Trees.at(deployment, "spec", "template", "metadata", "labels"), hash));
        metadata.putObject("annotations")
                .put(REVISION, Integer.toString(revision))
                .put("deployment.kubernetes.io/desired-replicas", Trees.text(deployment, "spec", "replicas"));
        metadata.putArray("ownerReferences").add(Workloads.reference(deployment));
        ObjectNode spec = set.putObject("spec");
        boolean recreate = Trees.text(deployment, "spec", "strategy", "type").equals("Recreate");
        boolean wait = recreate && !old.isEmpty();
        spec.put("replicas", old.isEmpty() || wait ? wait ? 0 : replicas(deployment) : 0);
        ObjectNode selector = Trees.with(spec, "selector");
        selector.setAll((ObjectNode) Trees.at(deployment, "spec", "selector").deepCopy());
        Trees.with(selector, "matchLabels").put(HASH, hash);
        ObjectNode template =
                (ObjectNode) Trees.at(deployment, "spec", "template").deepCopy();
        Trees.with(template, "metadata").set("labels", withHash(Trees.at(template, "metadata", "labels"), hash));
        spec.set("template", template);
        try {
            api.create(set, Workloads.MANAGER);
        } catch (Refused refused) {
            api.event(deployment, "Warning", "ReplicaSetCreateError", refused.message(), "deployment-controller");
            return;
        }
        ObjectNode annotated = Trees.writable(deployment);
        Trees.with(annotated, "metadata", "annotations").put(REVISION, Integer.toString(revision));
        api.update(annotated, Workloads.MANAGER);
        if (old.isEmpty()) {
            scaled(api, deployment, set, 0, replicas(deployment));
        }
    }

    private static JsonNode withHash(JsonNode labels, String hash) {
        ObjectNode result = labels.isObject() ? labels.deepCopy() : Trees.object();
        return result.put(HASH, hash);
    }

    private static int replicas(ObjectNode object) {
        return Trees.at(object, "spec", "replicas").asInt(1);
    }

    private static void scaled(Api api, ObjectNode deployment, ObjectNode set, int from, int to) {
        api.event(
                deployment,
                "Normal",
                "ScalingReplicaSet",
                "Scaled " + (to > from ? "up" : "down") + " replica set " + Trees.name(set)
                        + (api.minor() >= 26 ? " from " + from : "") + " to " + to,
                "deployment-controller");
    }

    private static void resize(Api api, ObjectNode deployment, ObjectNode set, int to) {
        if (replicas(set) == to) {
            return;
        }
        scaled(api, deployment, set, replicas(set), to);
        ObjectNode changed = set.deepCopy();
        Trees.with(changed, "spec").put("replicas", to);
        api.update(changed, Workloads.MANAGER);
    }

    private static void scale(Api api, ObjectNode deployment, ObjectNode current, List<ObjectNode> old) {
        int wanted = replicas(deployment);
        int oldSpec = old.stream().mapToInt(DeploymentController::replicas).sum();
        if (oldSpec == 0) {
            resize(api, deployment, current, wanted);
            return;
        }
        if (Trees.text(deployment, "spec", "strategy", "type").equals("Recreate")) {
            old.forEach(set -> resize(api, deployment, set, 0));
            int left = old.stream()
                    .mapToInt(set -> Trees.at(set, "status", "replicas").asInt())
                    .sum();
            if (left == 0) {
                resize(api, deployment, current, wanted);
            }
            return;
        }
        JsonNode rolling = Trees.at(deployment, "spec", "strategy", "rollingUpdate");
        int surge = Workloads.share(rolling.path("maxSurge"), wanted, true);
        int unavailable = Workloads.share(rolling.path("maxUnavailable"), wanted, false);
        if (surge == 0 && unavailable == 0) {
            unavailable = 1;
        }
        int room = wanted + surge - oldSpec - replicas(current);
        if (room > 0) {
            resize(api, deployment, current, Math.min(wanted, replicas(current) + room));
        }
        int available = available(current)
                + old.stream().mapToInt(DeploymentController::available).sum();
        int removable = available - (wanted - unavailable);
        for (ObjectNode set : old) {
            int broken = replicas(set) - available(set);
            int down = Math.min(replicas(set), broken + Math.max(0, removable));
            if (down > 0) {
                removable -= Math.max(0, down - broken);
                resize(api, deployment, set, replicas(set) - down);
            }
        }
    }

    private static int available(ObjectNode set) {
        return Trees.at(set, "status", "availableReplicas").asInt();
    }

    private static void forget(Api api, ObjectNode deployment, List<ObjectNode> old) {
        int limit = Trees.at(deployment, "spec", "revisionHistoryLimit").asInt(10);
        List<ObjectNode> empty = new ArrayList<>(old.stream()
                .filter(set -> replicas(set) == 0
                        && Trees.at(set, "status", "replicas").asInt() == 0)
                .toList());
        empty.sort((one, other) -> Integer.compare(revision(one), revision(other)));
        for (int i = 0; i < empty.size() - limit; i++) {
            api.delete(Kind.REPLICA_SET, Trees.namespace(deployment), Trees.name(empty.get(i)));
        }
    }

    private void status(Api api, ObjectNode deployment, @Nullable ObjectNode current, Key key) {
        List<ObjectNode> sets = Workloads.controlled(api, Kind.REPLICA_SET, deployment);
        int wanted = replicas(deployment);
        int all = sum(sets, "replicas");
        int available = sum(sets, "availableReplicas");
        int updated = current == null
                ? 0
                : api.get(Kind.REPLICA_SET, Trees.namespace(current), Trees.name(current))
                        .map(set -> Trees.at(set, "status", "replicas").asInt())
                        .orElse(0);
        ObjectNode changed = Trees.writable(deployment);
        ObjectNode status = Trees.with(changed, "status");
        status.put(
                "observedGeneration",
                Trees.at(deployment, "metadata", "generation").asLong());
        Workloads.count(status, "replicas", all);
        Workloads.count(status, "updatedReplicas", updated);
        Workloads.count(status, "readyReplicas", sum(sets, "readyReplicas"));
        Workloads.count(status, "availableReplicas", available);
        Workloads.count(status, "unavailableReplicas", Math.max(0, Math.max(wanted, all) - available));
        JsonNode rolling = Trees.at(deployment, "spec", "strategy", "rollingUpdate");
        boolean enough = available >= wanted - Workloads.share(rolling.path("maxUnavailable"), wanted, false);
        Conditions.set(
                status,
                api.now(),
                "Available",
                enough,
                enough ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable",
                enough ? "Deployment has minimum availability." : "Deployment does not have minimum availability.");
        boolean complete = updated == wanted && all == wanted && available == wanted;
        progress(api, deployment, status, current, complete, updated + ":" + all + ":" + available, key);
        failure(api, status, current);
        api.updateStatus(changed);
    }

    private void progress(
            Api api,
            ObjectNode deployment,
            ObjectNode status,
            @Nullable ObjectNode current,
            boolean complete,
            String state,
            Key key) {
        String set = current == null ? "" : Trees.name(current);
        String uid = Trees.uid(deployment);
        if (complete) {
            Conditions.set(
                    status,
                    api.now(),
                    "Progressing",
                    true,
                    "NewReplicaSetAvailable",
                    "ReplicaSet \"" + set + "\" has successfully progressed.");
            return;
        }
        Duration deadline = Duration.ofSeconds(
                Trees.at(deployment, "spec", "progressDeadlineSeconds").asInt(600));
        Duration waited = api.since(uid, "progress " + set + " " + state);
        if (waited.compareTo(deadline) < 0) {
            Conditions.set(
                    status,
                    api.now(),
                    "Progressing",
                    true,
                    "ReplicaSetUpdated",
                    "ReplicaSet \"" + set + "\" is progressing.");
            api.later(deadline.minus(waited), this, key);
        } else {
            Conditions.set(
                    status,
                    api.now(),
                    "Progressing",
                    false,
                    "ProgressDeadlineExceeded",
                    "ReplicaSet \"" + set + "\" has timed out progressing.");
        }
    }

    private static void failure(Api api, ObjectNode status, @Nullable ObjectNode current) {
        JsonNode failure = current == null ? Trees.object() : Trees.condition(current, "ReplicaFailure");
        if (Trees.text(failure, "status").equals("True")) {
            Conditions.set(
                    status,
                    api.now(),
                    "ReplicaFailure",
                    true,
                    Trees.text(failure, "reason"),
                    Trees.text(failure, "message"));
        } else {
            Conditions.remove(status, "ReplicaFailure");
        }
    }

    private static int sum(List<ObjectNode> sets, String field) {
        return sets.stream()
                .mapToInt(set -> Trees.at(set, "status", field).asInt())
                .sum();
    }
}
