package io.meshprovisioner.event;

import io.meshprovisioner.plan.ResourceId;
import io.meshprovisioner.time.Durations;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

final class LineListener implements ProgressListener {
    private final PrintStream out;
    private final Map<ResourceId, String> hindered = new HashMap<>();
    private @Nullable Instant start;

    LineListener(PrintStream out) {
        this.out = out;
    }

    @Override
    public synchronized void on(MeshEvent event) {
        if (event instanceof MeshEvent.RunStarted started) {
            start = started.at();
            line(event, started.what() + " " + started.mesh() + ": " + started.resources() + " resources");
        } else if (event instanceof MeshEvent.ResourceStarted started) {
            if (started.action() != MeshEvent.Action.WAIT) {
                line(event, percent(started.progress()) + " " + word(started.action()) + " " + started.title());
            }
        } else if (event instanceof MeshEvent.CallRetried retried) {
            line(
                    event,
                    "     again in " + Durations.text(retried.delay()) + ": " + retried.id() + ": " + retried.reason());
        } else if (event instanceof MeshEvent.ResourceFinished finished) {
            if (finished.outcome() != MeshEvent.Outcome.UNCHANGED) {
                line(
                        event,
                        percent(finished.progress()) + " "
                                + finished.outcome().words() + " " + finished.title() + " in "
                                + Durations.text(finished.took()) + ", about " + Durations.text(finished.left())
                                + " left");
            }
        } else if (event instanceof MeshEvent.ResourceKept kept) {
            line(event, "     keeps " + kept.title() + ": " + kept.reason());
        } else if (event instanceof MeshEvent.ClusterNotEmptied locked) {
            line(event, "     goes on without the cluster of " + locked.mesh() + ": " + locked.reason());
        } else if (event instanceof MeshEvent.ResourceFailed failed) {
            line(event, "FAILED " + failed.title() + ": " + failed.reason());
        } else if (event instanceof MeshEvent.ResourceWaiting waiting) {
            // Once for each thing that hinders: a run looks every few seconds.
            if (!waiting.advice().isEmpty() && !waiting.phase().equals(hindered.put(waiting.id(), waiting.phase()))) {
                line(event, "     " + waiting.id() + " waits: " + waiting.phase() + " > " + waiting.advice());
            }
        } else if (event instanceof MeshEvent.RunFinished finished) {
            line(
                    event,
                    finished.what()
                            + (finished.success() ? " done in " : " ended without success after ")
                            + Durations.text(finished.timeline().makespan()));
        }
    }

    private void line(MeshEvent event, String text) {
        Duration since = start == null ? Duration.ZERO : Duration.between(start, event.at());
        out.println(String.format(Locale.ROOT, "%02d:%02d  %s", since.toMinutes(), since.toSecondsPart(), text));
    }

    private static String percent(double progress) {
        return String.format(Locale.ROOT, "%3d%%", Math.round(progress * 100));
    }

    private static String word(MeshEvent.Action action) {
        return switch (action) {
            case CREATE -> "creating";
            case UPDATE -> "updating";
            case REPLACE -> "replacing";
            case WAIT -> "waiting for";
            case DELETE -> "deleting";
        };
    }
}
