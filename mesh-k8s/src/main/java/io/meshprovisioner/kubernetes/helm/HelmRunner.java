package io.meshprovisioner.kubernetes.helm;

import io.meshprovisioner.spi.ApiAccess;
import io.meshprovisioner.time.Time;

/** Runs Helm against one cluster. Safe for use by many threads; operations may run side by side. */
public interface HelmRunner extends AutoCloseable {

    /**
     * Runs one operation to its end, blocking.
     *
     * @return what Helm printed; for a template the rendered objects
     * @throws HelmFailure when Helm refused or did not come to an end
     * @throws io.meshprovisioner.error.MeshException when Helm cannot be run on this machine
     */
    String run(HelmOperation operation);

    /** Fails what is under way, at once and without blocking, as {@link HelmFailure.Reason#CANCELLED}; stays usable. */
    void interrupt();

    /** Gives up what is under way and frees everything. */
    @Override
    void close();

    /** Makes runners. */
    @FunctionalInterface
    interface Factory {
        /** Makes a runner; starts nothing before its first operation. */
        HelmRunner open(ApiAccess access, Time time);
    }

    /** Runners that keep helm-java in a child JVM, started on first use and ended with the runner. */
    static Factory inChildJvm() {
        return HelmProcess::new;
    }
}
