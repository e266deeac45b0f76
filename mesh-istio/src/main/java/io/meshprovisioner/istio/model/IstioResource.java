package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A kind of Istio's own.
 *
 * @param <T> the kind itself
 */
public abstract class IstioResource<T extends IstioResource<T>> extends Resource<T> {
    IstioResource(Envelope envelope, ObjectNode spec) {
        super(envelope, spec);
    }

    /**
     * The same for a release: under an API version that the release serves, and only if it knows everything that is said.
     *
     * @param version for example {@code 1.9.3}
     * @throws UnknownToReleaseException naming each kind, field or value that came later, and what to do instead
     * @throws IllegalArgumentException if the version is none of Istio, or older than 1.9
     */
    public final T forRelease(String version) {
        return copy(envelope().withApiVersion(ReleaseCheck.apiVersion(document(), version)), tree(this));
    }

    static Envelope envelope(String kind, String name) {
        return Envelope.named(ReleaseCheck.newestApiVersion(kind), kind, name);
    }
}
