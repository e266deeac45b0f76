package io.meshprovisioner.plan;

import java.util.List;
import java.util.Set;

/** Something that was found, is ours, and can be deleted: a node of the uninstall's graph. */
public interface Removal {

    /** Its kind, and its id or name in the cloud. */
    ResourceId id();

    /** What it is, in one line. */
    String title();

    /** The kinds that must be gone before it, those of the same inventory. */
    Set<String> after();

    /**
     * What of others keeps it from going, each with its owner, as far as it is known before anything is deleted. It then
     * stays, is named with this reason, and the next uninstall finishes.
     */
    default List<String> heldBy() {
        return List.of();
    }

    /** How long its deletion takes. */
    default Pace pace() {
        return Pace.INSTANT;
    }

    /** Takes one step towards its end; repeated until it is {@link Removed.Gone}. Deleting twice is fine. */
    Removed remove(Step step);

    /** How far a removal is. */
    sealed interface Removed {
        /** Nothing of it is left. */
        record Gone() implements Removed {}

        /** Its deletion is under way. */
        record Going(String phase) implements Removed {}

        /**
         * It is left where it is, and what holds it takes it along.
         *
         * @param reason why it could not be taken by itself
         */
        record Left(String reason) implements Removed {}

        /**
         * It cannot go while these are there.
         *
         * @param blockers each with its owner
         */
        record Blocked(List<String> blockers) implements Removed {
            public Blocked {
                blockers = List.copyOf(blockers);
            }
        }
    }
}
