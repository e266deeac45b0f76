package io.meshprovisioner.istio.model.step;

import io.meshprovisioner.istio.model.ServiceEntry;

/**
 * A ServiceEntry that still needs its hosts.
 */
public interface NeedsServiceHosts extends Unfinished<NeedsServiceHosts> {

    /** At least one host, as callers say it. */
    ServiceEntry hosts(String first, String... more);
}
