package io.meshprovisioner.istio.install;

import io.meshprovisioner.spi.MeshReport;
import java.util.ArrayList;
import java.util.List;

/** Reads a pod off a cluster: where it is, and in Kubernetes' words what it lacks. */
final class PodReader {
    private PodReader() {}

    static MeshReport.Pod read(Tree pod) {
        List<String> notes = new ArrayList<>();
        pod.items("status", "conditions").stream()
                .filter(condition -> condition.text("status").equals("False"))
                .map(condition -> condition.text("type") + " is False" + words(condition))
                .forEach(notes::add);
        int restarts = 0;
        for (String list : List.of("initContainerStatuses", "containerStatuses")) {
            for (Tree container : pod.items("status", list)) {
                restarts += container.number("restartCount").orElse(0);
                note(container, "waiting", " waits", notes, container.at("state", "waiting"));
                note(container, "terminated", " ended", notes, container.at("lastState", "terminated"));
            }
        }
        return new MeshReport.Pod(
                pod.text("metadata", "name"),
                pod.text("spec", "nodeName"),
                pod.text("status", "phase"),
                pod.isTrue("Ready"),
                restarts,
                notes);
    }

    private static void note(Tree container, String state, String verb, List<String> notes, Tree of) {
        if (of.value() != null) {
            String code = of.text("exitCode");
            notes.add("container " + container.text("name") + verb + words(of)
                    + (state.equals("terminated") && !code.isEmpty() ? ", exit code " + code : ""));
        }
    }

    private static String words(Tree of) {
        String reason = of.text("reason");
        String message = of.text("message");
        return (reason.isEmpty() ? "" : ": " + reason) + (message.isEmpty() ? "" : " (" + message + ")");
    }
}
