package io.meshprovisioner.istio.model;

import io.meshprovisioner.istio.model.step.Unfinished;
import java.util.Map;

/** The beginning of a kind that needs something before it is one. */
abstract class UnfinishedResource<R extends Resource<R>, S> implements Unfinished<S> {
    final R resource;

    UnfinishedResource(R resource) {
        this.resource = resource;
    }

    abstract S with(R changed);

    @Override
    public final S namespace(String namespace) {
        return with(resource.namespace(namespace));
    }

    @Override
    public final S labels(Map<String, String> labels) {
        return with(resource.labels(labels));
    }

    @Override
    public final S annotations(Map<String, String> annotations) {
        return with(resource.annotations(annotations));
    }
}
