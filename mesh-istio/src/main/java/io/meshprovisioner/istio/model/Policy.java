package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.model.step.NeedsClientTlsMode;
import io.meshprovisioner.istio.model.step.NeedsLoadBalancer;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** What policies have at every level: the rule, a subset, a port. */
public abstract class Policy<T extends Policy<T>> extends Part<T> {
    Policy(ObjectNode tree) {
        super(tree);
    }

    /** How an endpoint is chosen; default LEAST_REQUEST (ROUND_ROBIN up to 1.13). */
    public T loadBalancer(Function<NeedsLoadBalancer, ? extends LoadBalancer> loadBalancer) {
        return set("loadBalancer", loadBalancer.apply(LoadBalancer.needed()));
    }

    /** What {@code loadBalancer} says. */
    public Optional<LoadBalancer> loadBalancer() {
        return part("loadBalancer", LoadBalancer::read);
    }

    /** Limits on the connections. */
    public T connectionPool(UnaryOperator<ConnectionPool> change) {
        return edit("connectionPool", ConnectionPool::new, change);
    }

    /** What {@code connectionPool} says. */
    public Optional<ConnectionPool> connectionPool() {
        return part("connectionPool", ConnectionPool::new);
    }

    /** When an endpoint that fails is left out. */
    public T outlierDetection(UnaryOperator<OutlierDetection> change) {
        return edit("outlierDetection", OutlierDetection::new, change);
    }

    /** What {@code outlierDetection} says. */
    public Optional<OutlierDetection> outlierDetection() {
        return part("outlierDetection", OutlierDetection::new);
    }

    /** TLS to the destination; default: mutual TLS of the mesh where the destination has a sidecar. */
    public T tls(Function<NeedsClientTlsMode, ? extends ClientTls> tls) {
        return set("tls", (Part<?>) tls.apply(ClientTlsPart.needed()));
    }

    /** What {@code tls} says. */
    public Optional<ClientTls> tls() {
        return part("tls", ClientTlsPart::read);
    }
}
