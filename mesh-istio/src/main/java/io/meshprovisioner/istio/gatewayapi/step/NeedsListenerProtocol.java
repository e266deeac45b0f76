package io.meshprovisioner.istio.gatewayapi.step;

import io.meshprovisioner.istio.gatewayapi.Listener;
import io.meshprovisioner.istio.gatewayapi.ListenerTls;
import java.util.function.Function;

/**
 * A listener that still needs its port and protocol.
 */
public interface NeedsListenerProtocol {

    /** HTTP in plain text. */
    Listener http(int port);

    /** HTTPS. */
    Listener https(int port, Function<NeedsListenerTls, ListenerTls> tls);

    /** TLS of any content. */
    Listener tls(int port, Function<NeedsListenerTls, ListenerTls> tls);

    /** Connections of any kind. */
    Listener tcp(int port);

    /** Ambient's tunnel, for waypoints: port 15008. */
    Listener hbone(int port);
}
