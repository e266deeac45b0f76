package io.meshprovisioner.engine;

import io.meshprovisioner.error.Failure;
import io.meshprovisioner.error.MeshException;
import io.meshprovisioner.error.ServiceFailureException;
import io.meshprovisioner.event.MeshEvent.Outcome;
import io.meshprovisioner.event.MeshEvent.ResourceFailed;
import io.meshprovisioner.event.MeshEvent.ResourceFinished;
import io.meshprovisioner.event.MeshEvent.ResourceStarted;
import io.meshprovisioner.plan.Graph;
import io.meshprovisioner.plan.Resource;
import io.meshprovisioner.plan.ResourceId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Brings a graph up, each resource the moment all it waits for is ready. */
final class GraphRun {
    private static final Set<Outcome> MOVED = EnumSet.of(Outcome.CREATED, Outcome.UPDATED, Outcome.REPLACED);

    private final Run run;
    private final Survey survey;
    private final Journal journal;
    private final Replacements replacements;

    GraphRun(Run run, Survey survey, Journal journal, Replacements replacements) {
        this.run = run;
        this.survey = survey;
        this.journal = journal;
        this.replacements = replacements;
    }

    /** Completes when every resource is ready; fails with the first failure once nothing is under way any more. */
    CompletableFuture<Void> bringUp() {
        Graph graph = survey.graph();
        Map<ResourceId, CompletableFuture<Outcome>> runs = new HashMap<>();
        for (Resource<?> resource : graph.resources()) {
            List<CompletableFuture<Outcome>> first = new ArrayList<>();
            graph.prerequisites(resource.id()).forEach(id -> first.add(runs.get(id)));
            CompletableFuture<Void> ready = CompletableFuture.allOf(first.toArray(new CompletableFuture<?>[0]));
            runs.put(resource.id(), ready.thenCompose(done -> bringUp(resource, first)));
        }
        CompletableFuture<Void> all = CompletableFuture.allOf(runs.values().toArray(new CompletableFuture<?>[0]));
        return all.handle((done, failure) -> {
            run.stopped().ifPresent(stopped -> {
                throw stopped;
            });
            if (failure != null) {
                throw asMeshException(Run.unwrap(failure));
            }
            return null;
        });
    }

    /**
     * What was seen of it, unless what it hangs on has changed since, by us or by itself: then it may not be as asked for
     * any more.
     */
    private <T> Seen<T> sight(Resource<T> resource, List<CompletableFuture<Outcome>> first) {
        boolean moved = first.stream().map(CompletableFuture::join).anyMatch(MOVED::contains)
                || !survey.graph().prerequisites(resource.id()).stream().allMatch(survey::stood);
        return moved && survey.stood(resource.id()) ? new Seen.Hidden<>() : survey.of(resource);
    }

    private <T> CompletableFuture<Outcome> bringUp(Resource<T> resource, List<CompletableFuture<Outcome>> first) {
        Instant start = run.time().now();
        journal.start(resource.id());
        Driver<T> driver = new Driver<>(
                run,
                resource,
                replacements.allowed(resource),
                action -> run.emit(new ResourceStarted(
                        run.time().now(), resource.id(), resource.title(), action, journal.progress())));
        return driver.bringUp(sight(resource, first)).whenComplete((outcome, failure) -> {
            Instant now = run.time().now();
            if (failure == null) {
                journal.finish(resource.id(), resource.title(), outcome, start);
                run.emit(new ResourceFinished(
                        now,
                        resource.id(),
                        resource.title(),
                        outcome,
                        Duration.between(start, now),
                        journal.progress(),
                        journal.left()));
            } else {
                MeshException cause = asMeshException(Run.unwrap(failure));
                if (run.stopped().isEmpty()) {
                    run.emit(new ResourceFailed(
                            now, resource.id(), resource.title(), cause.what() + " " + cause.why(), cause.advice()));
                }
                run.stop(cause);
            }
        });
    }

    static MeshException asMeshException(Throwable failure) {
        if (failure instanceof MeshException known) {
            return known;
        }
        return new ServiceFailureException(Failure.of(
                        "Something failed that should not have: " + failure,
                        "Run again: the run continues where this one ended. If it repeats, please report it.")
                .causedBy(failure));
    }
}
