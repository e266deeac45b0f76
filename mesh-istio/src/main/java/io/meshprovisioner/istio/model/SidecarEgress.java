package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Hosts that the workload may reach, and optionally a listener of their own. Source: IstioEgressListener. */
public final class SidecarEgress extends Part<SidecarEgress> {
    SidecarEgress(ObjectNode tree) {
        super(tree);
    }

    static SidecarEgress start() {
        return new SidecarEgress(Trees.empty());
    }

    @Override
    protected SidecarEgress copy(ObjectNode changed) {
        return new SidecarEgress(changed);
    }

    /**
     * The hosts, as {@code namespace/name}: {@code .} for the own namespace, {@code *} for all, {@code ~} for none.
     */
    public SidecarEgress hosts(String... hosts) {
        return set("hosts", List.of(hosts));
    }

    /** What {@code hosts} says. */
    public List<String> hosts() {
        return texts("hosts");
    }

    /** The address to listen on, or a unix:// path. */
    public SidecarEgress bind(String bind) {
        return set("bind", bind);
    }

    /** What {@code bind} says. */
    public Optional<String> bind() {
        return text("bind");
    }

    /** How traffic comes here. */
    public SidecarEgress captureMode(CaptureMode captureMode) {
        return set("captureMode", captureMode);
    }

    /** What {@code captureMode} says. */
    public Optional<CaptureMode> captureMode() {
        return value("captureMode", CaptureMode.class);
    }

    /** The port to listen on; default: those of the hosts. Only the last listener may lack one. */
    public SidecarEgress port(int number, Protocol protocol) {
        return port(number, protocol, port -> port);
    }

    /** The port to listen on, and more about it. */
    public SidecarEgress port(int number, Protocol protocol, UnaryOperator<ServerPort> change) {
        ServerPort named = ServerPort.of(number, protocol).name(Ports.defaultName(number, protocol.toString()));
        return set("port", change.apply(named));
    }

    /** What {@code port} says. */
    public Optional<ServerPort> port() {
        return part("port", ServerPort::new);
    }
}
