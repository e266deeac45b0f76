package io.meshprovisioner.spec;

import java.util.List;
import java.util.Optional;

/**
 * Istio's in-cluster operator, as its chart {@code istio-operator} has it: a controller that installs and keeps what an
 * IstioOperator asks for. Istio 1.23 is the last release that has it. Values: each method returns a changed copy.
 *
 * @param hub where its image comes from, and those of the control plane unless {@code values.global.hub} says
 *     otherwise; empty: Istio's own
 * @param tag of the same images; empty: the release
 * @param operatorNamespace where it runs, default {@code istio-operator}
 * @param watchedNamespaces whose IstioOperators it heeds, default {@code istio-system} alone, which must be among them
 */
public record OperatorSpec(
        Optional<String> hub, Optional<String> tag, String operatorNamespace, List<String> watchedNamespaces) {

    public OperatorSpec {
        watchedNamespaces = List.copyOf(watchedNamespaces);
    }

    /** With the chart's own defaults. */
    public static OperatorSpec defaults() {
        return new OperatorSpec(Optional.empty(), Optional.empty(), "istio-operator", List.of("istio-system"));
    }

    /** With images from here, such as {@code docker.io/istio}. */
    public OperatorSpec hub(String newHub) {
        return new OperatorSpec(Optional.of(newHub), tag, operatorNamespace, watchedNamespaces);
    }

    /** With images of this tag, such as {@code 1.9.3-distroless}. */
    public OperatorSpec tag(String newTag) {
        return new OperatorSpec(hub, Optional.of(newTag), operatorNamespace, watchedNamespaces);
    }

    public OperatorSpec operatorNamespace(String namespace) {
        return new OperatorSpec(hub, tag, namespace, watchedNamespaces);
    }

    public OperatorSpec watchedNamespaces(String... namespaces) {
        return new OperatorSpec(hub, tag, operatorNamespace, List.of(namespaces));
    }
}
