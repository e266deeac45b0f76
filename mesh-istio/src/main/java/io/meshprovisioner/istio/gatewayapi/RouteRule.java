package io.meshprovisioner.istio.gatewayapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.gatewayapi.step.NeedsName;
import io.meshprovisioner.istio.model.Part;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What rules of routes have. */
public abstract class RouteRule<T extends RouteRule<T>> extends Part<T> {
    RouteRule(ObjectNode tree) {
        super(tree);
    }

    /** The name of the rule, unique in the route. */
    public T named(String name) {
        return set("name", name);
    }

    /** What {@code name} says. */
    public Optional<String> name() {
        return text("name");
    }

    /** Forward to one more service. */
    public T backendRef(Function<NeedsName<BackendRef>, BackendRef> backend) {
        return add("backendRefs", backend.apply(BackendRef::named));
    }

    /** What {@code backendRefs} says. */
    public List<BackendRef> backendRefs() {
        return parts("backendRefs", BackendRef::new);
    }
}
