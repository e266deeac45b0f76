package io.meshprovisioner.engine;

import io.meshprovisioner.error.ApiError;
import io.meshprovisioner.error.Failure;
import io.meshprovisioner.error.MeshException;
import io.meshprovisioner.error.RunCancelledException;
import io.meshprovisioner.error.RunTimeoutException;
import io.meshprovisioner.error.ServiceFailureException;
import io.meshprovisioner.event.MeshEvent;
import io.meshprovisioner.event.MeshEvent.CallRetried;
import io.meshprovisioner.event.MeshEvent.ResourceFinished;
import io.meshprovisioner.event.MeshEvent.ResourceWaiting;
import io.meshprovisioner.plan.CallFailure;
import io.meshprovisioner.plan.Permit;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.plan.ResourceId;
import io.meshprovisioner.plan.Step;
import io.meshprovisioner.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One run: its steps, its pauses and its end. A step blocks a worker for the calls it makes and nothing else; between
 * steps nothing is held but futures.
 */
final class Run {
    /** Which failures {@link #step} tries again by itself. */
    static final Predicate<CallFailure> ALL = failure -> true;

    private final Map<ResourceId, Hindrance> awaited = new ConcurrentHashMap<>();
    private final String name;
    private final Time time;
    private final Executor executor;
    private final Slots slots;
    private final Values values = new Values();
    private final Consumer<MeshEvent> listener;
    private final AtomicReference<@Nullable MeshException> stop = new AtomicReference<>();
    private final Map<String, Integer> counters = new ConcurrentHashMap<>();
    private final Set<CompletableFuture<Void>> pauses = ConcurrentHashMap.newKeySet();
    private final ThreadLocal<@Nullable ResourceId> working = new ThreadLocal<>();
    private volatile @Nullable Lease lease;
    private volatile Runnable interruption = () -> {};

    Run(String name, Time time, Executor executor, int concurrency, Consumer<MeshEvent> listener) {
        this.name = name;
        this.time = time;
        this.executor = executor;
        this.slots = new Slots(time, name, concurrency);
        this.listener = listener;
    }

    Time time() {
        return time;
    }

    Values values() {
        return values;
    }

    String name() {
        return name;
    }

    void emit(MeshEvent event) {
        if (event instanceof ResourceWaiting waiting) {
            awaited.put(waiting.id(), new Hindrance(waiting.phase(), waiting.advice()));
        } else if (event instanceof CallRetried retried) {
            awaited.put(retried.id(), new Hindrance(retried.reason(), retried.advice()));
        } else if (event instanceof ResourceFinished finished) {
            awaited.remove(finished.id());
        }
        listener.accept(event);
    }

    /** What this thread's step is about; empty outside of steps. */
    String workingOn() {
        ResourceId id = working.get();
        return id == null ? "" : id.toString();
    }

    private <T> T at(ResourceId id, Supplier<T> step) {
        working.set(id);
        try {
            return step.get();
        } finally {
            working.remove();
        }
    }

    void holds(Lease newLease) {
        lease = newLease;
    }

    /** What a cancel or a deadline does beside stopping the run; must not block. */
    void onInterrupt(Runnable action) {
        interruption = action;
    }

    // ---- the end

    /** Ends the run with a failure, unless it has one: no new step, pauses end, steps under way finish. */
    void stop(MeshException failure) {
        if (stop.compareAndSet(null, failure)) {
            pauses.forEach(pause -> pause.completeExceptionally(failure));
        }
    }

    void cancel() {
        stop(new RunCancelledException(Failure.of(
                "The run was cancelled.",
                "Run install() again and it continues where this one ended, or uninstall() to remove what was made.")));
        interruption.run();
    }

    void deadline(Duration timeout) {
        stop(new RunTimeoutException(Failure.of(
                        "The run did not end within " + timeout + ".",
                        advised()
                                + "Run install() again and it continues where this one ended, or allow more with "
                                + "withTimeout(...).")
                .because(waitedFor())));
        interruption.run();
    }

    /** What was under way, each with the last that was seen of it. */
    private String waitedFor() {
        return awaited.entrySet().stream()
                .map(one -> one.getKey() + ": " + one.getValue().what())
                .sorted()
                .collect(Collectors.joining("; "));
    }

    /** What was advised while it was waited for. */
    private String advised() {
        return awaited.values().stream()
                .map(Hindrance::advice)
                .filter(advice -> !advice.isEmpty())
                .distinct()
                .sorted()
                .map(advice -> advice + " ")
                .collect(Collectors.joining());
    }

    /** The last that was seen of what is not done. */
    private record Hindrance(String what, String advice) {}

    Optional<MeshException> stopped() {
        return Optional.ofNullable(stop.get());
    }

    // ---- waiting

    /** Completes after a delay; fails at once when the run stops. */
    CompletableFuture<Void> pause(Duration delay, String what) {
        CompletableFuture<Void> pause = new CompletableFuture<>();
        pauses.add(pause);
        Time.Scheduled scheduled = time.after(delay, unique(what + "/pause"), () -> pause.complete(null));
        stopped().ifPresent(pause::completeExceptionally);
        return pause.whenComplete((done, failure) -> {
            pauses.remove(pause);
            scheduled.cancel();
        });
    }

    // ---- working

    /** Runs a step that changes nothing, trying again where that may help. */
    <T> CompletableFuture<T> look(ResourceId id, String operation, Set<Ref<?>> needs, Function<Step, T> work) {
        return step(new Work<>(id, operation, needs, false, work, ALL));
    }

    /** Runs a step that may make changing calls, trying again on the failures given. */
    <T> CompletableFuture<T> change(
            ResourceId id, String operation, Set<Ref<?>> needs, Predicate<CallFailure> again, Function<Step, T> work) {
        return step(new Work<>(id, operation, needs, true, work, again));
    }

    private <T> CompletableFuture<T> step(Work<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        attempt(work, new Retries(name + "/" + work.id + "/" + work.operation), result);
        return result;
    }

    private <T> void attempt(Work<T> work, Retries retries, CompletableFuture<T> result) {
        String key = unique(work.id + "/" + work.operation);
        settling(
                result,
                () -> slots.acquire(
                        key,
                        () -> execute(
                                key,
                                result,
                                () -> {
                                    try {
                                        perform(work, retries, result);
                                    } finally {
                                        slots.release();
                                    }
                                },
                                slots::release)));
    }

    /** Hands work to the executor, which may refuse it, or find no thread for it. */
    private void execute(String key, CompletableFuture<?> result, Runnable work, Runnable refused) {
        Time.Entry entry = time.enter(key);
        try {
            executor.execute(() -> {
                try {
                    settling(result, work);
                } finally {
                    entry.close();
                }
            });
        } catch (RuntimeException | Error failure) {
            entry.close();
            refused.run();
            result.completeExceptionally(failure);
        }
    }

    /** Whatever is thrown on the way ends the wait for the result. */
    static void settling(CompletableFuture<?> result, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error failure) {
            result.completeExceptionally(failure);
        }
    }

    /** As a step, at once: beside the bounded concurrency, for what keeps the run alive. */
    <T> CompletableFuture<T> urgent(ResourceId id, String operation, Function<Step, T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        execute(
                unique(id + "/" + operation),
                result,
                () -> result.complete(at(id, () -> work.apply(new RunStep(Set.of(), false)))),
                () -> {});
        return result;
    }

    private <T> void perform(Work<T> work, Retries retries, CompletableFuture<T> result) {
        Optional<MeshException> stopped = stopped();
        if (stopped.isPresent()) {
            result.completeExceptionally(stopped.get());
            return;
        }
        try {
            result.complete(at(work.id, () -> work.work.apply(new RunStep(work.needs, work.changing))));
        } catch (Lease.NotFreshException failure) {
            resume(
                    work,
                    retries,
                    result,
                    failure.confirmation().thenCompose(done -> pause(Duration.ofMillis(50), work.id + "/lease")));
        } catch (CallFailure failure) {
            Optional<Duration> delay = work.again.test(failure) ? retries.next(failure) : Optional.empty();
            if (delay.isEmpty()) {
                result.completeExceptionally(work.again.test(failure) ? givenUp(work.id, failure) : failure);
                return;
            }
            emit(new CallRetried(time.now(), work.id, failure.error().toString(), delay.get(), failure.advice()));
            resume(work, retries, result, pause(delay.get(), work.id + "/" + work.operation));
        }
    }

    private <T> void resume(Work<T> work, Retries retries, CompletableFuture<T> result, CompletableFuture<Void> pause) {
        pause.whenComplete((done, failure) -> {
            if (failure == null) {
                attempt(work, retries, result);
            } else {
                result.completeExceptionally(unwrap(failure));
            }
        });
    }

    private static MeshException givenUp(ResourceId id, CallFailure failure) {
        ApiError error = failure.error();
        return new ServiceFailureException(Failure.of(
                        "A call kept failing although it was tried again for a while.",
                        failure.advice().isEmpty()
                                ? "Run again later: the run continues where this one ended."
                                : failure.advice() + " Then run again: the run continues where this one ended.")
                .at(id)
                .answered(error)
                .causedBy(failure));
    }

    private String unique(String key) {
        return name + "/" + key + "/" + counters.merge(key, 1, Integer::sum);
    }

    /** The failure itself, without the wrapping of futures. */
    static Throwable unwrap(Throwable failure) {
        Throwable inner = failure;
        while (inner instanceof CompletionException && inner.getCause() != null) {
            inner = inner.getCause();
        }
        return inner;
    }

    private record Work<T>(
            ResourceId id,
            String operation,
            Set<Ref<?>> needs,
            boolean changing,
            Function<Step, T> work,
            Predicate<CallFailure> again) {}

    private final class RunStep implements Step {
        private final Set<Ref<?>> needs;
        private final boolean changing;

        RunStep(Set<Ref<?>> needs, boolean changing) {
            this.needs = needs;
            this.changing = changing;
        }

        @Override
        public <T> T get(Ref<T> ref) {
            return known(ref).orElseThrow(() -> new NotReadyException(ref));
        }

        @Override
        public <T> Optional<T> known(Ref<T> ref) {
            if (!needs.contains(ref)) {
                throw new IllegalStateException(ref + " is not among the declared needs " + needs + ".");
            }
            return values.get(ref);
        }

        @Override
        public Permit permit() {
            if (!changing) {
                throw new IllegalStateException("An observation changes nothing and gets no permit.");
            }
            stopped().ifPresent(failure -> {
                throw failure;
            });
            Lease held = lease;
            return held == null ? new Permit(0, now()) : held.permit();
        }

        @Override
        public Instant now() {
            return time.now();
        }
    }

    /** A look asked for the value of something that is not there yet. */
    static final class NotReadyException extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        NotReadyException(Ref<?> ref) {
            super(ref + " is not ready.");
        }
    }
}
