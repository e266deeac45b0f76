package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.yaml.Trees;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Limits on connections. Source: TCPSettings. */
public final class TcpPool extends Part<TcpPool> {
    TcpPool(ObjectNode tree) {
        super(tree);
    }

    static TcpPool start() {
        return new TcpPool(Trees.empty());
    }

    @Override
    protected TcpPool copy(ObjectNode changed) {
        return new TcpPool(changed);
    }

    /** How many to one destination; default 2^32-1. */
    public TcpPool maxConnections(int maxConnections) {
        return set("maxConnections", maxConnections);
    }

    /** What {@code maxConnections} says. */
    public Optional<Integer> maxConnections() {
        return integer("maxConnections");
    }

    /** How long connecting may take, 1 ms or more; default 10 s. */
    public TcpPool connectTimeout(Duration connectTimeout) {
        return set("connectTimeout", connectTimeout);
    }

    /** What {@code connectTimeout} says. */
    public Optional<Duration> connectTimeout() {
        return duration("connectTimeout");
    }

    /** Keep-alive probes on the connections. */
    public TcpPool tcpKeepalive(UnaryOperator<TcpKeepalive> change) {
        return edit("tcpKeepalive", TcpKeepalive::new, change);
    }

    /** What {@code tcpKeepalive} says. */
    public Optional<TcpKeepalive> tcpKeepalive() {
        return part("tcpKeepalive", TcpKeepalive::new);
    }

    /** How long a connection may last; default without end. Since 1.15. */
    public TcpPool maxConnectionDuration(Duration maxConnectionDuration) {
        return set("maxConnectionDuration", maxConnectionDuration);
    }

    /** What {@code maxConnectionDuration} says. */
    public Optional<Duration> maxConnectionDuration() {
        return duration("maxConnectionDuration");
    }

    /** How long a connection may be idle; default 1 h, 0 s without end. Since 1.21. */
    public TcpPool idleTimeout(Duration idleTimeout) {
        return set("idleTimeout", idleTimeout);
    }

    /** What {@code idleTimeout} says. */
    public Optional<Duration> idleTimeout() {
        return duration("idleTimeout");
    }
}
