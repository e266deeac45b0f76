package io.meshprovisioner.istio.model.step;

/**
 * A condition that still needs the attribute it is about.
 */
public interface NeedsConditionKey {

    /** An attribute of the request, for example {@code request.headers[x-token]} or {@code source.ip}. */
    NeedsConditionValues key(String key);
}
