package io.meshprovisioner.istio.gatewayapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.model.Resource;

/**
 * A Kubernetes kind for incoming traffic.
 *
 * @param <T> the kind itself
 */
public abstract class ApiResource<T extends ApiResource<T>> extends Resource<T> {
    static final String GROUP = "gateway.networking.k8s.io";

    ApiResource(Envelope envelope, ObjectNode spec) {
        super(envelope, spec);
    }

    static Envelope named(String version, String kind, String name) {
        return Envelope.named(GROUP + "/" + version, kind, name);
    }
}
