package io.meshprovisioner;

import io.meshprovisioner.error.Failure;
import io.meshprovisioner.error.MeshException;
import io.meshprovisioner.error.ResourceConflictException;
import io.meshprovisioner.error.ResourceFailedException;
import io.meshprovisioner.error.RunCancelledException;
import io.meshprovisioner.error.ServiceFailureException;
import io.meshprovisioner.plan.Step;
import io.meshprovisioner.spi.KubernetesSession;
import io.meshprovisioner.spi.KubernetesSession.ApplyOptions;
import io.meshprovisioner.spi.KubernetesSession.ObjectKey;
import io.meshprovisioner.spi.Manifest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Objects on their way to the server: all rehearsed, then sent one after the other. Remembers how far it came, also over
 * attempts, since a cluster has no transactions and whoever called has to know what stands there now.
 */
final class Batch {
    private static final String MANAGER = ApplyOptions.OURS.fieldManager();

    private final List<Manifest> manifests;
    private final boolean forced;
    /** Written by one attempt after the other, read when all are over. */
    private volatile int applied;

    private volatile boolean sending;

    /** @param manifests in the order in which they are applied */
    Batch(List<Manifest> manifests, boolean forced) {
        this.manifests = List.copyOf(manifests);
        this.forced = forced;
    }

    /** Applies what is not applied yet. What was sent without an answer is sent again, which changes nothing twice. */
    void apply(KubernetesSession session, Step step) {
        if (!sending) {
            rehearse(session, step);
            sending = true;
        }
        ApplyOptions real = new ApplyOptions(MANAGER, forced, false);
        for (int next = applied; next < manifests.size(); next++) {
            session.apply(manifests.get(next), real, step.permit());
            applied = next + 1;
        }
    }

    /** Asks the server about each object before anything is changed, and fails with all that it refuses. */
    private void rehearse(KubernetesSession session, Step step) {
        ApplyOptions dry = new ApplyOptions(MANAGER, forced, true);
        Map<ObjectKey, MeshException> refused = new LinkedHashMap<>();
        for (Manifest manifest : ApplyOrder.askable(
                manifests, made -> session.get(ObjectKey.of(made)).isEmpty())) {
            try {
                session.apply(manifest, dry, step.permit());
            } catch (ResourceConflictException | ResourceFailedException | ServiceFailureException failure) {
                refused.put(ObjectKey.of(manifest), failure);
            }
        }
        if (!refused.isEmpty()) {
            throw refusal(refused);
        }
    }

    private MeshException refusal(Map<ObjectKey, MeshException> refused) {
        MeshException first = refused.values().iterator().next();
        Failure failure = Failure.of(
                        "The server refuses " + refused.size() + " of " + manifests.size()
                                + " objects; nothing was applied.",
                        first.advice())
                .at(refused.keySet().stream().map(ObjectKey::toString).collect(Collectors.joining(", ")))
                .because(refused.entrySet().stream()
                        .map(entry -> entry.getKey() + ": " + reason(entry.getValue()))
                        .collect(Collectors.joining("\n    ")))
                .causedBy(first);
        return refused.values().stream().anyMatch(ResourceConflictException.class::isInstance)
                ? new ResourceConflictException(failure)
                : new ServiceFailureException(failure);
    }

    /** The failure that ended it, with how far it came; as it was while nothing had been sent, or when asked to stop. */
    MeshException explained(MeshException failure) {
        if (!sending || applied == manifests.size() || failure instanceof RunCancelledException) {
            return failure;
        }
        ObjectKey key = ObjectKey.of(manifests.get(applied));
        return new ResourceFailedException(new Failure(
                key + " could not be applied: " + applied + " of " + manifests.size() + " objects were."
                        + "\n  Applied, and they stay: " + keys(0, applied)
                        + "\n  Not known to be applied: " + keys(applied, applied + 1)
                        + "\n  Not sent: " + keys(applied + 1, manifests.size()),
                Optional.of(key.toString()),
                reason(failure),
                failure.advice() + " Then apply all again: what is applied already does not change.",
                failure.apiError(),
                Optional.of(failure)));
    }

    private String keys(int from, int to) {
        return from == to
                ? "none"
                : manifests.subList(from, to).stream()
                        .map(manifest -> ObjectKey.of(manifest).toString())
                        .collect(Collectors.joining(", "));
    }

    private static String reason(MeshException failure) {
        return failure.why().isEmpty() ? failure.what() : failure.why();
    }
}
