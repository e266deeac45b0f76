package io.meshprovisioner.istio.model.step;

import io.meshprovisioner.istio.model.RegexRewrite;

/**
 * A rewrite by regular expression that still needs what to write.
 */
public interface NeedsReplacement {

    /** What takes the place of the match; {@code \\1} stands for the first group. */
    RegexRewrite rewrite(String replacement);
}
