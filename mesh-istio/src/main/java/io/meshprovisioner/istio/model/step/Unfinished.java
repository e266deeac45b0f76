package io.meshprovisioner.istio.model.step;

import java.util.Map;

/**
 * A kind that still needs something before it is one.
 *
 * @param <S> the same step
 */
public interface Unfinished<S> {

    /** In this namespace. */
    S namespace(String namespace);

    /** With these labels on the object itself. */
    S labels(Map<String, String> labels);

    /** With these annotations. */
    S annotations(Map<String, String> annotations);
}
