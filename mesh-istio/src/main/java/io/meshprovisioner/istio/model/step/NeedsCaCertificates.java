package io.meshprovisioner.istio.model.step;

/**
 * Mutual TLS that still needs the authority that callers are checked against.
 *
 * @param <T> what is finished then
 */
public interface NeedsCaCertificates<T> {

    /** The file of the certificates of the authority in the proxy. */
    T caCertificates(String path);
}
