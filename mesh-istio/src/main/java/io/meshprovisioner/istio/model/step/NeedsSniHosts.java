package io.meshprovisioner.istio.model.step;

import io.meshprovisioner.istio.model.TlsMatch;

/**
 * A match that still needs its server names.
 */
public interface NeedsSniHosts {

    /** At least one server name, among the hosts of the VirtualService. */
    TlsMatch sniHosts(String first, String... more);
}
