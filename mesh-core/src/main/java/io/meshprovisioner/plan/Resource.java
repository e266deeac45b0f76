package io.meshprovisioner.plan;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * A node of the graph: something that a mesh consists of, and all that is to know about it. Its readings are the
 * preview and the drift ({@link #observe}), the install ({@link #create}, {@link #update}), the least-privilege policy
 * ({@link #actions}), and the report ({@link #title}, {@link #guideRow}); the uninstall reads the inventory
 * ({@link Removal}), since an older spec may have made more.
 *
 * <p>Steps run on a worker thread, block it for the calls they make and for nothing else, keep no state between them,
 * and can be repeated at any time: the account is the truth.
 *
 * @param <T> what others need from it
 */
public interface Resource<T> {

    ResourceId id();

    /** What is asked for, in one line. */
    String title();

    /** The resources whose values this one's steps use. */
    Set<Ref<?>> needs();

    /** Resources that must be ready first although no value of theirs is used. */
    default Set<Ref<?>> after() {
        return Set.of();
    }

    /** How long it takes. */
    default Pace pace() {
        return Pace.INSTANT;
    }

    /**
     * Looks at it, by name and tags alone; parents may not exist yet, so an observation asks no {@link Step#get} that
     * its parents' absence would make impossible.
     */
    Observation<T> observe(Step step);

    /**
     * Asks for it, once it was seen absent. Needs are ready.
     *
     * @return {@link Observation.Ready} or {@link Observation.Pending} as the answer says
     */
    Observation<T> create(Step step);

    /** Brings about the differences that can be updated in place. */
    default Observation<T> update(Step step, Observation.Ready<T> found) {
        return found;
    }

    /** Throws away what came up failed, or what the user lets be replaced, so that it can be made anew. */
    default void discard(Step step) {}

    /** Whether {@link #discard} can take it from under all that hangs on it, since nothing there knows it by an id. */
    default boolean replaceable() {
        return false;
    }

    /**
     * How long after a lost answer to {@link #create} it must stay unseen before it is asked for again. Zero where the
     * service itself refuses or recognizes the repetition (an idempotency token, a unique name).
     */
    default Duration settle() {
        return Duration.ZERO;
    }

    /**
     * The API calls that make it, keep it up and take it down, such as {@code ec2:CreateVpc}. What a caller must be
     * allowed for them is the cloud session's to say.
     */
    default Set<String> actions() {
        return Set.of();
    }

    /** The row of the guide it implements, such as {@code G1.3}. */
    default Optional<String> guideRow() {
        return Optional.empty();
    }
}
