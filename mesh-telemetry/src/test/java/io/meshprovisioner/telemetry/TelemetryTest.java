package io.meshprovisioner.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshprovisioner.Mesh;
import io.meshprovisioner.error.MeshException;
import io.meshprovisioner.testkit.Sandbox;
import io.meshprovisioner.testkit.kernel.ApiFault;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A real install in the sandbox, as meters and spans. */
class TelemetryTest {
    @RegisterExtension
    static final OpenTelemetryExtension TELEMETRY = OpenTelemetryExtension.create();

    private final MeterRegistry meters = new SimpleMeterRegistry();

    private SpanListener spans() {
        return new SpanListener(TELEMETRY.getOpenTelemetry().getTracer("test"));
    }

    @Test
    void aRunIsMeasured() {
        try (Sandbox sandbox = Sandbox.start()) {
            sandbox.inject("eks:CreateNodegroup", ApiFault.throttled().times(2));
            Mesh mesh = sandbox.provisioner()
                    .withListener(new MeterListener(meters).and(spans()))
                    .install();

            double minutes = meters.get("mesh.provisioner.run")
                    .tags("what", "install", "success", "true")
                    .timer()
                    .totalTime(TimeUnit.MINUTES);
            assertThat(minutes).as("virtual minutes").isBetween(5.0, 60.0);
            assertThat(meters.get("mesh.provisioner.resource")
                            .tags("kind", "eks:Cluster", "outcome", "created")
                            .timer()
                            .count())
                    .isEqualTo(1);
            assertThat(meters.get("mesh.provisioner.retries")
                            .tag("kind", "eks:Nodegroup")
                            .counter()
                            .count())
                    .isEqualTo(2);
            assertThat(meters.get("mesh.provisioner.calls")
                            .tags("service", "eks", "operation", "CreateCluster")
                            .counter()
                            .count())
                    .isEqualTo((double) mesh.timeline().orElseThrow().calls().get("eks:CreateCluster"));

            SpanData run = span("mesh install");
            SpanData cluster = span("create eks:Cluster");
            assertThat(cluster.getParentSpanId()).isEqualTo(run.getSpanId());
            assertThat(cluster.getStartEpochNanos()).isBetween(run.getStartEpochNanos(), run.getEndEpochNanos());
            assertThat(run.getStatus().getStatusCode()).isEqualTo(StatusCode.OK);
            assertThat(run.getAttributes().get(AttributeKey.longKey("mesh.calls.eks")))
                    .isPositive();
            assertThat(span("create eks:Nodegroup").getEvents())
                    .filteredOn(event -> event.getName().equals("retry"))
                    .hasSize(2);
        }
    }

    @Test
    void aRunThatFailsSaysSo() {
        try (Sandbox sandbox = Sandbox.start()) {
            sandbox.inject("eks:CreateCluster", ApiFault.error(403, "AccessDeniedException", "not allowed"));
            assertThatThrownBy(() -> sandbox.provisioner()
                            .withListener(new MeterListener(meters).and(spans()))
                            .install())
                    .isInstanceOf(MeshException.class);

            assertThat(meters.get("mesh.provisioner.run")
                            .tag("success", "false")
                            .timer()
                            .count())
                    .isEqualTo(1);
            assertThat(meters.get("mesh.provisioner.resource")
                            .tags("kind", "eks:Cluster", "outcome", "failed")
                            .timer()
                            .count())
                    .isEqualTo(1);
            assertThat(span("mesh install").getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
            assertThat(span("create eks:Cluster").getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        }
    }

    private static SpanData span(String name) {
        List<SpanData> found = TELEMETRY.getSpans().stream()
                .filter(span -> span.getName().equals(name))
                .toList();
        assertThat(found).as(name).hasSize(1);
        return found.get(0);
    }
}
