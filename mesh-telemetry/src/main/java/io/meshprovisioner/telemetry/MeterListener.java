package io.meshprovisioner.telemetry;

import io.meshprovisioner.event.MeshEvent;
import io.meshprovisioner.event.MeshEvent.CallRetried;
import io.meshprovisioner.event.MeshEvent.ResourceFailed;
import io.meshprovisioner.event.MeshEvent.ResourceFinished;
import io.meshprovisioner.event.MeshEvent.ResourceStarted;
import io.meshprovisioner.event.MeshEvent.RunFinished;
import io.meshprovisioner.event.MeshEvent.RunStarted;
import io.meshprovisioner.event.ProgressListener;
import io.meshprovisioner.plan.ResourceId;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Meters of Micrometer, with few and known tags: a resource's kind, never its name.
 *
 * <ul>
 *   <li>{@code mesh.provisioner.run}, a timer by {@code what} ({@code install}, ...) and {@code success}
 *   <li>{@code mesh.provisioner.resource}, a timer by {@code kind} and {@code outcome} ({@code created}, ..., {@code failed})
 *   <li>{@code mesh.provisioner.retries}, a counter by {@code kind}
 *   <li>{@code mesh.provisioner.calls}, a counter by {@code service} and {@code operation}, counted at a run's end
 * </ul>
 *
 * <p>For one run at a time: a provisioner whose runs overlap takes a listener for each. Durations are the run's own time.
 */
public final class MeterListener implements ProgressListener {
    private static final String PREFIX = "mesh.provisioner.";

    private final MeterRegistry registry;
    private final Map<ResourceId, Instant> started = new HashMap<>();

    public MeterListener(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void on(MeshEvent event) {
        if (event instanceof RunStarted) {
            started.clear();
        } else if (event instanceof ResourceStarted begun) {
            started.put(begun.id(), begun.at());
        } else if (event instanceof CallRetried retried) {
            registry.counter(PREFIX + "retries", "kind", retried.id().kind()).increment();
        } else if (event instanceof ResourceFinished finished) {
            started.remove(finished.id());
            resource(finished.id(), finished.outcome().words(), finished.took());
        } else if (event instanceof ResourceFailed failed) {
            Instant from = started.getOrDefault(failed.id(), failed.at());
            started.remove(failed.id());
            resource(failed.id(), "failed", Duration.between(from, failed.at()));
        } else if (event instanceof RunFinished finished) {
            run(finished);
        }
    }

    private void resource(ResourceId id, String outcome, Duration took) {
        registry.timer(PREFIX + "resource", "kind", id.kind(), "outcome", outcome)
                .record(took);
    }

    private void run(RunFinished finished) {
        registry.timer(PREFIX + "run", "what", finished.what(), "success", String.valueOf(finished.success()))
                .record(finished.timeline().makespan());
        finished.timeline().calls().forEach((call, count) -> {
            int colon = call.indexOf(':');
            registry.counter(
                            PREFIX + "calls",
                            "service",
                            call.substring(0, colon),
                            "operation",
                            call.substring(colon + 1))
                    .increment(count);
        });
    }
}
