package io.meshprovisioner.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshprovisioner.event.MeshEvent.Outcome;
import io.meshprovisioner.plan.ResourceId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TimelineTest {
    private static final Instant START = Instant.parse("2026-08-01T12:00:00Z");
    private static final ResourceId VPC = new ResourceId("ec2:Vpc", "mesh/vpc");
    private static final ResourceId CLUSTER = new ResourceId("eks:Cluster", "mesh");
    private static final ResourceId KEY = new ResourceId("ec2:KeyPair", "mesh");

    private final Timeline timeline = new Timeline(
            START,
            START.plusSeconds(550),
            List.of(
                    entry(VPC, "VPC 10.0.0.0/16", Outcome.CREATED, 0, 1500),
                    entry(KEY, "key pair mesh", Outcome.UNCHANGED, 0, 200),
                    entry(CLUSTER, "cluster mesh", Outcome.CREATED, 1500, 540_000)),
            List.of(VPC, CLUSTER),
            Duration.ofSeconds(500),
            Map.of("ec2:CreateVpc", 1, "ec2:DescribeVpcs", 3, "eks:CreateCluster", 1));

    @Test
    void measuresTheRunAgainstItsLongestChain() {
        assertThat(timeline.makespan()).isEqualTo(Duration.ofSeconds(550));
        assertThat(timeline.ratio()).isEqualTo(1.1);
        assertThat(with(List.of(), Duration.ZERO).ratio()).isZero();
    }

    @Test
    void countsCallsByService() {
        assertThat(timeline.callsByService()).isEqualTo(Map.of("ec2", 4, "eks", 1));
    }

    @Test
    void knowsWhetherAnythingChanged() {
        assertThat(timeline.changedNothing()).isFalse();
        assertThat(with(
                                List.of(
                                        entry(KEY, "key", Outcome.UNCHANGED, 0, 0),
                                        entry(VPC, "vpc", Outcome.ADOPTED, 0, 0)),
                                Duration.ZERO)
                        .changedNothing())
                .isTrue();
        for (Outcome outcome : List.of(Outcome.CREATED, Outcome.UPDATED, Outcome.DELETED)) {
            assertThat(with(List.of(entry(KEY, "key", outcome, 0, 0)), Duration.ZERO)
                            .changedNothing())
                    .isFalse();
        }
    }

    @Test
    void printsStepsCriticalPathAndCalls() {
        assertThat(timeline.toString().lines().map(String::stripTrailing))
                .containsExactly(
                        "      0.0s  +1.5s     created   VPC 10.0.0.0/16  *",
                        "      0.0s  +0.2s     unchanged key pair mesh",
                        "      1.5s  +9m00s    created   cluster mesh  *",
                        "  Critical path (*): ec2:Vpc mesh/vpc > eks:Cluster mesh",
                        "  Took 9m10s; the longest chain needs 8m20s (ratio 1.100)",
                        "  Calls: {ec2=4, eks=1}");
    }

    private static Timeline with(List<Timeline.Entry> entries, Duration ideal) {
        return new Timeline(START, START.plusSeconds(1), entries, List.of(), ideal, Map.of());
    }

    private static Timeline.Entry entry(
            ResourceId id, String title, Outcome outcome, long startMillis, long tookMillis) {
        return new Timeline.Entry(id, title, outcome, START.plusMillis(startMillis), Duration.ofMillis(tookMillis));
    }
}
