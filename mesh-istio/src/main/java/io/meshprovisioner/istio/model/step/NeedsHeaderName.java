package io.meshprovisioner.istio.model.step;

import io.meshprovisioner.istio.model.JwtHeader;

/**
 * A place of a token that still needs its header.
 */
public interface NeedsHeaderName {

    /** The name of the header. */
    JwtHeader name(String name);
}
