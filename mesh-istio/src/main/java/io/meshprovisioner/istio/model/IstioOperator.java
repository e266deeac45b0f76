package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.yaml.Document;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What to install, for the installers that read it: istioctl, and the in-cluster operator up to 1.23. Source: IstioOperator
 * of install.istio.io.
 */
public final class IstioOperator extends Resource<IstioOperator> {
    private static final String KIND = "IstioOperator";
    static final String GROUP = "install.istio.io";
    static final String API_VERSION = GROUP + "/v1alpha1";

    private IstioOperator(Envelope envelope, ObjectNode spec) {
        super(envelope, spec);
    }

    /** An installation of the default profile. */
    public static IstioOperator named(String name) {
        return new IstioOperator(Envelope.named(API_VERSION, KIND, name), Trees.empty());
    }

    static IstioOperator of(Document document) {
        return new IstioOperator(Envelope.of(document), Envelope.spec(document));
    }

    @Override
    protected IstioOperator copy(Envelope changed, ObjectNode spec) {
        return new IstioOperator(changed, spec);
    }

    /** The profile that everything starts from, for example {@code default}, {@code demo} or {@code minimal}. */
    public IstioOperator profile(String profile) {
        return set("profile", profile);
    }

    /** What {@code profile} says. */
    public Optional<String> profile() {
        return text("profile");
    }

    /** The registry and path of the images; the charts of release archives default to test images. */
    public IstioOperator hub(String hub) {
        return set("hub", hub);
    }

    /** What {@code hub} says. */
    public Optional<String> hub() {
        return text("hub");
    }

    /** The tag of the images. */
    public IstioOperator tag(String tag) {
        return set("tag", tag);
    }

    /** What {@code tag} says. */
    public Optional<String> tag() {
        return text("tag");
    }

    /** The namespace of the control plane; default {@code istio-system}. */
    public IstioOperator controlPlaneNamespace(String namespace) {
        return set("namespace", namespace);
    }

    /** What {@code namespace} of the spec says. */
    public Optional<String> controlPlaneNamespace() {
        return text("namespace");
    }

    /** The revision of the control plane, without dots; default: none. */
    public IstioOperator revision(String revision) {
        return set("revision", revision);
    }

    /** What {@code revision} says. */
    public Optional<String> revision() {
        return text("revision");
    }

    /** The mesh configuration, in the words of MeshConfig. */
    public IstioOperator meshConfig(Map<String, ?> meshConfig) {
        return set("meshConfig", Trees.of(meshConfig));
    }

    /** What {@code meshConfig} says. */
    public Map<String, Object> meshConfig() {
        return Structs.map(get("meshConfig"));
    }

    /** A component such as {@code base}, {@code pilot} or {@code cni}; changed if it is there. */
    public IstioOperator component(String name, UnaryOperator<OperatorComponent> change) {
        return edit("components", Node::new, all -> all.edit(name, OperatorComponent::new, change));
    }

    /** One more ingress gateway, or more about the one of this name. */
    public IstioOperator ingressGateway(String name, UnaryOperator<OperatorComponent> change) {
        return gateway("ingressGateways", name, change);
    }

    /** One more egress gateway, or more about the one of this name. */
    public IstioOperator egressGateway(String name, UnaryOperator<OperatorComponent> change) {
        return gateway("egressGateways", name, change);
    }

    private IstioOperator gateway(String list, String name, UnaryOperator<OperatorComponent> change) {
        return edit("components", Node::new, all -> {
            List<OperatorComponent> gateways = all.parts(list, OperatorComponent::new);
            for (int i = 0; i < gateways.size(); i++) {
                if (gateways.get(i).name().equals(Optional.of(name))) {
                    return all.set(
                            list,
                            Trees.replace(
                                    Objects.requireNonNull(all.get(list)), i, tree(change.apply(gateways.get(i)))));
                }
            }
            return all.add(list, change.apply(OperatorComponent.named(name)));
        });
    }

    /** Values of the charts below. */
    public IstioOperator values(Map<String, ?> values) {
        return set("values", Trees.of(values));
    }

    /** What {@code values} says. */
    public Map<String, Object> values() {
        return Structs.map(get("values"));
    }
}
