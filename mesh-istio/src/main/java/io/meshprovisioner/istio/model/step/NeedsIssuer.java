package io.meshprovisioner.istio.model.step;

import io.meshprovisioner.istio.model.JwtRule;

/**
 * A JWT rule that still needs the issuer.
 */
public interface NeedsIssuer {

    /** Who issues the token, as its {@code iss} claim says. */
    JwtRule issuer(String issuer);
}
