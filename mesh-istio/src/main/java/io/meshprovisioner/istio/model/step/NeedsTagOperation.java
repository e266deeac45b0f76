package io.meshprovisioner.istio.model.step;

import io.meshprovisioner.istio.model.TagOverride;

/**
 * An override of a tag that still needs to say what happens.
 */
public interface NeedsTagOperation {

    /** The tag is set to this CEL expression. */
    TagOverride upsert(String expression);

    /** The tag is taken away. */
    TagOverride remove();
}
