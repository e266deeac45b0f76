package io.meshprovisioner.istio.model.step;

import io.meshprovisioner.istio.model.DestinationRule;

/**
 * A DestinationRule that still needs its host.
 */
public interface NeedsRuleHost extends Unfinished<NeedsRuleHost> {

    /** The host it is about, or a wildcard prefix; a short name is of the namespace of the rule. */
    DestinationRule host(String host);
}
