package io.meshprovisioner.istio.gatewayapi.step;

import io.meshprovisioner.istio.gatewayapi.Gateway;
import io.meshprovisioner.istio.model.step.Unfinished;

/**
 * A gateway that still needs its class.
 */
public interface NeedsGatewayClassName extends Unfinished<NeedsGatewayClassName> {

    /** The kind of gateway: {@code istio} for one at the edge, {@code istio-waypoint} for one inside. */
    Gateway gatewayClassName(String gatewayClassName);
}
