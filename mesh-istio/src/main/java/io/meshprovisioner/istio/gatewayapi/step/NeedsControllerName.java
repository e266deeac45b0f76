package io.meshprovisioner.istio.gatewayapi.step;

import io.meshprovisioner.istio.gatewayapi.GatewayClass;
import java.util.Map;

/**
 * A class that still needs its controller.
 */
public interface NeedsControllerName {

    /** With these labels. */
    NeedsControllerName labels(Map<String, String> labels);

    /** With these annotations. */
    NeedsControllerName annotations(Map<String, String> annotations);

    /** Who makes such gateways: Istio is {@code istio.io/gateway-controller}. */
    GatewayClass controllerName(String controllerName);
}
