package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.yaml.Trees;
import java.time.Duration;
import java.util.Optional;

/** Keep-alive probes. Source: TcpKeepalive. */
public final class TcpKeepalive extends Part<TcpKeepalive> {
    TcpKeepalive(ObjectNode tree) {
        super(tree);
    }

    static TcpKeepalive start() {
        return new TcpKeepalive(Trees.empty());
    }

    @Override
    protected TcpKeepalive copy(ObjectNode changed) {
        return new TcpKeepalive(changed);
    }

    /** How many go unanswered before the connection counts as dead; default: the operating system's, 9 on Linux. */
    public TcpKeepalive probes(int probes) {
        return set("probes", probes);
    }

    /** What {@code probes} says. */
    public Optional<Integer> probes() {
        return integer("probes");
    }

    /** How long a connection is idle before the first; default: the operating system's, 2 h on Linux. */
    public TcpKeepalive time(Duration time) {
        return set("time", time);
    }

    /** What {@code time} says. */
    public Optional<Duration> time() {
        return duration("time");
    }

    /** How long between two; default: the operating system's, 75 s on Linux. */
    public TcpKeepalive interval(Duration interval) {
        return set("interval", interval);
    }

    /** What {@code interval} says. */
    public Optional<Duration> interval() {
        return duration("interval");
    }
}
