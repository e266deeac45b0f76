package io.meshprovisioner.istio.model.step;

import io.meshprovisioner.istio.model.TargetRef;

/**
 * A reference that still needs what it refers to, in the namespace of the resource.
 */
public interface NeedsTarget {

    /** A gateway or waypoint of the Gateway API. */
    TargetRef gateway(String name);

    /** A Service. */
    TargetRef service(String name);

    /** A ServiceEntry. */
    TargetRef serviceEntry(String name);

    /** A GatewayClass, from the root namespace only. */
    TargetRef gatewayClass(String name);
}
