package io.meshprovisioner.istio.gatewayapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.gatewayapi.step.NeedsName;
import java.util.List;
import java.util.function.Function;

/**
 * A route of the Gateway API.
 *
 * @param <T> the kind itself
 */
public abstract class RouteResource<T extends RouteResource<T>> extends ApiResource<T> {
    RouteResource(Envelope envelope, ObjectNode spec) {
        super(envelope, spec);
    }

    /** Attached to one more gateway of the same namespace. */
    public final T parentRef(String gateway) {
        return parentRef(parent -> parent.name(gateway));
    }

    /** Attached to one more gateway or, for traffic inside the mesh, service. */
    public final T parentRef(Function<NeedsName<ParentRef>, ParentRef> parent) {
        return add("parentRefs", parent.apply(ParentRef::named));
    }

    /** What {@code parentRefs} says. */
    public final List<ParentRef> parentRefs() {
        return parts("parentRefs", ParentRef::new);
    }
}
