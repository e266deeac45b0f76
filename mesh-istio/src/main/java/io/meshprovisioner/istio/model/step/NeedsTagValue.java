package io.meshprovisioner.istio.model.step;

import io.meshprovisioner.istio.model.CustomTag;
import io.meshprovisioner.istio.model.TagSource;
import java.util.function.Function;

/**
 * A custom tag that still needs its value.
 */
public interface NeedsTagValue {

    /** A fixed text. */
    CustomTag literal(String value);

    /** An environment variable of the proxy. */
    CustomTag environment(String name);

    /** An environment variable of the proxy, or a default. */
    CustomTag environment(Function<NeedsTagName, TagSource> source);

    /** A request header. */
    CustomTag header(String name);

    /** A request header, or a default. */
    CustomTag header(Function<NeedsTagName, TagSource> source);

    /** A format of the access log, for example {@code %REQ(x-id)%}. Since 1.29. */
    CustomTag formatter(String format);
}
