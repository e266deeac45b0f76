package io.meshprovisioner.istio.model.step;

import io.meshprovisioner.istio.model.HttpDestination;
import io.meshprovisioner.istio.model.WeightedHttpDestination;
import java.util.function.Function;

/**
 * One of several destinations, with its weight: {@code d -> d.host("reviews").subset("v1").weight(90)}.
 */
public interface WeightedChoice extends Function<NeedsHost<HttpDestination>, WeightedHttpDestination> {}
