package io.meshprovisioner.istio.model.step;

import io.meshprovisioner.istio.model.RegexRewrite;
import io.meshprovisioner.istio.model.Rewrite;
import java.util.function.Function;

/**
 * A rewrite that still needs to say what changes.
 */
public interface NeedsRewrite {

    /** The path, or the prefix that matched. */
    Rewrite uri(String uri);

    /** The Host header. */
    Rewrite authority(String authority);

    /** The path by regular expression. Since 1.19. */
    Rewrite uriRegexRewrite(Function<NeedsRegexMatch, RegexRewrite> rewrite);
}
