package io.meshprovisioner.engine;

import io.meshprovisioner.error.DeletionBlockedException;
import io.meshprovisioner.error.Failure;
import io.meshprovisioner.error.MeshException;
import io.meshprovisioner.event.MeshEvent.Action;
import io.meshprovisioner.event.MeshEvent.Outcome;
import io.meshprovisioner.event.MeshEvent.ResourceFinished;
import io.meshprovisioner.event.MeshEvent.ResourceStarted;
import io.meshprovisioner.event.MeshEvent.ResourceWaiting;
import io.meshprovisioner.plan.Removal;
import io.meshprovisioner.plan.Removal.Removed;
import io.meshprovisioner.plan.ResourceId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Takes an inventory down, each thing the moment all kinds that must be gone before it are. */
final class RemovalRun {
    /** How long something may stay blocked by what is not in the inventory before it is given up. */
    private static final Duration BLOCKED = Duration.ofMinutes(10);

    private final Run run;
    private final Journal journal;
    private final Set<ResourceId> left = ConcurrentHashMap.newKeySet();

    RemovalRun(Run run, Journal journal) {
        this.run = run;
        this.journal = journal;
    }

    /** What is gone at the end: all but what had to be left where it is. */
    CompletableFuture<List<Removal>> takeDown(List<Removal> inventory) {
        Map<ResourceId, CompletableFuture<Void>> ends = new HashMap<>();
        Map<ResourceId, Set<ResourceId>> before = order(inventory);
        List<Removal> sorted = sorted(inventory, before);
        for (Removal removal : sorted) {
            Set<ResourceId> first = before.getOrDefault(removal.id(), Set.of());
            journal.expect(removal.id(), removal.pace().expected(), first);
            CompletableFuture<Void> ready =
                    CompletableFuture.allOf(first.stream().map(ends::get).toArray(CompletableFuture<?>[]::new));
            ends.put(removal.id(), ready.thenCompose(done -> new Taking(removal).begin()));
        }
        return CompletableFuture.allOf(ends.values().toArray(new CompletableFuture<?>[0]))
                .handle((done, failure) -> {
                    run.stopped().ifPresent(stopped -> {
                        throw stopped;
                    });
                    if (failure != null) {
                        throw GraphRun.asMeshException(Run.unwrap(failure));
                    }
                    return inventory.stream()
                            .filter(removal -> !left.contains(removal.id()))
                            .toList();
                });
    }

    private static Map<ResourceId, Set<ResourceId>> order(List<Removal> inventory) {
        Map<ResourceId, Set<ResourceId>> before = new HashMap<>();
        for (Removal removal : inventory) {
            Set<ResourceId> first = new LinkedHashSet<>();
            inventory.stream()
                    .filter(other -> removal.after().contains(other.id().kind())
                            && !other.id().equals(removal.id()))
                    .forEach(other -> first.add(other.id()));
            before.put(removal.id(), first);
        }
        return before;
    }

    private static List<Removal> sorted(List<Removal> inventory, Map<ResourceId, Set<ResourceId>> before) {
        List<Removal> sorted = new ArrayList<>();
        Set<ResourceId> placed = new LinkedHashSet<>();
        List<Removal> left = new ArrayList<>(inventory);
        while (!left.isEmpty()) {
            List<Removal> next = left.stream()
                    .filter(removal -> placed.containsAll(before.getOrDefault(removal.id(), Set.of())))
                    .toList();
            if (next.isEmpty()) {
                throw new IllegalStateException("The order of deletion has a cycle among "
                        + left.stream().map(Removal::id).toList());
            }
            sorted.addAll(next);
            next.forEach(removal -> placed.add(removal.id()));
            left.removeAll(next);
        }
        return sorted;
    }

    private final class Taking {
        private final Removal removal;
        private final CompletableFuture<Void> done = new CompletableFuture<>();
        private Instant start = Instant.MIN;
        private int steps;

        Taking(Removal removal) {
            this.removal = removal;
        }

        CompletableFuture<Void> begin() {
            start = run.time().now();
            journal.start(removal.id());
            run.emit(new ResourceStarted(start, removal.id(), removal.title(), Action.DELETE, journal.progress()));
            step();
            return done.whenComplete((gone, failure) -> {
                if (failure != null) {
                    MeshException cause = GraphRun.asMeshException(Run.unwrap(failure));
                    run.stop(cause);
                }
            });
        }

        private void step() {
            run.change(removal.id(), "remove", Set.of(), Run.ALL, removal::remove)
                    .whenComplete((removed, failure) -> {
                        if (failure != null) {
                            done.completeExceptionally(Run.unwrap(failure));
                        } else {
                            judge(removed);
                        }
                    });
        }

        private void judge(Removed removed) {
            Run.settling(done, () -> decide(removed));
        }

        private void decide(Removed removed) {
            Instant now = run.time().now();
            steps++;
            if (removed instanceof Removed.Gone) {
                end(Outcome.DELETED, now);
            } else if (removed instanceof Removed.Left) {
                left.add(removal.id());
                end(Outcome.UNCHANGED, now);
            } else if (removed instanceof Removed.Going going) {
                run.emit(new ResourceWaiting(now, removal.id(), going.phase(), ""));
                again(removal.pace().nextProbe(Duration.between(start, now)));
            } else if (removed instanceof Removed.Blocked blocked) {
                if (now.isAfter(start.plus(BLOCKED))) {
                    done.completeExceptionally(new DeletionBlockedException(Failure.of(
                                    removal.title() + " cannot be deleted.",
                                    "Remove what blocks it (or have its owner do so), then run uninstall() again.")
                            .because("Still there: " + String.join("; ", blocked.blockers()))
                            .at(removal.id())));
                } else {
                    run.emit(new ResourceWaiting(
                            now, removal.id(), "blocked by " + String.join(", ", blocked.blockers()), ""));
                    again(Duration.ofSeconds(Math.min(15, 2L + steps)));
                }
            }
        }

        private void end(Outcome outcome, Instant now) {
            journal.finish(removal.id(), removal.title(), outcome, start);
            run.emit(new ResourceFinished(
                    now,
                    removal.id(),
                    removal.title(),
                    outcome,
                    Duration.between(start, now),
                    journal.progress(),
                    journal.left()));
            done.complete(null);
        }

        private void again(Duration delay) {
            run.pause(delay, removal.id() + "/probe").whenComplete((waited, failure) -> {
                if (failure != null) {
                    done.completeExceptionally(Run.unwrap(failure));
                } else {
                    step();
                }
            });
        }
    }
}
