package io.meshprovisioner.engine;

import io.meshprovisioner.error.Failure;
import io.meshprovisioner.error.MeshBusyException;
import io.meshprovisioner.error.MeshException;
import io.meshprovisioner.plan.CallFailure;
import io.meshprovisioner.plan.Permit;
import io.meshprovisioner.plan.ResourceId;
import io.meshprovisioner.plan.Step;
import io.meshprovisioner.spi.LeaseStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The one-writer rule. The highest generation owns; taking over is creating the next one, allowed once the last
 * heartbeat is older than the freshness allowance, a call's timeout and the settle time together, judged by one's own
 * clock. Every changing call needs a {@link Permit}, which is given only while the own lease is fresh and is what the
 * call is signed with, so that the cloud refuses a call that comes too late.
 */
final class Lease {
    static final Duration FRESH = Duration.ofSeconds(25);

    /** Often enough that others never think us dead; before a change the lease is confirmed anew when it has to be. */
    static final Duration BEAT = Duration.ofSeconds(40);

    static final Duration CALL_TIMEOUT = Duration.ofSeconds(30);
    static final Duration SETTLE = Duration.ofSeconds(60);
    static final Duration DEAD = FRESH.plus(CALL_TIMEOUT).plus(SETTLE);
    private static final Duration LOOK = Duration.ofSeconds(10);

    private final Run run;
    private final LeaseStore store;
    private final ResourceId id;
    private final String mesh;
    private final String owner;
    private final Object lock = new Object();
    private long generation;
    private long beats;
    private Instant confirmed = Instant.MIN;
    private boolean tookOver;
    private boolean ended;
    private @Nullable MeshException lost;
    private @Nullable CompletableFuture<Void> confirming;

    Lease(Run run, LeaseStore store, String mesh, String owner) {
        this.run = run;
        this.store = store;
        this.mesh = mesh;
        this.owner = owner;
        this.id = new ResourceId("lease", mesh);
    }

    /** Whether a predecessor was taken over that had not released the lease. */
    boolean tookOver() {
        synchronized (lock) {
            return tookOver;
        }
    }

    // ---- acquiring

    /**
     * Becomes the one writer.
     *
     * @return fails with {@link MeshBusyException} when another run is at work
     */
    CompletableFuture<Lease> acquire() {
        CompletableFuture<Lease> result = new CompletableFuture<>();
        look(new Watch(null, Instant.MIN, 0), result);
        return result;
    }

    private void look(Watch watch, CompletableFuture<Lease> result) {
        run.look(id, "list", Set.of(), step -> {
                    List<LeaseStore.Lease> all = store.list();
                    return new Look(all.isEmpty() ? null : all.get(all.size() - 1), step.now());
                })
                .whenComplete((look, failure) -> {
                    if (failure != null) {
                        result.completeExceptionally(Run.unwrap(failure));
                    } else {
                        Run.settling(result, () -> judge(watch, look, result));
                    }
                });
    }

    /** One sign of life may be a dead owner's last heartbeat that came late; two are an owner at work. */
    private void judge(Watch watch, Look look, CompletableFuture<Lease> result) {
        LeaseStore.Lease highest = look.highest();
        LeaseStore.Lease seen = watch.seen();
        if (highest == null) {
            create(1, false, result);
        } else if (highest.content().startsWith(owner + " held")) {
            own(highest.generation(), look.at(), false, result);
        } else if (highest.content().contains(" released")) {
            create(highest.generation() + 1, false, result);
        } else if (seen == null) {
            lookAgain(new Watch(highest, look.at(), 0), result);
        } else if (seen.generation() != highest.generation() || seen.version() != highest.version()) {
            if (watch.signs() > 0 || seen.generation() != highest.generation()) {
                result.completeExceptionally(busy(highest));
            } else {
                lookAgain(new Watch(highest, look.at(), watch.signs() + 1), result);
            }
        } else if (!look.at().isBefore(watch.since().plus(DEAD))) {
            create(highest.generation() + 1, true, result);
        } else {
            lookAgain(watch, result);
        }
    }

    private void lookAgain(Watch watch, CompletableFuture<Lease> result) {
        Duration left = Duration.between(run.time().now(), watch.since().plus(DEAD));
        Duration delay = left.compareTo(LOOK) < 0 && !left.isNegative() && !left.isZero() ? left : LOOK;
        run.pause(delay, id + "/look").whenComplete((done, failure) -> {
            if (failure != null) {
                result.completeExceptionally(Run.unwrap(failure));
            } else {
                look(watch, result);
            }
        });
    }

    private void create(long next, boolean takeover, CompletableFuture<Lease> result) {
        run.change(id, "create", Set.of(), failure -> failure.kind() != CallFailure.Kind.ANSWER_LOST, step -> {
                    Instant sent = step.now();
                    return store.create(next, content("held"), new Permit(next, sent)) ? sent : Instant.MIN;
                })
                .whenComplete((sent, failure) -> {
                    if (failure == null && !sent.equals(Instant.MIN)) {
                        Run.settling(result, () -> own(next, sent, takeover, result));
                    } else if (failure == null || isLost(failure)) {
                        // Somebody was quicker, or it may have been us: the content says who.
                        synchronized (lock) {
                            tookOver = tookOver || takeover;
                        }
                        look(new Watch(null, Instant.MIN, 0), result);
                    } else {
                        result.completeExceptionally(Run.unwrap(failure));
                    }
                });
    }

    private static boolean isLost(Throwable failure) {
        return Run.unwrap(failure) instanceof CallFailure call && call.kind() == CallFailure.Kind.ANSWER_LOST;
    }

    private void own(long owned, Instant sent, boolean takeover, CompletableFuture<Lease> result) {
        synchronized (lock) {
            generation = owned;
            confirmed = sent;
            tookOver = tookOver || takeover;
        }
        run.holds(this);
        scheduleBeat();
        result.complete(this);
    }

    private MeshBusyException busy(LeaseStore.Lease other) {
        return new MeshBusyException(Failure.of(
                        "Another run is at work on mesh \"" + mesh + "\".",
                        "Wait until it has ended and run again; a run that was killed is taken over " + DEAD.toSeconds()
                                + " s after its last sign of life.")
                .because("Lease generation " + other.generation() + " is held and beating ("
                        + other.content().replaceAll(" .*", "") + ").")
                .at(id));
    }

    // ---- holding

    Permit permit() {
        synchronized (lock) {
            if (lost != null) {
                throw lost;
            }
            Instant now = run.time().now();
            if (!now.isAfter(confirmed.plus(FRESH))) {
                return new Permit(generation, now);
            }
        }
        throw new NotFreshException(confirmAgain());
    }

    /** Completes when the heartbeat that is under way, or one that is begun for this, has ended. */
    private CompletableFuture<Void> confirmAgain() {
        synchronized (lock) {
            if (confirming == null || confirming.isDone()) {
                confirming = beat();
            }
            return confirming;
        }
    }

    private void scheduleBeat() {
        run.pause(BEAT, id + "/beat").whenComplete((done, failure) -> {
            if (failure == null && !isEnded()) {
                confirmAgain();
                scheduleBeat();
            }
        });
    }

    private CompletableFuture<Void> beat() {
        return run.urgent(id, "beat", this::confirm).handle((held, failure) -> {
            if (failure == null && !held && !isEnded()) {
                deposed();
            } else if (failure != null && Run.unwrap(failure) instanceof MeshException hopeless && !isEnded()) {
                lose(hopeless);
            }
            return null;
        });
    }

    /** Beats, then lists: the confirmed instant is the one of sending. */
    private boolean confirm(Step step) {
        Instant sent = step.now();
        long mine;
        synchronized (lock) {
            if (ended) {
                return true;
            }
            mine = generation;
            beats++;
        }
        if (!store.update(mine, content("held"), new Permit(mine, sent))) {
            return isEnded();
        }
        List<LeaseStore.Lease> all = store.list();
        if (all.isEmpty() || all.get(all.size() - 1).generation() != mine) {
            return isEnded();
        }
        synchronized (lock) {
            confirmed = sent;
        }
        return true;
    }

    private void deposed() {
        MeshBusyException failure = new MeshBusyException(Failure.of(
                        "Another run has taken over mesh \"" + mesh + "\"; this one stopped and deleted nothing.",
                        "Let the other run finish.")
                .at(id));
        lose(failure);
    }

    /** No later heartbeat can succeed: a run that went on would wait for one until its time is up. */
    private void lose(MeshException failure) {
        synchronized (lock) {
            lost = failure;
        }
        run.stop(failure);
    }

    private boolean isEnded() {
        synchronized (lock) {
            return ended;
        }
    }

    // ---- ending

    /** Ends the beating and says so to others; what went before is cleaned up. Never fails. */
    CompletableFuture<Void> release() {
        return end(step -> {
                    long mine = current();
                    store.update(mine, content("released"), new Permit(mine, step.now()));
                    return true;
                })
                .exceptionally(failure -> {
                    org.slf4j.LoggerFactory.getLogger(Lease.class)
                            .warn(
                                    "The lease of mesh {} could not be released; it ends by itself.",
                                    mesh,
                                    Run.unwrap(failure));
                    return null;
                });
    }

    /**
     * Ends the beating and deletes every generation: the last act of an uninstall, which leaves something behind where it
     * fails, and says so.
     */
    CompletableFuture<Void> deleteAll() {
        return end(step -> {
                    List<Long> all = store.list().stream()
                            .map(LeaseStore.Lease::generation)
                            .toList();
                    if (!all.isEmpty()) {
                        store.delete(all, new Permit(current(), step.now()));
                    }
                    return true;
                })
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        synchronized (lock) {
                            // There is still one to release.
                            ended = false;
                        }
                    }
                });
    }

    /** Deletes the generations of predecessors, unless all have been deleted. */
    CompletableFuture<Boolean> forgetPredecessors() {
        if (isEnded()) {
            return CompletableFuture.completedFuture(false);
        }
        return run.change(id, "forget", Set.of(), Run.ALL, step -> {
            long mine = current();
            List<Long> older = store.list().stream()
                    .map(LeaseStore.Lease::generation)
                    .filter(other -> other < mine)
                    .toList();
            if (!older.isEmpty()) {
                store.delete(older, step.permit());
            }
            return !older.isEmpty();
        });
    }

    private long current() {
        synchronized (lock) {
            return generation;
        }
    }

    /** A run that was stopped takes no further step, but still this one. */
    private CompletableFuture<Void> end(Function<Step, Boolean> last) {
        synchronized (lock) {
            if (generation == 0 || ended || lost != null) {
                return CompletableFuture.completedFuture(null);
            }
            ended = true;
        }
        CompletableFuture<Boolean> done = run.stopped().isPresent()
                ? run.urgent(id, "end", last)
                : run.change(id, "end", Set.of(), Run.ALL, last);
        return done.thenApply(over -> null);
    }

    private String content(String state) {
        synchronized (lock) {
            return owner + " " + state + " " + beats;
        }
    }

    /**
     * A watch on somebody else's lease.
     *
     * @param since from when on it has not changed
     * @param signs how often it changed while it was watched
     */
    private record Watch(LeaseStore.@Nullable Lease seen, Instant since, int signs) {}

    private record Look(LeaseStore.@Nullable Lease highest, Instant at) {}

    /** The lease was not confirmed for a while: no changing call until it is. */
    static final class NotFreshException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient CompletableFuture<Void> confirmation;

        NotFreshException(CompletableFuture<Void> confirmation) {
            super("The lease awaits its next heartbeat.");
            this.confirmation = confirmation;
        }

        /** Completes when it is worth asking again. */
        CompletableFuture<Void> confirmation() {
            return confirmation;
        }
    }
}
