package io.meshprovisioner.istio.model.step;

/**
 * Something that still needs its hosts.
 *
 * @param <T> what is finished then
 */
public interface NeedsHosts<T> {

    /** At least one host. */
    T hosts(String first, String... more);
}
