package io.meshprovisioner;

import io.meshprovisioner.engine.MeshConductor.ClusterSteps;
import io.meshprovisioner.error.Failure;
import io.meshprovisioner.error.MeshException;
import io.meshprovisioner.error.ResourceConflictException;
import io.meshprovisioner.error.ResourceFailedException;
import io.meshprovisioner.error.RunCancelledException;
import io.meshprovisioner.error.ServiceFailureException;
import io.meshprovisioner.plan.Permit;
import io.meshprovisioner.spi.KubernetesSession;
import io.meshprovisioner.spi.KubernetesSession.ApplyOptions;
import io.meshprovisioner.spi.KubernetesSession.ObjectKey;
import io.meshprovisioner.spi.Manifest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Objects on their way to the server: rehearsed, then sent wave after wave. Remembers how far each came, also over
 * attempts, since a cluster has no transactions and whoever called has to know what stands there now.
 */
final class Batch {
    private static final String MANAGER = ApplyOptions.OURS.fieldManager();

    private enum State {
        SENT,
        APPLIED
    }

    private final List<List<Manifest>> waves;
    private final List<Manifest> manifests;
    private final boolean forced;
    private final Predicate<Manifest> judged;
    private final Map<Manifest, State> states = Collections.synchronizedMap(new IdentityHashMap<>());
    private final Map<Manifest, MeshException> refused = Collections.synchronizedMap(new IdentityHashMap<>());
    private final List<Manifest> failed = new CopyOnWriteArrayList<>();

    /**
     * @param waves in the order in which they are applied; the objects of one go side by side
     * @param judged of which objects all has been said already that the server would say
     */
    Batch(List<List<Manifest>> waves, boolean forced, Predicate<Manifest> judged) {
        this.waves = waves;
        this.manifests = waves.stream().flatMap(List::stream).toList();
        this.forced = forced;
        this.judged = judged;
    }

    CompletableFuture<Void> apply(ClusterSteps cluster) {
        CompletableFuture<Void> done = cluster.step("look", (session, step) -> rehearsed(session))
                .thenCompose(asked -> rehearse(cluster, asked));
        for (List<Manifest> wave : waves) {
            done = done.thenCompose(before -> all(wave, manifest -> send(cluster, manifest)));
        }
        return done;
    }

    /** A failure of one keeps those from being sent that wait for their turn. */
    private CompletableFuture<?> send(ClusterSteps cluster, Manifest manifest) {
        ApplyOptions real = new ApplyOptions(MANAGER, forced, false);
        return cluster.step(ObjectKey.of(manifest).toString(), (session, step) -> {
                    if (!failed.isEmpty()) {
                        return false;
                    }
                    Permit permit = step.permit();
                    states.put(manifest, State.SENT);
                    session.apply(manifest, real, permit);
                    states.put(manifest, State.APPLIED);
                    return true;
                })
                .whenComplete((sent, failure) -> {
                    if (failure != null) {
                        failed.add(manifest);
                    }
                });
    }

    private static CompletableFuture<Void> all(
            List<Manifest> manifests, Function<Manifest, CompletableFuture<?>> work) {
        return CompletableFuture.allOf(manifests.stream().map(work).toArray(CompletableFuture[]::new));
    }

    /**
     * What the server is asked about before anything is changed. Of objects that are judged already and not there yet it
     * is one of each kind and namespace, for the kind, the namespace and the right to make it.
     */
    private List<Manifest> rehearsed(KubernetesSession session) {
        List<Manifest> asked = new ArrayList<>();
        Map<List<Object>, Set<String>> live = new HashMap<>();
        for (Manifest manifest : ApplyOrder.askable(
                manifests, made -> session.get(ObjectKey.of(made)).isEmpty())) {
            List<Object> place = List.of(manifest.apiVersion(), manifest.kind(), manifest.namespace());
            boolean first = !live.containsKey(place);
            if (!judged.test(manifest)
                    || first
                    || live.getOrDefault(place, Set.of()).contains(manifest.name())) {
                asked.add(manifest);
            }
            if (first && judged.test(manifest)) {
                live.put(
                        place,
                        session.list(manifest.apiVersion(), manifest.kind(), manifest.namespace(), "").stream()
                                .map(Manifest::name)
                                .collect(Collectors.toSet()));
            }
        }
        return asked;
    }

    /** Asks the server about each of these, and fails with all that it refuses. */
    private CompletableFuture<Void> rehearse(ClusterSteps cluster, List<Manifest> asked) {
        ApplyOptions dry = new ApplyOptions(MANAGER, forced, true);
        return all(
                        asked,
                        manifest -> cluster.step("rehearse " + ObjectKey.of(manifest), (session, step) -> {
                            try {
                                session.apply(manifest, dry, step.permit());
                            } catch (ResourceConflictException
                                    | ResourceFailedException
                                    | ServiceFailureException failure) {
                                refused.put(manifest, failure);
                            }
                            return true;
                        }))
                .thenAccept(all -> {
                    if (!refused.isEmpty()) {
                        throw refusal(refusals());
                    }
                });
    }

    private Map<ObjectKey, MeshException> refusals() {
        Map<ObjectKey, MeshException> inOrder = new LinkedHashMap<>();
        for (Manifest manifest : manifests) {
            MeshException refusal = refused.get(manifest);
            if (refusal != null) {
                inOrder.put(ObjectKey.of(manifest), refusal);
            }
        }
        return inOrder;
    }

    private MeshException refusal(Map<ObjectKey, MeshException> all) {
        MeshException first = all.values().iterator().next();
        Failure failure = Failure.of(
                        "The server refuses " + all.size() + " of " + manifests.size()
                                + " objects; nothing was applied.",
                        first.advice())
                .at(all.keySet().stream().map(ObjectKey::toString).collect(Collectors.joining(", ")))
                .because(all.entrySet().stream()
                        .map(entry -> entry.getKey() + ": " + reason(entry.getValue()))
                        .collect(Collectors.joining("\n    ")))
                .causedBy(first);
        return all.values().stream().anyMatch(ResourceConflictException.class::isInstance)
                ? new ResourceConflictException(failure)
                : new ServiceFailureException(failure);
    }

    /** The failure that ended it, with how far it came; as it was while nothing had been sent, or when asked to stop. */
    MeshException explained(MeshException failure) {
        List<Manifest> applied = in(State.APPLIED);
        List<Manifest> unknown = in(State.SENT);
        if (unknown.isEmpty() || failure instanceof RunCancelledException) {
            return failure;
        }
        String key =
                ObjectKey.of(failed.isEmpty() ? unknown.get(0) : failed.get(0)).toString();
        return new ResourceFailedException(new Failure(
                key + " could not be applied: " + applied.size() + " of " + manifests.size() + " objects were."
                        + "\n  Applied, and they stay: " + keys(applied)
                        + "\n  Not known to be applied: " + keys(unknown)
                        + "\n  Not sent: "
                        + keys(manifests.stream()
                                .filter(manifest -> !states.containsKey(manifest))
                                .toList()),
                Optional.of(key),
                reason(failure),
                failure.advice() + " Then apply all again: what is applied already does not change.",
                failure.apiError(),
                Optional.of(failure)));
    }

    private List<Manifest> in(State state) {
        return manifests.stream()
                .filter(manifest -> states.get(manifest) == state)
                .toList();
    }

    private static String keys(List<Manifest> some) {
        return some.isEmpty()
                ? "none"
                : some.stream()
                        .map(manifest -> ObjectKey.of(manifest).toString())
                        .collect(Collectors.joining(", "));
    }

    private static String reason(MeshException failure) {
        return failure.why().isEmpty() ? failure.what() : failure.why();
    }
}
