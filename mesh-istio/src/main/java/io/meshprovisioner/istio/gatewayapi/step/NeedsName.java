package io.meshprovisioner.istio.gatewayapi.step;

/**
 * A reference that still needs the name of what it refers to.
 *
 * @param <T> what is finished then
 */
public interface NeedsName<T> {

    /** The name. */
    T name(String name);
}
