package io.meshprovisioner.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshprovisioner.event.MeshEvent.Action;
import io.meshprovisioner.event.MeshEvent.Outcome;
import io.meshprovisioner.plan.ResourceId;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LineListenerTest {
    private static final Instant START = Instant.parse("2026-08-01T12:00:00Z");
    private static final ResourceId VPC = new ResourceId("ec2:Vpc", "mesh/vpc");

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final ProgressListener listener = ProgressListener.to(new PrintStream(bytes, true, StandardCharsets.UTF_8));

    @Test
    void writesALineForEachStepThatDoesSomething() {
        listener.on(new MeshEvent.RunStarted(START, "install", "mesh", 23));
        listener.on(new MeshEvent.ResourceStarted(START, VPC, "VPC 10.0.0.0/16", Action.CREATE, 0));
        listener.on(
                new MeshEvent.CallRetried(at(2), VPC, "ec2 says RequestLimitExceeded", Duration.ofMillis(1500), ""));
        listener.on(finished(65, Outcome.CREATED));
        listener.on(new MeshEvent.ResourceStarted(at(65), VPC, "cluster mesh", Action.UPDATE, 0.051));
        listener.on(new MeshEvent.ResourceFailed(at(70), VPC, "cluster mesh", "no capacity", ""));
        listener.on(new MeshEvent.ResourceStarted(at(70), VPC, "VPC 10.0.0.0/16", Action.DELETE, 1));
        listener.on(runFinished(3725, false));
        assertThat(lines())
                .containsExactly(
                        "00:00  install mesh: 23 resources",
                        "00:00    0% creating VPC 10.0.0.0/16",
                        "00:02       again in 1.5s: ec2:Vpc mesh/vpc: ec2 says RequestLimitExceeded",
                        "01:05   50% created VPC 10.0.0.0/16 in 1m05s, about 9m00s left",
                        "01:05    5% updating cluster mesh",
                        "01:10  FAILED cluster mesh: no capacity",
                        "01:10  100% deleting VPC 10.0.0.0/16",
                        "62:05  install ended without success after 62m05s");
    }

    @Test
    void keepsSilentAboutWaitingAndWhatStands() {
        listener.on(new MeshEvent.RunStarted(START, "install", "mesh", 1));
        listener.on(new MeshEvent.ResourceStarted(START, VPC, "cluster mesh", Action.WAIT, 0));
        listener.on(new MeshEvent.ResourceWaiting(START, VPC, "CREATING", ""));
        listener.on(finished(1, Outcome.UNCHANGED));
        listener.on(runFinished(1, true));
        assertThat(lines()).containsExactly("00:00  install mesh: 1 resources", "00:01  install done in 1.0s");
    }

    @Test
    void tellsOnceWhatHinders() {
        listener.on(new MeshEvent.RunStarted(START, "install", "mesh", 1));
        listener.on(new MeshEvent.ResourceWaiting(at(1), VPC, "no pod is made", "Raise the quota."));
        listener.on(new MeshEvent.ResourceWaiting(at(3), VPC, "no pod is made", "Raise the quota."));
        listener.on(new MeshEvent.ResourceWaiting(at(5), VPC, "no node is there", "Ask for one."));
        assertThat(lines())
                .containsExactly(
                        "00:00  install mesh: 1 resources",
                        "00:01       ec2:Vpc mesh/vpc waits: no pod is made > Raise the quota.",
                        "00:05       ec2:Vpc mesh/vpc waits: no node is there > Ask for one.");
    }

    @Test
    void eachRunStartsItsOwnClock() {
        listener.on(new MeshEvent.RunStarted(START, "install", "mesh", 1));
        listener.on(new MeshEvent.RunStarted(at(600), "uninstall", "mesh", 1));
        assertThat(lines()).containsExactly("00:00  install mesh: 1 resources", "00:00  uninstall mesh: 1 resources");
    }

    @Test
    void theUsersLocaleDoesNotChangeIt() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            listener.on(runFinished(1, true));
        } finally {
            Locale.setDefault(before);
        }
        assertThat(lines()).containsExactly("00:00  install done in 1.0s");
    }

    @Test
    void noneHearsNothing() {
        ProgressListener.NONE.on(runFinished(1, true));
        assertThat(lines()).isEmpty();
    }

    private static MeshEvent finished(long second, Outcome outcome) {
        return new MeshEvent.ResourceFinished(
                at(second), VPC, "VPC 10.0.0.0/16", outcome, Duration.ofSeconds(65), 0.5, Duration.ofMinutes(9));
    }

    private static MeshEvent runFinished(long second, boolean success) {
        Timeline timeline = new Timeline(START, at(second), List.of(), List.of(), Duration.ZERO, Map.of());
        return new MeshEvent.RunFinished(at(second), "install", success, timeline);
    }

    private static Instant at(long second) {
        return START.plusSeconds(second);
    }

    private List<String> lines() {
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
