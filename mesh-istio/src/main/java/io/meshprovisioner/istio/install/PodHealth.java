package io.meshprovisioner.istio.install;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says why a pod does not run, and whether waiting can help. */
final class PodHealth {
    private static final Pattern NODES = Pattern.compile("0/(\\d+) nodes are available");
    private static final Pattern NO_ROOM = Pattern.compile("Insufficient (cpu|memory)|Too many pods");
    private static final Pattern NO_SUCH_IMAGE = Pattern.compile(
            "(?i)not found|manifest unknown|unauthorized|denied|forbidden|invalid reference|no basic auth|no such host");
    private static final Set<String> NO_IMAGE =
            Set.of("ErrImagePull", "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull");
    private static final int CRASHES = 3;

    private final int nodes;

    /** @param nodes how many nodes there will be; zero when that is not known */
    PodHealth(int nodes) {
        this.nodes = nodes;
    }

    Health of(Tree pod) {
        if (pod.isTrue("Ready")) {
            return Health.WELL;
        }
        String name = "Pod " + pod.text("metadata", "name");
        Optional<Tree> scheduled = pod.condition("PodScheduled")
                .filter(condition -> condition.text("status").equals("False"));
        if (scheduled.isPresent()) {
            return unscheduled(name, scheduled.get().text("message"));
        }
        List<Tree> containers = new ArrayList<>(pod.items("status", "initContainerStatuses"));
        containers.addAll(pod.items("status", "containerStatuses"));
        for (Tree container : containers) {
            Health health = container(name, container);
            if (!(health instanceof Health.Well)) {
                return health;
            }
        }
        String phase = pod.text("status", "phase");
        return new Health.Waiting(name + " is " + (phase.isEmpty() ? "not seen by a node yet" : phase + ", not ready"));
    }

    private Health unscheduled(String name, String message) {
        String why = name + " finds no node: " + (message.isEmpty() ? "no reason given" : message);
        Matcher looked = NODES.matcher(message);
        boolean allNodesThere = nodes > 0 && looked.find() && Integer.parseInt(looked.group(1)) >= nodes;
        boolean onlyRoomIsMissing = NO_ROOM.matcher(message).find() && !message.contains("taint");
        return allNodesThere && onlyRoomIsMissing
                ? new Health.Hopeless(
                        why,
                        "Ask for more or larger nodes, or for less in the values (pilot.resources); then run again.")
                : new Health.Waiting(why);
    }

    private Health container(String pod, Tree status) {
        String reason = status.text("state", "waiting", "reason");
        String message = status.text("state", "waiting", "message");
        String image = status.text("image");
        if (NO_IMAGE.contains(reason)) {
            return noImage(pod, status, reason, message, image);
        }
        if (reason.equals("CrashLoopBackOff") && status.number("restartCount").orElse(0) >= CRASHES) {
            return new Health.Hopeless(
                    pod + ": container " + status.text("name") + " crashed " + status.text("restartCount") + " times ("
                            + lastExit(status) + ")",
                    "Read its log (kubectl logs --previous) for the reason.");
        }
        return reason.isEmpty() || reason.equals("ContainerCreating") || reason.equals("PodInitializing")
                ? Health.WELL
                : new Health.Waiting(pod + ": container " + status.text("name") + " waits: " + reason
                        + (message.isEmpty() ? "" : " (" + message + ")"));
    }

    private Health noImage(String pod, Tree status, String reason, String message, String image) {
        String name = image.isEmpty() ? "its image" : "image " + image;
        String why = pod + ": " + name + " cannot be pulled for container " + status.text("name") + ": " + reason
                + (message.isEmpty() ? "" : " (" + message + ")");
        if (image.equals("auto") || image.endsWith("/auto:latest")) {
            return new Health.Hopeless(
                    why,
                    "The pod was made before Istio's injector could change it: delete it, and the new one is injected. "
                            + "If that repeats, the namespace or the pod has injection switched off.");
        }
        boolean hopeless =
                !reason.equals("ErrImagePull") || NO_SUCH_IMAGE.matcher(message).find();
        return hopeless
                ? new Health.Hopeless(
                        why,
                        "Check the version, the hub and tag (values global.hub and global.tag, or the operator's), and "
                                + "that nodes reach that registry (NAT or endpoints, pull secrets).")
                : new Health.Waiting(why);
    }

    private static String lastExit(Tree status) {
        Tree ended = status.at("lastState", "terminated");
        String reason = ended.text("reason");
        String code = ended.text("exitCode");
        return (reason.isEmpty() ? "Error" : reason) + (code.isEmpty() ? "" : ", exit code " + code);
    }
}
