package io.meshprovisioner.istio.gatewayapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.gatewayapi.step.NeedsName;
import io.meshprovisioner.istio.model.Part;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What is made for a gateway. Source: GatewayInfrastructure. */
public final class GatewayInfrastructure extends Part<GatewayInfrastructure> {
    GatewayInfrastructure(ObjectNode tree) {
        super(tree);
    }

    @Override
    protected GatewayInfrastructure copy(ObjectNode changed) {
        return new GatewayInfrastructure(changed);
    }

    /** Labels of what is made. */
    public GatewayInfrastructure labels(Map<String, String> labels) {
        return set("labels", labels);
    }

    /** What {@code labels} says. */
    public Map<String, String> labels() {
        return textMap("labels");
    }

    /** Annotations of what is made, for example of the load balancer's Service. */
    public GatewayInfrastructure annotations(Map<String, String> annotations) {
        return set("annotations", annotations);
    }

    /** What {@code annotations} says. */
    public Map<String, String> annotations() {
        return textMap("annotations");
    }

    /** Parameters: for Istio a ConfigMap with parts of the Deployment and Service. */
    public GatewayInfrastructure parametersRef(Function<NeedsName<ObjectRef>, ObjectRef> parameters) {
        return set("parametersRef", parameters.apply(ObjectRef::configMap));
    }

    /** What {@code parametersRef} says. */
    public Optional<ObjectRef> parametersRef() {
        return part("parametersRef", ObjectRef::new);
    }
}
