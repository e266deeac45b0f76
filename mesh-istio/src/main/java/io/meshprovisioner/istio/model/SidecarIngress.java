package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.model.step.NeedsIngressPort;
import io.meshprovisioner.istio.model.step.NeedsServerTlsMode;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** A listener for incoming traffic. Source: IstioIngressListener. */
public final class SidecarIngress extends Part<SidecarIngress> {
    SidecarIngress(ObjectNode tree) {
        super(tree);
    }

    @Override
    protected SidecarIngress copy(ObjectNode changed) {
        return new SidecarIngress(changed);
    }

    /** The address to listen on; default: that of the workload. */
    public SidecarIngress bind(String bind) {
        return set("bind", bind);
    }

    /** What {@code bind} says. */
    public Optional<String> bind() {
        return text("bind");
    }

    /** How traffic comes here. */
    public SidecarIngress captureMode(CaptureMode captureMode) {
        return set("captureMode", captureMode);
    }

    /** What {@code captureMode} says. */
    public Optional<CaptureMode> captureMode() {
        return value("captureMode", CaptureMode.class);
    }

    /**
     * Where it goes: {@code 127.0.0.1:PORT}, {@code 0.0.0.0:PORT} or {@code unix:///PATH}; default: the same port
     * of the workload.
     */
    public SidecarIngress defaultEndpoint(String defaultEndpoint) {
        return set("defaultEndpoint", defaultEndpoint);
    }

    /** What {@code defaultEndpoint} says. */
    public Optional<String> defaultEndpoint() {
        return text("defaultEndpoint");
    }

    /** Limits on the connections. Since 1.20. */
    public SidecarIngress connectionPool(UnaryOperator<ConnectionPool> change) {
        return edit("connectionPool", ConnectionPool::new, change);
    }

    /** What {@code connectionPool} says. */
    public Optional<ConnectionPool> connectionPool() {
        return part("connectionPool", ConnectionPool::new);
    }

    static SidecarIngress on(int number, Protocol protocol, UnaryOperator<ServerPort> change) {
        ServerPort named = ServerPort.of(number, protocol).name(Ports.defaultName(number, protocol.toString()));
        return new SidecarIngress(Trees.empty()).set("port", change.apply(named));
    }

    static NeedsIngressPort needed() {
        return new NeedsIngressPort() {
            @Override
            public SidecarIngress port(int number, Protocol protocol) {
                return on(number, protocol, port -> port);
            }

            @Override
            public SidecarIngress port(int number, Protocol protocol, UnaryOperator<ServerPort> port) {
                return on(number, protocol, port);
            }
        };
    }

    /** What {@code port} says. */
    public Optional<ServerPort> port() {
        return part("port", ServerPort::new);
    }

    /** TLS that the sidecar ends, SIMPLE or MUTUAL; not together with the mesh's own TLS. Since 1.13. */
    public SidecarIngress tls(Function<NeedsServerTlsMode, ? extends ServerTls> tls) {
        return set("tls", (Part<?>) tls.apply(ServerTlsStart.INSTANCE));
    }

    /** What {@code tls} says. */
    public Optional<ServerTls> tls() {
        return part("tls", ServerTlsPart::read);
    }
}
