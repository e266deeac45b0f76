package io.meshprovisioner.istio.model.step;

import io.meshprovisioner.istio.model.L4Destination;
import io.meshprovisioner.istio.model.WeightedL4Destination;
import java.util.function.Function;

/**
 * One of several destinations of connections, with its weight.
 */
public interface WeightedL4Choice extends Function<NeedsHost<L4Destination>, WeightedL4Destination> {}
