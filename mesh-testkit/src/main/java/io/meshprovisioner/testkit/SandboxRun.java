package io.meshprovisioner.testkit;

import io.meshprovisioner.MeshProvisioner;

/**
 * A run of a sandbox, as one process would be.
 *
 * @param name in the call records
 * @param provisioner works under this run's key and time
 * @param killer refuses everything further from the run
 */
public record SandboxRun(String name, MeshProvisioner provisioner, Runnable killer) {

    /** Kills it: no call of it is taken any more, its scheduled tasks never happen, who waits for it is told so. */
    public void kill() {
        killer.run();
    }
}
