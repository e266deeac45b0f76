package io.meshprovisioner.istio.model.step;

import io.meshprovisioner.istio.model.Protocol;
import io.meshprovisioner.istio.model.ServerPort;
import io.meshprovisioner.istio.model.SidecarIngress;
import java.util.function.UnaryOperator;

/**
 * A listener for incoming traffic that still needs its port.
 */
public interface NeedsIngressPort {

    /** The port and what is spoken on it. */
    SidecarIngress port(int number, Protocol protocol);

    /** The same with more about the port, such as its name. */
    SidecarIngress port(int number, Protocol protocol, UnaryOperator<ServerPort> port);
}
