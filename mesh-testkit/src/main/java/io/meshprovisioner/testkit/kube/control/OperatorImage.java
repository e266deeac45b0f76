package io.meshprovisioner.testkit.kube.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** What the image of Istio's operator holds: the profiles and the charts of its release. Safe for use by many threads. */
public interface OperatorImage {
    /** One that holds nothing: an operator that runs it can do nothing. */
    OperatorImage EMPTY = new OperatorImage() {
        @Override
        public Optional<ObjectNode> profile(String release, String name) {
            return Optional.empty();
        }

        @Override
        public List<List<ObjectNode>> render(String release, List<Component> components, int kubernetesMinor) {
            throw new IllegalStateException("this sandbox has no charts");
        }
    };

    /**
     * A chart to render.
     *
     * @param chart its folder below {@code manifests/charts}, such as {@code istio-control/istio-discovery}
     * @param namespace that objects go to which name none
     */
    record Component(String chart, String namespace, ObjectNode values) {}

    /** An IstioOperator with the name of a profile: what the others say lies over what {@code default} says. */
    Optional<ObjectNode> profile(String release, String name);

    /**
     * The objects of each component, CRDs included; a copy of its own for each caller.
     *
     * @throws RuntimeException when a chart cannot be rendered, with the reason
     */
    List<List<ObjectNode>> render(String release, List<Component> components, int kubernetesMinor);
}
