package io.meshprovisioner.istio.model.step;

import io.meshprovisioner.istio.model.Server;

/**
 * An HTTP server that still needs its hosts.
 */
public interface NeedsHttpHosts extends NeedsHosts<Server> {

    /** Answer every request with a redirect to HTTPS (301). */
    NeedsHttpHosts httpsRedirect();
}
