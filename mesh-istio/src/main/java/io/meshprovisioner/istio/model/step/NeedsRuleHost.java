package io.meshprovisioner.istio.model.step;

import io.meshprovisioner.istio.model.DestinationRule;
import java.util.Map;

/**
 * A DestinationRule that still needs its host.
 */
public interface NeedsRuleHost {

    /** In this namespace. */
    NeedsRuleHost namespace(String namespace);

    /** With these labels on the rule itself. */
    NeedsRuleHost labels(Map<String, String> labels);

    /** With these annotations. */
    NeedsRuleHost annotations(Map<String, String> annotations);

    /** The host it is about, or a wildcard prefix; a short name is of the namespace of the rule. */
    DestinationRule host(String host);
}
