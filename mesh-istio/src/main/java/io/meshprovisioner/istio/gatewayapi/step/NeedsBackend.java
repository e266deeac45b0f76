package io.meshprovisioner.istio.gatewayapi.step;

import io.meshprovisioner.istio.gatewayapi.IngressBackend;
import io.meshprovisioner.istio.gatewayapi.ObjectRef;
import java.util.function.Function;

/**
 * A path that still needs to say where its requests go.
 */
public interface NeedsBackend {

    /** A service, by the number of its port. */
    IngressBackend service(String name, int port);

    /** A service, by the name of its port. */
    IngressBackend service(String name, String portName);

    /** Another object of the namespace. */
    IngressBackend resource(Function<NeedsName<ObjectRef>, ObjectRef> resource);
}
