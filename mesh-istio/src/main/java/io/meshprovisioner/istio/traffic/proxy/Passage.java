package io.meshprovisioner.istio.traffic.proxy;

import io.meshprovisioner.istio.traffic.answer.Reason;
import io.meshprovisioner.istio.traffic.question.Arrival;
import io.meshprovisioner.istio.traffic.route.ClusterShare;
import io.meshprovisioner.istio.traffic.route.RequestView;
import io.meshprovisioner.istio.traffic.route.Route;
import io.meshprovisioner.istio.traffic.rule.Place;
import io.meshprovisioner.istio.traffic.snapshot.Proxy;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far a request came through one proxy, and where it was sent.
 *
 * @param problem why it came no further; null where a route or a cluster was found
 * @param listener empty where none takes it
 * @param filterChain Envoy's name; mostly empty
 * @param endsTls whether the proxy ends the TLS that arrives, and so knows the client's identity
 * @param chainRule the rule that made the filter chain; null where none did
 * @param routeConfiguration empty for what is not HTTP, and inbound
 * @param host null where none was found
 * @param route null where none was found
 * @param routeIndex its place in the virtual host, counted from 0; -1 for none
 * @param stream where bytes go that are not read as HTTP
 */
public record Passage(
        Proxy proxy,
        Arrival arrival,
        @Nullable Reason problem,
        String listener,
        String filterChain,
        boolean endsTls,
        @Nullable Place chainRule,
        String routeConfiguration,
        @Nullable VirtualHost host,
        @Nullable Route route,
        int routeIndex,
        @Nullable RequestView request,
        List<ClusterShare> stream) {
    /** Why it came no further. */
    public Optional<Reason> reason() {
        return Optional.ofNullable(problem);
    }

    /** The virtual host's name; empty where none was found. */
    public String virtualHost() {
        return host == null ? "" : host.name();
    }

    /** The route that took it. */
    public Optional<Route> matched() {
        return Optional.ofNullable(route);
    }

    /** All routes of the virtual host, in order; none where no virtual host was found. */
    public List<Route> routes() {
        return host == null ? List.of() : host.routes();
    }

    /**
     * The same after its token was accepted: a gateway then looks for the route again, with the claims at hand and with
     * the headers that are made of them.
     */
    public Passage again(RequestView known) {
        if (host == null || (problem != null && problem != Reason.NO_ROUTE)) {
            return this;
        }
        int index = host.indexFor(known);
        return new Passage(
                proxy,
                arrival,
                index < 0 ? Reason.NO_ROUTE : null,
                listener,
                filterChain,
                endsTls,
                chainRule,
                routeConfiguration,
                host,
                index < 0 ? null : host.routes().get(index),
                index,
                known,
                stream);
    }
}
