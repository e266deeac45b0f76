package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.Map;
import java.util.Optional;

/** A component of an installation. */
public final class OperatorComponent extends Part<OperatorComponent> {
    OperatorComponent(ObjectNode tree) {
        super(tree);
    }

    @Override
    protected OperatorComponent copy(ObjectNode changed) {
        return new OperatorComponent(changed);
    }

    static OperatorComponent named(String name) {
        return new OperatorComponent(Trees.empty()).set("name", name);
    }

    /** What {@code name} says; gateways have one. */
    public Optional<String> name() {
        return text("name");
    }

    /** Whether it is installed. */
    public OperatorComponent enabled(boolean enabled) {
        return set("enabled", enabled);
    }

    /** What {@code enabled} says. */
    public Optional<Boolean> enabled() {
        return flag("enabled");
    }

    /** Where it is installed; default: with the control plane. */
    public OperatorComponent namespace(String namespace) {
        return set("namespace", namespace);
    }

    /** What {@code namespace} says. */
    public Optional<String> namespace() {
        return text("namespace");
    }

    /** Labels of a gateway's pods, by which its Service and Gateways find them; default: those of the profile's own. */
    public OperatorComponent label(Map<String, String> labels) {
        return set("label", Trees.of(labels));
    }

    /** What {@code label} says. */
    public Map<String, Object> label() {
        return Structs.map(get("label"));
    }

    /** Settings of its Deployment, Service and so on, in the words of KubernetesResourcesSpec. */
    public OperatorComponent k8s(Map<String, ?> settings) {
        return set("k8s", Trees.of(settings));
    }

    /** What {@code k8s} says. */
    public Map<String, Object> k8s() {
        return Structs.map(get("k8s"));
    }
}
