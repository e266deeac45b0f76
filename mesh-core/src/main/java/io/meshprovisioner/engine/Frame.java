package io.meshprovisioner.engine;

import io.meshprovisioner.error.Failure;
import io.meshprovisioner.error.MeshException;
import io.meshprovisioner.error.ServiceFailureException;
import io.meshprovisioner.event.MeshEvent.RunFinished;
import io.meshprovisioner.event.MeshEvent.RunStarted;
import io.meshprovisioner.event.Timeline;
import io.meshprovisioner.plan.CallFailure;
import io.meshprovisioner.plan.Graph;
import io.meshprovisioner.plan.Removal;
import io.meshprovisioner.plan.Resource;
import io.meshprovisioner.plan.ResourceId;
import io.meshprovisioner.spi.ApiAccess;
import io.meshprovisioner.spi.CloudSession.StandingCluster;
import io.meshprovisioner.time.Time;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * What every operation is framed by: a workplace that is opened and closed, a deadline, the lease where something is
 * changed; and the parts that several operations have in common.
 */
final class Frame {
    private final RunSettings settings;

    Frame(RunSettings settings) {
        this.settings = settings;
    }

    /** Runs {@code work} as the one writer, and gives the lease back whatever comes. */
    <T> CompletableFuture<T> holding(Workplace place, String mesh, Function<Lease, CompletableFuture<T>> work) {
        Lease lease = new Lease(place.run(), place.cloud().leases(mesh), mesh, settings.runId());
        return lease.acquire()
                .thenCompose(work)
                .thenCompose(value -> lease.forgetPredecessors().thenApply(done -> value))
                .handle((value, failure) -> lease.release().thenApply(done -> {
                    if (failure != null) {
                        throw GraphRun.asMeshException(Run.unwrap(failure));
                    }
                    return value;
                }))
                .thenCompose(Function.identity());
    }

    <T> Conducted<T> conduct(String region, String what, BiFunction<Workplace, Journal, CompletableFuture<T>> work) {
        return conduct(region, what, work, false);
    }

    /** @param open whether the workplace stays open after a success, for the result to close */
    <T> Conducted<T> conduct(
            String region, String what, BiFunction<Workplace, Journal, CompletableFuture<T>> work, boolean open) {
        Workplace place = new Workplace(settings, region, what);
        Run run = place.run();
        Time time = place.time();
        Journal journal = new Journal(time);
        Time.Scheduled deadline =
                time.after(settings.timeout(), run.name() + "/deadline", () -> run.deadline(settings.timeout()));
        CompletableFuture<T> result = new CompletableFuture<>();
        CompletableFuture<T> body;
        try {
            body = place.audit().wanted()
                    ? audited(place).thenCompose(begun -> work.apply(place, journal))
                    : work.apply(place, journal);
        } catch (RuntimeException | Error failure) {
            body = CompletableFuture.failedFuture(failure);
        }
        body.whenComplete((value, failure) -> {
            deadline.cancel();
            try {
                run.emit(new RunFinished(time.now(), what, failure == null, timeline(place, journal)));
            } finally {
                // Closing joins no thread, so it may run on any of them.
                if (failure != null || !open) {
                    place.close();
                }
                if (failure == null) {
                    result.complete(value);
                } else {
                    result.completeExceptionally(known(Run.unwrap(failure)));
                }
            }
        });
        return new Conducted<>(run, time, journal, result);
    }

    /** Who works is asked first: it stands with each call. */
    private static CompletableFuture<Boolean> audited(Workplace place) {
        return place.run().look(id("preflight", "audit"), "caller", Set.of(), step -> {
            place.audit().begin(place.cloud().caller(step));
            return true;
        });
    }

    private static Timeline timeline(Workplace place, Journal journal) {
        return journal.timeline(place.calls());
    }

    private static MeshException known(Throwable failure) {
        if (failure instanceof CallFailure call) {
            return new ServiceFailureException(Failure.of("A call failed.", "Run again.")
                    .answered(call.error())
                    .causedBy(call));
        }
        return GraphRun.asMeshException(failure);
    }

    static CompletableFuture<Optional<StandingCluster>> sight(Workplace place, String mesh) {
        return place.run().look(id("inventory", mesh), "cluster", Set.of(), step -> place.cloud()
                .cluster(mesh, step));
    }

    static CompletableFuture<ApiAccess> reached(Workplace place, String mesh) {
        return sight(place, mesh)
                .thenApply(cluster -> cluster.map(StandingCluster::api).orElseThrow(() -> unreachable(mesh)));
    }

    private static ServiceFailureException unreachable(String mesh) {
        return new ServiceFailureException(Failure.of(
                "The cluster of mesh \"" + mesh + "\" does not answer.", "Look at status(), or install() it first."));
    }

    static CompletableFuture<Void> bringUp(
            Workplace place, Journal journal, String what, String mesh, Survey survey, Replacements replacements) {
        replacements.check(survey);
        Graph graph = survey.graph();
        for (Resource<?> resource : graph.resources()) {
            journal.expect(resource.id(), resource.pace().expected(), graph.prerequisites(resource.id()));
        }
        place.run()
                .emit(new RunStarted(
                        place.time().now(), what, mesh, graph.resources().size()));
        return new GraphRun(place.run(), survey, journal, replacements).bringUp();
    }

    static CompletableFuture<Void> takeDown(
            Workplace place, Journal journal, List<Removal> found, List<String> removed) {
        return new RemovalRun(place.run(), journal)
                .takeDown(found)
                .thenAccept(gone -> gone.forEach(removal -> removed.add(removal.title())));
    }

    static ResourceId id(String kind, String name) {
        return new ResourceId(kind, name);
    }
}
