package io.meshprovisioner.istio.gatewayapi.step;

import io.meshprovisioner.istio.gatewayapi.ListenerTls;
import io.meshprovisioner.istio.gatewayapi.ObjectRef;
import java.util.function.Function;

/**
 * TLS of a listener that still needs its mode.
 */
public interface NeedsListenerTls {

    /** The gateway ends TLS with the certificate in this secret. */
    ListenerTls terminate(String secret);

    /** The gateway ends TLS with a certificate that may be in another namespace. */
    ListenerTls terminate(Function<NeedsName<ObjectRef>, ObjectRef> certificate);

    /** Connections are forwarded as they are; with TLS only. */
    ListenerTls passthrough();
}
