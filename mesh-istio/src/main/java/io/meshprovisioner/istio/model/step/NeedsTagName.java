package io.meshprovisioner.istio.model.step;

import io.meshprovisioner.istio.model.TagSource;

/**
 * The source of a tag that still needs its name.
 */
public interface NeedsTagName {

    /** The name of the variable or header. */
    TagSource name(String name);
}
