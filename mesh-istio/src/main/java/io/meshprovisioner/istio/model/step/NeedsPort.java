package io.meshprovisioner.istio.model.step;

import io.meshprovisioner.istio.model.Protocol;
import io.meshprovisioner.istio.model.Server;
import io.meshprovisioner.istio.model.ServerTls;
import java.util.function.Function;

/**
 * A server that still needs its port and protocol.
 */
public interface NeedsPort {

    /** HTTP/1.1 and HTTP/2 in plain text. */
    NeedsHttpHosts http(int port);

    /** HTTPS; the proxy ends TLS, or passes it through. */
    NeedsHosts<Server> https(int port, Function<NeedsServerTlsMode, ? extends ServerTls> tls);

    /** HTTP/2 in plain text. */
    NeedsHttpHosts http2(int port);

    /** gRPC in plain text. */
    NeedsHttpHosts grpc(int port);

    /** Connections of any kind. */
    NeedsHosts<Server> tcp(int port);

    /** Connections of any kind inside TLS that the proxy ends. */
    NeedsHosts<Server> tcp(int port, Function<NeedsServerTlsMode, ? extends ServerTls> tls);

    /** TLS, told apart by server name. */
    NeedsHosts<Server> tls(int port, Function<NeedsServerTlsMode, ? extends ServerTls> tls);

    /** Another protocol. */
    NeedsHosts<Server> port(int port, Protocol protocol);

    /** Another protocol with TLS. */
    NeedsHosts<Server> port(int port, Protocol protocol, Function<NeedsServerTlsMode, ? extends ServerTls> tls);
}
