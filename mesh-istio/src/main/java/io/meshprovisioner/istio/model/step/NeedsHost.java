package io.meshprovisioner.istio.model.step;

/**
 * A destination that still needs its host.
 *
 * @param <T> what is finished then
 */
public interface NeedsHost<T> {

    /** The host: a short name is looked up in the namespace of the rule, a full one says what it means. */
    T host(String host);
}
