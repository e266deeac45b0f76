package io.meshprovisioner.istio.gatewayapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.gatewayapi.step.NeedsControllerName;
import io.meshprovisioner.istio.gatewayapi.step.NeedsName;
import io.meshprovisioner.istio.yaml.Document;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A kind of gateway, and who makes such gateways; not in a namespace. Source: GatewayClass of gateway.networking.k8s.io. */
public final class GatewayClass extends ApiResource<GatewayClass> {
    private GatewayClass(Envelope envelope, ObjectNode spec) {
        super(envelope, spec);
    }

    /** A class that still needs its controller. */
    public static NeedsControllerName named(String name) {
        return new Start(new GatewayClass(named("v1", "GatewayClass", name), Trees.empty()));
    }

    static GatewayClass of(Document document) {
        return new GatewayClass(Envelope.of(document), Envelope.spec(document));
    }

    @Override
    protected GatewayClass copy(Envelope changed, ObjectNode spec) {
        return new GatewayClass(changed, spec);
    }

    /** Who makes such gateways: Istio is {@code istio.io/gateway-controller}. */
    public GatewayClass controllerName(String controllerName) {
        return set("controllerName", controllerName);
    }

    /** What {@code controllerName} says. */
    public Optional<String> controllerName() {
        return text("controllerName");
    }

    /** A word about it. */
    public GatewayClass description(String description) {
        return set("description", description);
    }

    /** What {@code description} says. */
    public Optional<String> description() {
        return text("description");
    }

    /** Parameters of the controller: for Istio a ConfigMap. */
    public GatewayClass parametersRef(Function<NeedsName<ObjectRef>, ObjectRef> parameters) {
        return set("parametersRef", parameters.apply(ObjectRef::configMap));
    }

    /** What {@code parametersRef} says. */
    public Optional<ObjectRef> parametersRef() {
        return part("parametersRef", ObjectRef::new);
    }

    private record Start(GatewayClass resource) implements NeedsControllerName {
        @Override
        public NeedsControllerName labels(Map<String, String> labels) {
            return new Start(resource.labels(labels));
        }

        @Override
        public NeedsControllerName annotations(Map<String, String> annotations) {
            return new Start(resource.annotations(annotations));
        }

        @Override
        public GatewayClass controllerName(String name) {
            return resource.controllerName(name);
        }
    }
}
