package io.meshprovisioner.istio.model.step;

/**
 * A certificate that still needs its key.
 *
 * @param <T> what is finished then
 */
public interface NeedsPrivateKey<T> {

    /** The file of the key in the proxy. */
    T privateKey(String path);
}
