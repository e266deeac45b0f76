package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.model.step.NeedsHosts;
import io.meshprovisioner.istio.model.step.NeedsIngressPort;
import io.meshprovisioner.istio.yaml.Document;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** What the sidecars of a namespace accept and know. Source: Sidecar of networking.istio.io. */
public final class Sidecar extends IstioResource<Sidecar> {
    private static final String KIND = "Sidecar";

    private Sidecar(Envelope envelope, ObjectNode spec) {
        super(envelope, spec);
    }

    /** A Sidecar that changes nothing yet. */
    public static Sidecar named(String name) {
        return new Sidecar(envelope(KIND, name), Trees.empty());
    }

    static Sidecar of(Document document) {
        return new Sidecar(Envelope.of(document), Envelope.spec(document));
    }

    @Override
    protected Sidecar copy(Envelope changed, ObjectNode spec) {
        return new Sidecar(changed, spec);
    }

    /** Limits on incoming connections. Since 1.20. */
    public Sidecar inboundConnectionPool(UnaryOperator<ConnectionPool> change) {
        return edit("inboundConnectionPool", ConnectionPool::new, change);
    }

    /** What {@code inboundConnectionPool} says. */
    public Optional<ConnectionPool> inboundConnectionPool() {
        return part("inboundConnectionPool", ConnectionPool::new);
    }

    /** What happens to traffic whose destination is not known. */
    public Sidecar outboundTrafficPolicy(UnaryOperator<OutboundTrafficPolicy> change) {
        return edit("outboundTrafficPolicy", OutboundTrafficPolicy::new, change);
    }

    /** What {@code outboundTrafficPolicy} says. */
    public Optional<OutboundTrafficPolicy> outboundTrafficPolicy() {
        return part("outboundTrafficPolicy", OutboundTrafficPolicy::new);
    }

    /** For the pods with these labels; default: all of the namespace. */
    public Sidecar workloadSelector(Map<String, String> labels) {
        return set("workloadSelector", Selectors.labels(labels));
    }

    /** What {@code workloadSelector} says. */
    public Map<String, String> workloadSelector() {
        return Selectors.labels(this, "workloadSelector");
    }

    /** One more listener for incoming traffic; default: the ports of the workload's services. */
    public Sidecar ingress(Function<NeedsIngressPort, SidecarIngress> listener) {
        return add("ingress", listener.apply(SidecarIngress.needed()));
    }

    /** What {@code ingress} says. */
    public List<SidecarIngress> ingress() {
        return parts("ingress", SidecarIngress::new);
    }

    /** One more set of hosts that may be reached; default: all. */
    public Sidecar egress(Function<NeedsHosts<SidecarEgress>, SidecarEgress> hosts) {
        return add("egress", hosts.apply((first, more) -> SidecarEgress.start()
                .hosts(Stream.concat(Stream.of(first), Arrays.stream(more)).toArray(String[]::new))));
    }

    /** What {@code egress} says. */
    public List<SidecarEgress> egress() {
        return parts("egress", SidecarEgress::new);
    }
}
