package io.meshprovisioner.istio.traffic.review;

import io.meshprovisioner.istio.traffic.Decision;
import io.meshprovisioner.istio.traffic.Question;
import io.meshprovisioner.istio.traffic.Traffic;
import io.meshprovisioner.istio.traffic.answer.Outcome;
import io.meshprovisioner.istio.traffic.cluster.Cluster;
import io.meshprovisioner.istio.traffic.cluster.ClusterEndpoint;
import io.meshprovisioner.istio.traffic.hop.Destination;
import io.meshprovisioner.istio.traffic.hop.Hop;
import io.meshprovisioner.istio.traffic.hop.Journeys;
import io.meshprovisioner.istio.traffic.policy.CallerTraits;
import io.meshprovisioner.istio.traffic.policy.Policies;
import io.meshprovisioner.istio.traffic.proxy.VirtualHost;
import io.meshprovisioner.istio.traffic.question.HttpRequest;
import io.meshprovisioner.istio.traffic.question.Token;
import io.meshprovisioner.istio.traffic.question.Transport;
import io.meshprovisioner.istio.traffic.rule.RuleIndex;
import io.meshprovisioner.istio.traffic.rule.Rules;
import io.meshprovisioner.istio.traffic.rule.WeightedTarget;
import io.meshprovisioner.istio.traffic.snapshot.MeshService;
import io.meshprovisioner.istio.traffic.snapshot.Proxy;
import io.meshprovisioner.istio.traffic.snapshot.ServicePort;
import io.meshprovisioner.istio.traffic.snapshot.ServiceTarget;
import io.meshprovisioner.istio.traffic.snapshot.Snapshot;
import io.meshprovisioner.istio.traffic.snapshot.Workload;
import io.meshprovisioner.istio.traffic.space.Reach;
import io.meshprovisioner.istio.traffic.space.Sample;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Calls one workload as everybody, by every host that leads to it. */
final class AccessFinder {
    private static final String BARE = "any workload without sidecar";
    /** More requests than this are not tried for one caller and host. */
    private static final int MOST = 2_000;

    private final Traffic traffic;
    private final Snapshot snapshot;
    private final Vantages vantages;
    private final Proxy target;
    private final List<ServiceTarget> services;
    private final Journeys journeys;
    private final Probes probes;
    private final CallerTraits traits;
    private final List<Access.Way> open = new ArrayList<>();
    private final List<Access.Way> closed = new ArrayList<>();

    AccessFinder(Traffic traffic, Vantages vantages, Proxy target) {
        this.traffic = traffic;
        this.snapshot = traffic.snapshot();
        this.vantages = vantages;
        this.target = target;
        this.services = snapshot.registry().targets(target);
        this.journeys = Journeys.of(snapshot);
        Set<String> asked =
                new LinkedHashSet<>(Set.of(target.namespace(), snapshot.mesh().rootNamespace()));
        vantages.gateways().forEach(gateway -> asked.add(gateway.namespace()));
        this.probes = new Probes(snapshot, policy -> asked.contains(policy.namespace()));
        this.traits = Policies.of(snapshot).callersOf(target);
    }

    /** One attempt, and what it has to say of its token. */
    private record Attempt(Decision decision, @Nullable Token token) {}

    Access find() {
        if (!target.addresses().isEmpty()) {
            throughSidecars();
            pastSidecars();
            throughGateways();
        }
        return new Access(target.id(), open, closed);
    }

    private void throughSidecars() {
        Set<Place> places = places();
        for (List<Proxy> alike : vantages.alike(traits::of)) {
            List<String> names = alike.stream().map(Proxy::id).distinct().toList();
            Proxy first = alike.get(0);
            for (Place place : places) {
                Stream<Attempt> attempts = place.http()
                        ? attempts(new Vantage(first, place.port(), place.host(), Transport.PLAINTEXT))
                        : Stream.of(attempt(new Connection(first, place.host(), place.port(), Transport.PLAINTEXT)));
                look(names, place.host(), place.port(), attempts);
            }
        }
    }

    /** A host and a port that sidecars may lead to the workload. */
    private record Place(String host, int port, boolean http) {}

    private Set<Place> places() {
        Set<Place> places = new LinkedHashSet<>();
        Set<String> own = new LinkedHashSet<>();
        for (ServiceTarget one : services) {
            MeshService service = one.service();
            if (own.add(service.host())) {
                service.ports().forEach(port -> places.add(new Place(service.host(), port.number(), isHttp(port))));
            }
        }
        for (Rules rules : RuleIndex.of(snapshot).all()) {
            if (leadsTo(rules, own)) {
                vantages.of(rules).stream()
                        .filter(vantage -> !vantage.proxy().isGateway())
                        .forEach(vantage -> places.add(new Place(vantage.host(), vantage.port(), true)));
            }
        }
        return places;
    }

    private static boolean isHttp(ServicePort port) {
        return port.protocol().isHttp() || port.protocol().isUnknown();
    }

    private static boolean leadsTo(Rules rules, Set<String> hosts) {
        return Stream.of(
                        rules.http().stream().flatMap(rule -> rule.route().stream()),
                        rules.tls().stream().flatMap(rule -> rule.route().stream()),
                        rules.tcp().stream().flatMap(rule -> rule.route().stream()))
                .flatMap(routes -> routes)
                .map(WeightedTarget::target)
                .anyMatch(one -> hosts.contains(one.host()));
    }

    /** Callers without a sidecar connect to the workload itself. */
    private void pastSidecars() {
        Map<Object, List<Workload>> groups = new LinkedHashMap<>();
        for (Workload workload : snapshot.registry().workloads()) {
            if (!workload.sidecar() && !workload.addresses().equals(target.addresses())) {
                groups.computeIfAbsent(traits.ofPlain(workload), key -> new ArrayList<>())
                        .add(workload);
            }
        }
        for (ServiceTarget one : services) {
            boolean http = isHttp(one.port());
            look(List.of(BARE), one, http, traffic.withoutSidecar(target.namespace()));
            groups.values()
                    .forEach(alike -> look(
                            alike.stream()
                                    .map(workload -> workload.name() + "." + workload.namespace())
                                    .distinct()
                                    .toList(),
                            one,
                            http,
                            traffic.as(alike.get(0))));
        }
    }

    private void look(List<String> callers, ServiceTarget to, boolean http, Question question) {
        String address = target.addresses().get(0);
        String host = to.service().host();
        Stream<Attempt> attempts = http
                ? probes.at(HttpRequest.get(host, "/")).stream()
                        .map(sample -> new Attempt(
                                with(question, sample.token())
                                        .send(address, to.targetPort(), Transport.PLAINTEXT, sample.request()),
                                sample.token()))
                : Stream.of(new Attempt(question.connect(address, to.targetPort(), Transport.PLAINTEXT), null));
        look(callers, host, to.port().number(), attempts);
    }

    private static Question with(Question question, @Nullable Token token) {
        return token == null ? question : question.token(token);
    }

    private void throughGateways() {
        Set<String> own = new LinkedHashSet<>();
        services.forEach(one -> own.add(one.service().host()));
        Connections connections = new Connections(snapshot, vantages);
        for (Rules rules : RuleIndex.of(snapshot).all()) {
            if (!leadsTo(rules, own)) {
                continue;
            }
            vantages.of(rules).stream()
                    .filter(vantage -> vantage.proxy().isGateway())
                    .forEach(vantage ->
                            look(List.of(vantage.proxy().id()), vantage.host(), vantage.port(), attempts(vantage)));
            connections
                    .fitting(rules)
                    .filter(connection -> connection.proxy().isGateway())
                    .limit(MOST)
                    .forEach(connection -> look(
                            List.of(connection.proxy().id()),
                            connection.host(),
                            connection.port(),
                            Stream.of(attempt(connection))));
        }
    }

    private Attempt attempt(Connection connection) {
        return new Attempt(connection.ask(traffic), null);
    }

    /** Plain requests, those that policies speak of, those that reach each rule, and both together. */
    private Stream<Attempt> attempts(Vantage vantage) {
        Stream<Sample> spoken = probes.at(vantage.plain()).stream();
        Stream<Sample> reaching = Stream.of(vantage).flatMap(one -> one.virtualHost(traffic).stream()
                .filter(host ->
                        host.routes().size() > 1 || !host.routes().get(0).takesAll())
                .flatMap(host -> reaching(vantage, host)));
        return Stream.concat(spoken, reaching)
                .limit(MOST)
                .map(sample -> new Attempt(vantage.ask(traffic, sample), sample.token()));
    }

    private Stream<Sample> reaching(Vantage vantage, VirtualHost host) {
        HostSpace space = new HostSpace(traffic, vantage, host);
        return IntStream.range(0, space.routes().size())
                .mapToObj(route -> space.space().reach(route))
                .filter(Reach.Reached.class::isInstance)
                .map(reach -> ((Reach.Reached) reach).witness())
                .flatMap(witness -> probes.at(witness.request()).stream().map(probe -> like(witness, probe)));
    }

    private void look(List<String> callers, String host, int port, Stream<Attempt> attempts) {
        Decision refused = null;
        for (Attempt attempt : (Iterable<Attempt>) attempts::iterator) {
            Outcome outcome = outcome(attempt).orElse(null);
            if (outcome instanceof Outcome.Forwarded) {
                open.add(new Access.Way(callers, host, port, attempt.decision()));
                return;
            }
            if (outcome != null && refused == null) {
                refused = attempt.decision();
            }
        }
        if (refused != null) {
            closed.add(new Access.Way(callers, host, port, refused));
        }
    }

    /** The request that reaches a rule, and the same with what a policy asks for, which may still reach it. */
    private static Sample like(Sample reaching, Sample probing) {
        HttpRequest witness = reaching.request();
        HttpRequest probe = probing.request();
        if (witness.equals(probe)) {
            return reaching;
        }
        Map<String, List<String>> headers = new LinkedHashMap<>(witness.headers());
        headers.putAll(probe.headers());
        boolean ownPath = probe.path().equals("/");
        return new Sample(
                new HttpRequest(
                        probe.method(),
                        witness.scheme(),
                        witness.authority(),
                        ownPath ? witness.path() : probe.path(),
                        headers,
                        witness.http2()),
                probing.token() == null ? reaching.token() : probing.token());
    }

    /** What comes of a request at the workload itself; empty where it does not go there. */
    private Optional<Outcome> outcome(Attempt attempt) {
        Decision decision = attempt.decision();
        Hop first = decision.journey().first().orElse(null);
        if (first == null) {
            return Optional.of(decision.outcome());
        }
        if (first.verdict().filter(verdict -> !verdict.allowed()).isPresent()) {
            return Optional.of(first.outcome());
        }
        for (Destination destination : first.destinations()) {
            Cluster cluster = destination.cluster().orElse(null);
            if (cluster == null) {
                continue;
            }
            for (ClusterEndpoint endpoint : cluster.endpoints()) {
                if (target.addresses().contains(endpoint.address())) {
                    return Optional.of(journeys.to(decision.journey(), destination, endpoint, attempt.token())
                            .outcome());
                }
            }
        }
        return Optional.empty();
    }
}
