package io.meshprovisioner.istio.model.step;

import io.meshprovisioner.istio.model.L4Destination;
import java.util.function.Function;

/**
 * A rule for connections that still needs its destination.
 *
 * @param <T> what is finished then
 */
public interface NeedsL4Route<T> {

    /** Forward to a host. */
    T route(String host);

    /** Forward to one destination. */
    T route(Function<NeedsHost<L4Destination>, L4Destination> destination);

    /** Forward to several destinations by weight. */
    T route(WeightedL4Choice first, WeightedL4Choice second, WeightedL4Choice... more);
}
