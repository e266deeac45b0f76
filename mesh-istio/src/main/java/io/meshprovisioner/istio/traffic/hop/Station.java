package io.meshprovisioner.istio.traffic.hop;

import com.fasterxml.jackson.databind.node.MissingNode;
import io.meshprovisioner.istio.traffic.answer.Outcome;
import io.meshprovisioner.istio.traffic.answer.Reason;
import io.meshprovisioner.istio.traffic.cluster.Cluster;
import io.meshprovisioner.istio.traffic.cluster.ClusterEndpoint;
import io.meshprovisioner.istio.traffic.cluster.ClusterNames;
import io.meshprovisioner.istio.traffic.cluster.Clusters;
import io.meshprovisioner.istio.traffic.cluster.ProxyClusters;
import io.meshprovisioner.istio.traffic.policy.ArrivalAttributes;
import io.meshprovisioner.istio.traffic.policy.MutualTls;
import io.meshprovisioner.istio.traffic.policy.Policies;
import io.meshprovisioner.istio.traffic.policy.TokenVerdict;
import io.meshprovisioner.istio.traffic.policy.Verdict;
import io.meshprovisioner.istio.traffic.policy.WorkloadPolicies;
import io.meshprovisioner.istio.traffic.proxy.Passage;
import io.meshprovisioner.istio.traffic.proxy.ProxyView;
import io.meshprovisioner.istio.traffic.question.Arrival;
import io.meshprovisioner.istio.traffic.question.HttpRequest;
import io.meshprovisioner.istio.traffic.question.Token;
import io.meshprovisioner.istio.traffic.route.ClusterRef;
import io.meshprovisioner.istio.traffic.route.ClusterShare;
import io.meshprovisioner.istio.traffic.route.RequestView;
import io.meshprovisioner.istio.traffic.route.Route;
import io.meshprovisioner.istio.traffic.route.RouteAction;
import io.meshprovisioner.istio.traffic.scope.BoundedCache;
import io.meshprovisioner.istio.traffic.snapshot.ConfigObject;
import io.meshprovisioner.istio.traffic.snapshot.Proxy;
import io.meshprovisioner.istio.traffic.snapshot.Snapshot;
import io.meshprovisioner.istio.validation.input.Node;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One proxy with all that it goes by. Safe for threads; made once for a snapshot and a proxy. */
public final class Station {
    private static final int STATIONS = 10_000;
    private static final int CLUSTERS = 100_000;
    private static final int ROUTES = 100_000;

    private static final class Stations {
        private final BoundedCache<Proxy, Station> cache = new BoundedCache<>(STATIONS);
    }

    private final Snapshot snapshot;
    private final Proxy proxy;
    private final ProxyView view;
    private final ProxyClusters clusters;
    private final WorkloadPolicies policies;
    private final Forwarding forwarding;
    private final int trustedProxies;
    private final BoundedCache<ClusterRef, Optional<Cluster>> found = new BoundedCache<>(CLUSTERS);
    private final BoundedCache<Route, Onward> byRoute = new BoundedCache<>(ROUTES);

    private Station(Snapshot snapshot, Proxy proxy) {
        this.snapshot = snapshot;
        this.proxy = proxy;
        this.view = ProxyView.of(snapshot, proxy);
        this.clusters = Clusters.of(snapshot).at(proxy);
        this.policies = Policies.of(snapshot).at(proxy);
        this.forwarding = new Forwarding(proxy, snapshot.mesh().trustDomain());
        this.trustedProxies = snapshot.mesh().trustedProxies();
    }

    /** The proxy in a mesh. */
    public static Station of(Snapshot snapshot, Proxy proxy) {
        return snapshot.derive(Stations.class, any -> new Stations())
                .cache
                .get(proxy, one -> new Station(snapshot, one));
    }

    /** What the proxy makes of something that arrives. */
    public Hop receive(Arrival arrival) {
        return receive(arrival, null);
    }

    /**
     * The same of a request that brings a token.
     *
     * @param token null for none
     */
    public Hop receive(Arrival arrival, @Nullable Token token) {
        Passage passage = view.pass(arrival);
        Optional<MutualTls> demanded = arrival.side() == Arrival.Side.INBOUND
                ? Optional.of(policies.mutualTls(arrival.port()))
                : Optional.empty();
        if (arrival.side() == Arrival.Side.OUTBOUND || isBetweenGateways(passage)) {
            return end(passage, demanded, null, null);
        }
        if (!passage.stream().isEmpty()) {
            return end(passage, demanded, null, policies.authorizeConnection(attributes(passage, "")));
        }
        HttpRequest request = arrival.http();
        if (request == null || !isRead(passage)) {
            return end(passage, demanded, null, null);
        }
        RequestView seen = passage.request();
        String path = (seen == null ? new RequestView(request) : seen).pathAndQuery();
        TokenVerdict checked = policies.authenticate(attributes(passage, path), token);
        Verdict verdict = checked.passes() ? policies.authorizeRequest(checked.call()) : null;
        Passage known = checked.accepted() && proxy.isGateway()
                ? passage.again(
                        new RequestView(checked.onward(request), checked.call().claims()))
                : passage;
        return end(known, demanded, checked, verdict);
    }

    /** What an AUTO_PASSTHROUGH server passes on is asked at its end only. */
    private static boolean isBetweenGateways(Passage passage) {
        return passage.stream().stream().anyMatch(share -> share.cluster().isByServerName());
    }

    /** Whether the proxy came to read HTTP; policies are asked before any route is. */
    private static boolean isRead(Passage passage) {
        Reason problem = passage.problem();
        return problem == null
                || problem == Reason.NO_VIRTUAL_HOST
                || problem == Reason.NO_ROUTE
                || problem == Reason.NEEDS_TLS;
    }

    private ArrivalAttributes attributes(Passage passage, String path) {
        return new ArrivalAttributes(passage.arrival(), path, passage.endsTls(), trustedProxies);
    }

    private Hop end(
            Passage passage, Optional<MutualTls> demanded, @Nullable TokenVerdict token, @Nullable Verdict verdict) {
        Onward onward = Onward.NOWHERE;
        Outcome outcome;
        if (token != null && !token.passes()) {
            outcome = Outcomes.badToken(token);
        } else if (verdict != null && !verdict.allowed()) {
            outcome = Outcomes.denied(passage.stream().isEmpty());
        } else {
            outcome = Outcomes.ofWay(passage);
            if (outcome == null) {
                onward = onward(passage);
                outcome = onward.outcome();
            }
        }
        return new Hop(
                passage,
                demanded,
                Optional.ofNullable(token),
                Optional.ofNullable(verdict),
                onward.destinations(),
                outcome);
    }

    private Onward onward(Passage passage) {
        Route route = passage.route();
        return route == null
                ? onward(passage.stream(), 0)
                : byRoute.get(
                        route,
                        one -> one.action().orElse(null) instanceof RouteAction.Forward forward
                                ? onward(forward.clusters(), forward.missingStatus())
                                : Onward.NOWHERE);
    }

    private Onward onward(List<ClusterShare> shares, int missingStatus) {
        double whole = shares.stream().mapToInt(ClusterShare::weight).sum();
        List<Destination> destinations = shares.stream()
                .map(share -> new Destination(share, share.weight() * 100 / whole, cluster(share.cluster())))
                .toList();
        return new Onward(destinations, Outcomes.ofDestinations(destinations, missingStatus));
    }

    /** Where a route sends everything that it takes. */
    private record Onward(List<Destination> destinations, Outcome outcome) {
        static final Onward NOWHERE = new Onward(List.of(), Outcomes.ofDestinations(List.of(), 503));
    }

    /** What stands behind a cluster that a route names; empty if Istio makes no such cluster for the proxy. */
    public Optional<Cluster> cluster(ClusterRef reference) {
        return found.get(reference, this::find);
    }

    private Optional<Cluster> find(ClusterRef reference) {
        if (reference.isService()) {
            return view.scope()
                    .service(reference.host())
                    .flatMap(service -> reference.name().startsWith("outbound|")
                            ? clusters.outbound(service, reference.port(), reference.subset())
                            : clusters.passedOn(service, reference.port(), reference.subset()));
        }
        return switch (reference.name()) {
            case ClusterNames.PASSTHROUGH -> Optional.of(clusters.standing().passthrough());
            case ClusterNames.BLACK_HOLE -> Optional.of(clusters.standing().blackHole());
            case ClusterNames.INBOUND_PASSTHROUGH ->
                Optional.of(clusters.standing().inboundPassthrough());
            default ->
                clusters.standing().inbound(sidecar(), snapshot.registry().targets(proxy)).stream()
                        .filter(cluster -> cluster.name().equals(reference.name()))
                        .findFirst();
        };
    }

    private Node sidecar() {
        return view.scope().sidecar().map(ConfigObject::spec).orElse(Node.root(MissingNode.getInstance()));
    }

    /**
     * The same on its way to an endpoint, as the endpoint's own sidecar meets it: the request as it was rewritten, over the
     * TLS that this proxy starts.
     *
     * @param hop what this proxy made of the arrival
     * @param destination one of the hop's that has a cluster
     * @param endpoint one of the cluster's; null where the address that the client chose is kept
     */
    public Arrival onward(Hop hop, Destination destination, @Nullable ClusterEndpoint endpoint) {
        Cluster cluster = destination
                .cluster()
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no cluster " + destination.share().cluster() + " to go on to"));
        return forwarding.arrival(hop.passage(), destination, cluster, endpoint);
    }

    /** The proxy. */
    public Proxy proxy() {
        return proxy;
    }
}
