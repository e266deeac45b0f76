package io.meshprovisioner.telemetry;

import io.meshprovisioner.event.MeshEvent;
import io.meshprovisioner.event.MeshEvent.CallRetried;
import io.meshprovisioner.event.MeshEvent.ResourceFailed;
import io.meshprovisioner.event.MeshEvent.ResourceFinished;
import io.meshprovisioner.event.MeshEvent.ResourceStarted;
import io.meshprovisioner.event.MeshEvent.ResourceWaiting;
import io.meshprovisioner.event.MeshEvent.RunFinished;
import io.meshprovisioner.event.MeshEvent.RunStarted;
import io.meshprovisioner.event.ProgressListener;
import io.meshprovisioner.plan.ResourceId;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Spans of OpenTelemetry: one for a run, and in it one for each resource that is worked on, with an event for each time that
 * it waits in a new phase or a call is tried again. The run's span is a child of the span that was current when this
 * listener was made. Times are the run's own.
 *
 * <p>For one run at a time: a provisioner whose runs overlap takes a listener for each.
 */
public final class SpanListener implements ProgressListener {
    private static final String PREFIX = "mesh.";

    private final Tracer tracer;
    private final Context parent = Context.current();
    private final Map<ResourceId, Span> open = new LinkedHashMap<>();
    private @Nullable Span run;

    public SpanListener(Tracer tracer) {
        this.tracer = tracer;
    }

    @Override
    public void on(MeshEvent event) {
        if (event instanceof RunStarted begun) {
            run = tracer.spanBuilder("mesh " + begun.what())
                    .setParent(parent)
                    .setStartTimestamp(begun.at())
                    .setAttribute(PREFIX + "name", begun.mesh())
                    .startSpan();
        } else if (event instanceof ResourceStarted begun) {
            open.put(begun.id(), resource(begun));
        } else if (event instanceof ResourceWaiting waiting) {
            note(waiting.id(), "waiting", "phase", waiting.phase(), event);
        } else if (event instanceof CallRetried retried) {
            note(retried.id(), "retry", "reason", retried.reason(), event);
        } else if (event instanceof ResourceFinished finished) {
            end(
                    finished.id(),
                    event,
                    span -> span.setAttribute(
                            PREFIX + "outcome", finished.outcome().words()));
        } else if (event instanceof ResourceFailed failed) {
            end(failed.id(), event, span -> span.setStatus(StatusCode.ERROR, failed.reason()));
        } else if (event instanceof RunFinished finished) {
            finish(finished);
        }
    }

    private Span resource(ResourceStarted begun) {
        Span around = run;
        return tracer.spanBuilder(begun.action().name().toLowerCase(Locale.ROOT) + " "
                        + begun.id().kind())
                .setParent(around == null ? parent : parent.with(around))
                .setStartTimestamp(begun.at())
                .setAttribute(PREFIX + "resource.kind", begun.id().kind())
                .setAttribute(PREFIX + "resource.name", begun.id().name())
                .startSpan();
    }

    private void note(ResourceId id, String name, String key, String value, MeshEvent event) {
        Span span = open.get(id);
        if (span != null) {
            span.addEvent(name, Attributes.builder().put(PREFIX + key, value).build(), event.at());
        }
    }

    private void end(ResourceId id, MeshEvent event, Consumer<Span> outcome) {
        Span span = open.remove(id);
        if (span != null) {
            outcome.accept(span);
            span.end(event.at());
        }
    }

    /** What a cancelled run leaves open ends with it. */
    private void finish(RunFinished finished) {
        open.values().forEach(span -> {
            span.setStatus(StatusCode.ERROR, "The run ended before it.");
            span.end(finished.at());
        });
        open.clear();
        Span ending = run;
        run = null;
        if (ending != null) {
            finished.timeline()
                    .callsByService()
                    .forEach((service, count) -> ending.setAttribute(PREFIX + "calls." + service, (long) count));
            ending.setStatus(finished.success() ? StatusCode.OK : StatusCode.ERROR);
            ending.end(finished.at());
        }
    }
}
