package io.meshprovisioner.engine;

import io.meshprovisioner.error.AccessDeniedException;
import io.meshprovisioner.error.CredentialsException;
import io.meshprovisioner.error.MeshException;
import io.meshprovisioner.error.ServiceFailureException;
import io.meshprovisioner.event.MeshEvent.ClusterNotEmptied;
import io.meshprovisioner.plan.Pace;
import io.meshprovisioner.plan.Removal;
import io.meshprovisioner.plan.ResourceId;
import io.meshprovisioner.plan.Step;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A cluster that goes anyway need not let us in: where its API does not answer, or knows us no more, the cloud's own tags
 * find what was made for it. That is told once, and stands in the report.
 */
final class LockedOut {
    private final Workplace place;
    private final String mesh;
    private final boolean stays;
    private final List<String> notes = new CopyOnWriteArrayList<>();

    LockedOut(Workplace place, String mesh, boolean stays) {
        this.place = place;
        this.mesh = mesh;
        this.stays = stays;
    }

    /** What the report shall say; empty when the cluster could be emptied. */
    List<String> notes() {
        return List.copyOf(notes);
    }

    /** Takes a failure of looking into the cluster for what it is, or throws it on. */
    List<Removal> insteadOf(Throwable failure) {
        Throwable cause = Run.unwrap(failure);
        if (cause instanceof MeshException known
                && !stays
                && (cause instanceof ServiceFailureException || shut(known))) {
            tell(known);
            return List.of();
        }
        throw GraphRun.asMeshException(cause);
    }

    /** What is left alone where the API refuses us on the way. */
    Removal guarded(Removal removal) {
        return stays ? removal : new Guarded(removal, this);
    }

    /** The Kubernetes API's word, not the cloud's: whom the cloud does not know can take nothing down. */
    private static boolean shut(MeshException failure) {
        return (failure instanceof CredentialsException || failure instanceof AccessDeniedException)
                && failure.apiError()
                        .filter(error -> error.service().equals("kubernetes"))
                        .isPresent();
    }

    private synchronized String tell(MeshException failure) {
        String reason = (failure.what() + " " + failure.why()).trim();
        if (notes.isEmpty()) {
            notes.add("The cluster could not be emptied first: " + reason
                    + " What it made in the cloud was looked for by tags.");
            place.run().emit(new ClusterNotEmptied(place.time().now(), mesh, reason));
        }
        return reason;
    }

    private record Guarded(Removal removal, LockedOut door) implements Removal {
        @Override
        public ResourceId id() {
            return removal.id();
        }

        @Override
        public String title() {
            return removal.title();
        }

        @Override
        public Set<String> after() {
            return removal.after();
        }

        @Override
        public List<String> heldBy() {
            return removal.heldBy();
        }

        @Override
        public Pace pace() {
            return removal.pace();
        }

        @Override
        public Removed remove(Step step) {
            try {
                return removal.remove(step);
            } catch (CredentialsException | AccessDeniedException failure) {
                return Optional.<MeshException>of(failure)
                        .filter(LockedOut::shut)
                        .<Removed>map(shut -> new Removed.Left(door.tell(shut)))
                        .orElseThrow(() -> failure);
            }
        }
    }
}
