package io.meshprovisioner.testkit.kube;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.json.Trees;
import io.meshprovisioner.testkit.kube.traffic.PodPrograms;
import io.meshprovisioner.testkit.world.Gate;
import io.undertow.websockets.core.WebSocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Commands in containers over a WebSocket, as kubelets serve them: channel 1 carries what the command says, channel 2 its
 * errors, channel 3 at the end how it went, as a Status. What is sent to it (channel 0) is not read.
 */
final class Commands {
    private static final int OUT = 1;
    private static final int ERR = 2;
    private static final int STATUS = 3;

    private final Gate gate;

    Commands(Gate gate) {
        this.gate = gate;
    }

    void begin(WebSocketChannel channel, UpgradeOpening opening) {
        channel.resumeReceives();
        Optional<PodPrograms.Result> result = gate.read(opening::run);
        result.ifPresent(done -> {
            send(channel, OUT, done.out());
            send(channel, ERR, done.err());
        });
        send(channel, STATUS, status(opening, result).toString());
        Upgrades.close(channel);
    }

    private static void send(WebSocketChannel channel, int on, String text) {
        if (!text.isEmpty()) {
            Upgrades.send(channel, on, text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static ObjectNode status(UpgradeOpening opening, Optional<PodPrograms.Result> result) {
        ObjectNode status = Trees.object();
        status.putObject("metadata");
        if (result.isEmpty()) {
            return status.put("status", "Failure")
                    .put("reason", "InternalError")
                    .put("code", 500)
                    .put(
                            "message",
                            "Internal error occurred: exec: \""
                                    + opening.command().get(0)
                                    + "\": executable file not found in $PATH (the sandbox knows few programs)");
        }
        int code = result.get().exitCode();
        if (code == 0) {
            return status.put("status", "Success");
        }
        status.put("status", "Failure")
                .put("reason", "NonZeroExitCode")
                .put("message", "command terminated with non-zero exit code: exit status " + code);
        status.putObject("details")
                .putArray("causes")
                .addObject()
                .put("reason", "ExitCode")
                .put("message", Integer.toString(code));
        return status;
    }
}
