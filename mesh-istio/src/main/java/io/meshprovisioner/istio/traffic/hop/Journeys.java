package io.meshprovisioner.istio.traffic.hop;

import io.meshprovisioner.istio.traffic.answer.Outcome;
import io.meshprovisioner.istio.traffic.answer.Reason;
import io.meshprovisioner.istio.traffic.cluster.ClientSecurity;
import io.meshprovisioner.istio.traffic.cluster.Cluster;
import io.meshprovisioner.istio.traffic.cluster.ClusterEndpoint;
import io.meshprovisioner.istio.traffic.cluster.Discovery;
import io.meshprovisioner.istio.traffic.cluster.LocalityGroup;
import io.meshprovisioner.istio.traffic.policy.TokenVerdict;
import io.meshprovisioner.istio.traffic.question.Arrival;
import io.meshprovisioner.istio.traffic.question.Token;
import io.meshprovisioner.istio.traffic.question.Transport;
import io.meshprovisioner.istio.traffic.scope.BoundedCache;
import io.meshprovisioner.istio.traffic.snapshot.Proxy;
import io.meshprovisioner.istio.traffic.snapshot.Snapshot;
import io.meshprovisioner.istio.traffic.snapshot.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Walks calls from proxy to proxy. Safe for threads. */
public final class Journeys {
    private static final int SERVERS = 100_000;

    private final Snapshot snapshot;
    private final BoundedCache<String, Server> servers = new BoundedCache<>(SERVERS);

    /** What is at an address; the station is null where no sidecar is in the way. */
    private record Server(
            Optional<Workload> workload, @Nullable Station station) {}

    private Journeys(Snapshot snapshot) {
        this.snapshot = snapshot;
    }

    /** Of a snapshot; made once for it. */
    public static Journeys of(Snapshot snapshot) {
        return snapshot.derive(Journeys.class, Journeys::new);
    }

    /**
     * A call through a proxy: the sidecar of its caller, or a gateway.
     *
     * @param token that the request brings; null for none
     */
    public Journey through(Proxy proxy, Arrival arrival, @Nullable Token token) {
        return through(Station.of(snapshot, proxy), arrival, token);
    }

    /**
     * The same, for whoever asks often.
     *
     * @param station of this snapshot
     */
    public Journey through(Station station, Arrival arrival, @Nullable Token token) {
        Hop first = station.receive(arrival, token);
        if (!(first.outcome() instanceof Outcome.Forwarded)) {
            return new Journey(Optional.of(first), List.of(), first.outcome());
        }
        List<Leg> legs = new ArrayList<>(first.destinations().size());
        for (Destination destination : first.destinations()) {
            Cluster cluster = destination.cluster().orElse(null);
            if (cluster != null && !cluster.isEmpty()) {
                ClusterEndpoint endpoint = firstOf(cluster);
                Arrival next = station.onward(first, destination, endpoint);
                legs.add(leg(next, token, Optional.of(destination), Optional.ofNullable(endpoint), first));
            }
        }
        boolean everyOneEnds = legs.stream().noneMatch(leg -> leg.outcome() instanceof Outcome.Forwarded);
        return new Journey(
                Optional.of(first),
                List.copyOf(legs),
                everyOneEnds && !legs.isEmpty() ? legs.get(0).outcome() : first.outcome());
    }

    /**
     * A call of somebody without a sidecar, straight to a workload's address.
     *
     * @param arrival what comes there, which is inbound
     */
    public Journey straight(Arrival arrival, @Nullable Token token) {
        Leg leg = leg(arrival, token, Optional.empty(), Optional.empty(), null);
        return new Journey(Optional.empty(), List.of(leg), leg.outcome());
    }

    /** The leg of a journey to another endpoint of the same destination. */
    public Leg to(Journey journey, Destination destination, ClusterEndpoint endpoint, @Nullable Token token) {
        Hop first = journey.first()
                .orElseThrow(() -> new IllegalArgumentException("a caller without sidecar chooses its address itself"));
        Arrival next = Station.of(snapshot, first.passage().proxy()).onward(first, destination, endpoint);
        return leg(next, token, Optional.of(destination), Optional.of(endpoint), first);
    }

    /** The first endpoint of the first priority that has any; null where the address is the client's choice. */
    private static @Nullable ClusterEndpoint firstOf(Cluster cluster) {
        LocalityGroup best = null;
        for (LocalityGroup group : cluster.localities()) {
            if (!group.endpoints().isEmpty() && (best == null || group.priority() < best.priority())) {
                best = group;
            }
        }
        return best == null ? null : best.endpoints().get(0);
    }

    private Leg leg(
            Arrival arrival,
            @Nullable Token token,
            Optional<Destination> destination,
            Optional<ClusterEndpoint> endpoint,
            @Nullable Hop first) {
        Server server = servers.get(arrival.address(), this::find);
        Station station = server.station();
        boolean isGone = first != null
                && first.token().filter(TokenVerdict::removesToken).isPresent();
        Hop hop = station == null ? null : station.receive(arrival, isGone ? null : token);
        Outcome outcome =
                hop == null ? withoutSidecar(arrival, destination) : seenBy(first, hop.outcome(), arrival.transport());
        return new Leg(destination, endpoint, server.workload(), arrival, Optional.ofNullable(hop), outcome);
    }

    private Server find(String address) {
        Optional<Workload> workload = snapshot.registry().workloadAt(address);
        Station station = workload.filter(Workload::sidecar)
                .map(one -> Station.of(snapshot, Proxy.sidecar(one, snapshot.mesh())))
                .orElse(null);
        return new Server(workload, station);
    }

    /** An application alone takes no mutual TLS of the mesh; of other TLS nothing is known. */
    private static Outcome withoutSidecar(Arrival arrival, Optional<Destination> destination) {
        boolean passedOn = destination
                .flatMap(Destination::cluster)
                .filter(cluster -> cluster.security().mode() == ClientSecurity.Mode.PLAINTEXT
                        || cluster.discovery() == Discovery.ORIGINAL_DST)
                .isPresent();
        return arrival.transport() instanceof Transport.IstioMutual && !passedOn
                ? new Outcome.Refused(Reason.WRONG_MUTUAL_TLS, arrival.http() == null ? 0 : 503, "UF")
                : new Outcome.Forwarded(
                        destination.map(Destination::asShare).map(List::of).orElse(List.of()));
    }

    /**
     * A connection that the server ends is a 503 where a proxy before it speaks HTTP with the client; so is an answer in
     * plain text to somebody who speaks TLS.
     */
    private static Outcome seenBy(@Nullable Hop first, Outcome outcome, Transport transport) {
        if (first == null || first.passage().request() == null || !(outcome instanceof Outcome.Refused refused)) {
            return outcome;
        }
        boolean unread = refused.reason() == Reason.WRONG_PROTOCOL && transport.isTls();
        return refused.status() != 0 && !unread
                ? outcome
                : new Outcome.Refused(refused.reason(), 503, transport.isTls() ? "UF" : "UC");
    }
}
