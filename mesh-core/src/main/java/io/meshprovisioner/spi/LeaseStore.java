package io.meshprovisioner.spi;

import io.meshprovisioner.plan.Permit;
import java.util.List;

/**
 * Create-if-absent under generation-numbered names: the ground of the one-writer rule. For AWS it is SSM PutParameter
 * without overwrite under {@code /mesh-provisioner/<mesh>/lease/<n>}.
 */
public interface LeaseStore {

    /** All generations that exist, highest last. */
    List<Lease> list();

    /**
     * Creates a generation.
     *
     * @return false when it exists already
     */
    boolean create(long generation, String content, Permit permit);

    /** Replaces the content of a generation that exists; false when it does not exist any more. */
    boolean update(long generation, String content, Permit permit);

    /** Deletes generations; absent ones are fine. */
    void delete(List<Long> generations, Permit permit);

    /**
     * A generation.
     *
     * @param version grows with each update; a lease whose version does not change is not beating
     */
    record Lease(long generation, String content, long version) {}
}
