package io.meshprovisioner.istio.model.step;

import io.meshprovisioner.istio.model.Condition;

/**
 * A condition that still needs its values.
 */
public interface NeedsConditionValues {

    /** One of these; {@code *} at the beginning or end for any text. */
    Condition values(String first, String... more);

    /** None of these. */
    Condition notValues(String first, String... more);
}
