package io.meshprovisioner.istio.model.step;

import io.meshprovisioner.istio.model.Redirect;
import io.meshprovisioner.istio.model.RedirectPort;

/**
 * A redirect that still needs to say what changes.
 */
public interface NeedsRedirectTarget {

    /** The path; it takes the place of the whole path, also after a prefix match. */
    Redirect uri(String uri);

    /** The Host. */
    Redirect authority(String authority);

    /** The port. Since 1.12. */
    Redirect port(int port);

    /** Where the port comes from. Since 1.12. */
    Redirect derivePort(RedirectPort derivePort);

    /** {@code http} or {@code https}. Since 1.12. */
    Redirect scheme(String scheme);
}
