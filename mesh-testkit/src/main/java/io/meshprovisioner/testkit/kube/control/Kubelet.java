package io.meshprovisioner.testkit.kube.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.json.Trees;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The kubelets of all nodes: a pod's containers start after their images are pulled, become ready after a while, and end
 * when the pod is deleted or its work is done.
 */
final class Kubelet implements Controller {
    private static final Duration BACK_OFF = Duration.ofSeconds(10);
    private static final Duration TERMINATION = Duration.ofSeconds(2);

    @Override
    public String name() {
        return "kubelet";
    }

    @Override
    public void observe(Api api, Change change, Consumer<Key> queue) {
        if (change.of(Kind.POD)) {
            if (!change.deleted()
                    && !Trees.text(change.latest(), "spec", "nodeName").isEmpty()) {
                queue.accept(Key.of(change.latest()));
            }
        } else if (change.of(Kind.NODE)
                || ((change.of(Kind.CONFIG_MAP) || change.of(Kind.SECRET)) && change.before() == null)) {
            String namespace = change.of(Kind.NODE) ? "" : Trees.namespace(change.latest());
            for (ObjectNode pod : namespace.isEmpty() ? api.list(Kind.POD) : api.list(Kind.POD, namespace)) {
                boolean here = !change.of(Kind.NODE)
                        || Trees.text(pod, "spec", "nodeName").equals(Trees.name(change.latest()));
                if (here && Trees.text(pod, "status", "phase").equals("Pending")) {
                    queue.accept(Key.of(pod));
                }
            }
        }
    }

    @Override
    public void reconcile(Api api, Key key) {
        api.get(Kind.POD, key.namespace(), key.name())
                .filter(pod -> !Trees.text(pod, "spec", "nodeName").isEmpty())
                .ifPresent(pod -> {
                    if (Trees.deleting(pod)) {
                        terminate(api, pod, key);
                    } else if (Workloads.active(pod)) {
                        run(api, pod, key);
                    }
                });
    }

    private void terminate(Api api, ObjectNode pod, Key key) {
        Duration left = TERMINATION.minus(api.since(Trees.uid(pod), "terminating"));
        if (left.isNegative() || left.isZero()) {
            api.purge(Kind.POD, key.namespace(), key.name());
        } else {
            if (left.equals(TERMINATION)) {
                api.event(pod, "Normal", "Killing", "Stopping container " + PodStatus.first(pod), "kubelet");
            }
            api.later(left, this, key);
        }
    }

    private void run(Api api, ObjectNode pod, Key key) {
        String uid = Trees.uid(pod);
        Optional<String> obstacle = PodVolumes.obstacle(api, pod).or(() -> sandboxObstacle(api, pod));
        if (obstacle.isPresent()) {
            api.updateStatus(PodStatus.creating(api, pod));
            return;
        }
        Optional<String> bad = PodImages.unpullable(pod);
        Duration waited = api.since(uid, "pulling");
        Duration pull = PodImages.pullTime(api, pod);
        if (waited.compareTo(pull) < 0) {
            api.updateStatus(PodStatus.creating(api, pod));
            api.later(pull.minus(waited), this, key);
            return;
        }
        if (bad.isPresent()) {
            fail(api, pod, key, bad.get());
            return;
        }
        Duration running = api.since(uid, "running");
        if (running.isZero()) {
            api.event(pod, "Normal", "Started", "Started container " + PodStatus.first(pod), "kubelet");
        }
        if (finishes(pod)) {
            finish(api, pod, key, running);
            return;
        }
        Duration ready = PodImages.readyAfter(pod);
        boolean isReady = running.compareTo(ready) >= 0;
        api.updateStatus(PodStatus.running(api, pod, isReady));
        if (!isReady) {
            api.later(ready.minus(running), this, key);
        }
    }

    /** A pod that wants an address waits for the node's network; one on the host's network does not. */
    private static Optional<String> sandboxObstacle(Api api, ObjectNode pod) {
        if (Trees.at(pod, "spec", "hostNetwork").asBoolean()) {
            return Optional.empty();
        }
        boolean ready = api.get(Kind.NODE, "", Trees.text(pod, "spec", "nodeName"))
                .map(node -> Trees.conditionTrue(node, "Ready"))
                .orElse(false);
        return ready ? Optional.empty() : Optional.of("network is not ready");
    }

    private static boolean finishes(ObjectNode pod) {
        return !Trees.text(pod, "spec", "restartPolicy").equals("Always")
                && Trees.text(Trees.controller(pod), "kind").equals("Job");
    }

    private void finish(Api api, ObjectNode pod, Key key, Duration running) {
        Duration work = Duration.ofSeconds(3);
        if (running.compareTo(work) < 0) {
            api.updateStatus(PodStatus.running(api, pod, true));
            api.later(work.minus(running), this, key);
        } else {
            api.work(pod);
            api.updateStatus(PodStatus.succeeded(api, pod));
        }
    }

    /** After the first refusal the kubelet waits before it asks again, and says so. */
    private void fail(Api api, ObjectNode pod, Key key, String image) {
        Duration waited = api.since(Trees.uid(pod), "pull failed");
        boolean first = waited.isZero();
        boolean resting = waited.compareTo(BACK_OFF) >= 0;
        String refusal = "failed to pull and unpack image \"" + image + "\": failed to resolve reference \"" + image
                + "\": " + PodImages.refusal(image);
        if (first) {
            api.event(pod, "Warning", "Failed", "Failed to pull image \"" + image + "\": " + refusal, "kubelet");
            api.event(pod, "Warning", "Failed", "Error: ErrImagePull", "kubelet");
        }
        if (!resting) {
            api.later(BACK_OFF.minus(waited), this, key);
        }
        api.updateStatus(
                resting
                        ? PodStatus.pullFailed(
                                api, pod, image, "ImagePullBackOff", "Back-off pulling image \"" + image + "\"")
                        : PodStatus.pullFailed(api, pod, image, "ErrImagePull", refusal));
    }
}
