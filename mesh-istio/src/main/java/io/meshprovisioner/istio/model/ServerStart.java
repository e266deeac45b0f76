package io.meshprovisioner.istio.model;

import io.meshprovisioner.istio.model.step.NeedsHosts;
import io.meshprovisioner.istio.model.step.NeedsHttpHosts;
import io.meshprovisioner.istio.model.step.NeedsPort;
import io.meshprovisioner.istio.model.step.NeedsServerTlsMode;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** The beginning of every server of a gateway. */
record ServerStart(Part<?> server) implements NeedsPort, NeedsHttpHosts {
    static final ServerStart EMPTY = new ServerStart(new Server(Trees.empty()));

    private static Server on(int port, Protocol protocol) {
        return new Server(Trees.object(Map.of("port", Ports.of(port, protocol))));
    }

    private static NeedsHosts<Server> on(
            int port, Protocol protocol, Function<NeedsServerTlsMode, ? extends ServerTls> tls) {
        return new ServerStart(on(port, protocol).set("tls", (Part<?>) tls.apply(ServerTlsStart.INSTANCE)));
    }

    @Override
    public NeedsHttpHosts http(int port) {
        return new ServerStart(on(port, Protocol.HTTP));
    }

    @Override
    public NeedsHosts<Server> https(int port, Function<NeedsServerTlsMode, ? extends ServerTls> tls) {
        return on(port, Protocol.HTTPS, tls);
    }

    @Override
    public NeedsHttpHosts http2(int port) {
        return new ServerStart(on(port, Protocol.HTTP2));
    }

    @Override
    public NeedsHttpHosts grpc(int port) {
        return new ServerStart(on(port, Protocol.GRPC));
    }

    @Override
    public NeedsHosts<Server> tcp(int port) {
        return new ServerStart(on(port, Protocol.TCP));
    }

    @Override
    public NeedsHosts<Server> tcp(int port, Function<NeedsServerTlsMode, ? extends ServerTls> tls) {
        return on(port, Protocol.TCP, tls);
    }

    @Override
    public NeedsHosts<Server> tls(int port, Function<NeedsServerTlsMode, ? extends ServerTls> tls) {
        return on(port, Protocol.TLS, tls);
    }

    @Override
    public NeedsHosts<Server> port(int port, Protocol protocol) {
        return new ServerStart(on(port, protocol));
    }

    @Override
    public NeedsHosts<Server> port(int port, Protocol protocol, Function<NeedsServerTlsMode, ? extends ServerTls> tls) {
        return on(port, protocol, tls);
    }

    @Override
    public NeedsHttpHosts httpsRedirect() {
        return new ServerStart(
                new Server(Part.tree(server)).set("tls", Trees.object(Map.of("httpsRedirect", Trees.of(true)))));
    }

    @Override
    public Server hosts(String first, String... more) {
        return new Server(Part.tree(server))
                .hosts(Stream.concat(Stream.of(first), Arrays.stream(more)).toArray(String[]::new));
    }
}
