package io.meshprovisioner.engine;

import io.meshprovisioner.error.Failure;
import io.meshprovisioner.error.ResourceFailedException;
import io.meshprovisioner.event.MeshEvent.Action;
import io.meshprovisioner.event.MeshEvent.Outcome;
import io.meshprovisioner.event.MeshEvent.ResourceWaiting;
import io.meshprovisioner.plan.CallFailure;
import io.meshprovisioner.plan.CallFailure.Kind;
import io.meshprovisioner.plan.Difference;
import io.meshprovisioner.plan.Observation;
import io.meshprovisioner.plan.Pace;
import io.meshprovisioner.plan.Resource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Brings one resource up: observe, create, wait, update, until it is as asked for. All its waits are pauses. */
final class Driver<T> {
    private static final int MOST_CREATIONS = 5;
    private static final int MOST_UPDATES = 3;
    private static final Duration UNSEEN_AFTER_CREATE = Duration.ofMinutes(3);
    private static final Duration LOOK_FOR_LOST = Duration.ofSeconds(5);

    private final Run run;
    private final Resource<T> resource;
    private final Consumer<Action> started;
    private final boolean replaceable;
    private final CompletableFuture<Outcome> done = new CompletableFuture<>();
    private Outcome outcome = Outcome.UNCHANGED;
    private @Nullable Instant asked;
    private @Nullable Instant lost;
    private int creations;
    private int updates;
    private int looks;
    private boolean replaced;

    /** @param replaceable whether the user lets it be deleted and made anew */
    Driver(Run run, Resource<T> resource, boolean replaceable, Consumer<Action> started) {
        this.run = run;
        this.resource = resource;
        this.replaceable = replaceable;
        this.started = started;
    }

    CompletableFuture<Outcome> bringUp(Seen<T> seen) {
        if (seen instanceof Seen.Observed<T> observed) {
            judge(observed.observation());
        } else {
            observe();
        }
        return done;
    }

    private void observe() {
        run.look(resource.id(), "observe", resource.needs(), resource::observe).whenComplete((observation, failure) -> {
            if (failure != null) {
                done.completeExceptionally(Run.unwrap(failure));
            } else {
                judge(observation);
            }
        });
    }

    private void judge(Observation<T> observation) {
        Run.settling(done, () -> decide(observation));
    }

    private void decide(Observation<T> observation) {
        if (observation instanceof Observation.Absent<T>) {
            absent();
        } else if (observation instanceof Observation.Pending<T> pending) {
            waiting(pending.phase(), pending.advice());
        } else if (observation instanceof Observation.Leaving<T> leaving) {
            asked = null;
            lost = null;
            outcome = Outcome.UNCHANGED;
            waiting(leaving.phase(), leaving.advice());
        } else if (observation instanceof Observation.Failed<T> failed) {
            failed(failed);
        } else if (observation instanceof Observation.Ready<T> ready) {
            ready(ready);
        }
    }

    private void absent() {
        Instant now = run.time().now();
        if (lost != null && now.isBefore(lost.plus(resource.settle()))) {
            Duration left = Duration.between(now, lost.plus(resource.settle()));
            again(left.compareTo(LOOK_FOR_LOST) < 0 ? left : LOOK_FOR_LOST);
        } else if (asked != null && lost == null && now.isBefore(asked.plus(UNSEEN_AFTER_CREATE))) {
            again(pace(now));
        } else if (creations >= MOST_CREATIONS) {
            fail("It was asked for " + creations + " times and is still not there.", "Run again later.");
        } else {
            create();
        }
    }

    private void create() {
        creations++;
        if (!replaced) {
            started.accept(Action.CREATE);
        }
        Instant sent = run.time().now();
        run.change(
                        resource.id(),
                        "create",
                        resource.needs(),
                        failure -> failure.kind() != Kind.ANSWER_LOST && failure.kind() != Kind.CONFLICT,
                        resource::create)
                .whenComplete((observation, failure) -> {
                    if (failure == null) {
                        lost = null;
                        asked = sent;
                        outcome = Outcome.CREATED;
                        judge(
                                observation instanceof Observation.Absent<T>
                                        ? Observation.pending("requested")
                                        : observation);
                    } else if (Run.unwrap(failure) instanceof CallFailure call) {
                        outcome = Outcome.CREATED;
                        lost = call.kind() == Kind.ANSWER_LOST ? run.time().now() : null;
                        asked = null;
                        again(Duration.ofSeconds(1));
                    } else {
                        done.completeExceptionally(Run.unwrap(failure));
                    }
                });
    }

    private void waiting(String phase, String advice) {
        if (looks == 0 && asked == null) {
            started.accept(Action.WAIT);
        }
        run.emit(new ResourceWaiting(run.time().now(), resource.id(), phase, advice));
        again(pace(run.time().now()));
    }

    /** Found on its way up, its beginning is not known: then it may be ready at any moment. */
    private Duration pace(Instant now) {
        Pace pace = resource.pace();
        return asked == null
                ? pace.nextProbe(pace.expected().plusSeconds(2L * looks))
                : pace.nextProbe(Duration.between(asked, now));
    }

    private void again(Duration delay) {
        looks++;
        run.pause(delay, resource.id() + "/probe").whenComplete((waited, failure) -> {
            if (failure != null) {
                done.completeExceptionally(Run.unwrap(failure));
            } else {
                observe();
            }
        });
    }

    private void failed(Observation.Failed<T> failed) {
        if (!failed.discard() || creations >= MOST_CREATIONS) {
            fail(failed.reason(), failed.advice());
            return;
        }
        run.emit(new ResourceWaiting(run.time().now(), resource.id(), "failed, is made anew: " + failed.reason(), ""));
        discard();
    }

    private void discard() {
        asked = null;
        lost = null;
        run.change(resource.id(), "discard", resource.needs(), Run.ALL, step -> {
                    resource.discard(step);
                    return true;
                })
                .whenComplete((discarded, failure) -> {
                    if (failure != null) {
                        done.completeExceptionally(Run.unwrap(failure));
                    } else {
                        again(Duration.ofSeconds(2));
                    }
                });
    }

    private void ready(Observation.Ready<T> ready) {
        List<Difference> differences = ready.differences();
        if (differences.stream().anyMatch(Difference::replaces)) {
            replace(differences);
        } else if (differences.isEmpty()) {
            run.values().put(resource.id(), java.util.Objects.requireNonNull(ready.value()));
            done.complete(outcome(ready));
        } else if (updates >= MOST_UPDATES) {
            fail("It still differs after " + updates + " updates: " + differences, "See who else changes it.");
        } else {
            update(ready);
        }
    }

    private void replace(List<Difference> differences) {
        if (!replaceable || replaced) {
            done.completeExceptionally(Replacements.refused(resource, differences));
            return;
        }
        replaced = true;
        started.accept(Action.REPLACE);
        discard();
    }

    private Outcome outcome(Observation.Ready<T> ready) {
        if (replaced) {
            return Outcome.REPLACED;
        }
        return ready.adopted() && outcome == Outcome.UNCHANGED ? Outcome.ADOPTED : outcome;
    }

    private void update(Observation.Ready<T> ready) {
        updates++;
        started.accept(Action.UPDATE);
        outcome = outcome == Outcome.CREATED ? outcome : Outcome.UPDATED;
        run.change(resource.id(), "update", resource.needs(), Run.ALL, step -> resource.update(step, ready))
                .whenComplete((observation, failure) -> {
                    if (failure != null) {
                        done.completeExceptionally(Run.unwrap(failure));
                    } else if (observation == ready) {
                        again(Duration.ofSeconds(2));
                    } else {
                        judge(observation);
                    }
                });
    }

    private void fail(String reason, String advice) {
        done.completeExceptionally(
                new ResourceFailedException(Failure.of(resource.title() + " did not come up.", advice)
                        .because(reason)
                        .at(resource.id())));
    }
}
