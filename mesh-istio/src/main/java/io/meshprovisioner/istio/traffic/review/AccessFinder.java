package io.meshprovisioner.istio.traffic.review;

import io.meshprovisioner.istio.traffic.Decision;
import io.meshprovisioner.istio.traffic.Traffic;
import io.meshprovisioner.istio.traffic.answer.Outcome;
import io.meshprovisioner.istio.traffic.cluster.Cluster;
import io.meshprovisioner.istio.traffic.cluster.ClusterEndpoint;
import io.meshprovisioner.istio.traffic.hop.Destination;
import io.meshprovisioner.istio.traffic.hop.Hop;
import io.meshprovisioner.istio.traffic.hop.Journeys;
import io.meshprovisioner.istio.traffic.question.HttpRequest;
import io.meshprovisioner.istio.traffic.rule.HttpRule;
import io.meshprovisioner.istio.traffic.rule.RuleIndex;
import io.meshprovisioner.istio.traffic.rule.Rules;
import io.meshprovisioner.istio.traffic.snapshot.MeshService;
import io.meshprovisioner.istio.traffic.snapshot.Proxy;
import io.meshprovisioner.istio.traffic.snapshot.ServiceTarget;
import io.meshprovisioner.istio.traffic.space.Reach;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Calls one workload as everybody, by every host that leads to it. */
final class AccessFinder {
    private final Traffic traffic;
    private final Vantages vantages;
    private final Proxy target;
    private final Journeys journeys;
    private final Probes probes;

    AccessFinder(Traffic traffic, Vantages vantages, Proxy target) {
        this.traffic = traffic;
        this.vantages = vantages;
        this.target = target;
        this.journeys = Journeys.of(traffic.snapshot());
        this.probes = new Probes(traffic.snapshot());
    }

    Access find() {
        List<Access.Way> open = new ArrayList<>();
        List<Access.Way> closed = new ArrayList<>();
        all().forEach((vantage, callers) -> look(vantage, callers, open, closed));
        return new Access(target.id(), open, closed);
    }

    /** Every caller with every host that might lead there. */
    private Map<Vantage, List<String>> all() {
        Set<String> own = new LinkedHashSet<>();
        Set<Vantage> shapes = new LinkedHashSet<>();
        for (ServiceTarget service : traffic.snapshot().registry().targets(target)) {
            MeshService one = service.service();
            own.add(one.host());
            shapes.addAll(vantages.of(one));
        }
        for (Rules rules : RuleIndex.of(traffic.snapshot()).all()) {
            if (rules.http().stream().anyMatch(rule -> leadsTo(rule, own))) {
                shapes.addAll(vantages.of(rules));
            }
        }
        Map<Vantage, List<String>> all = new LinkedHashMap<>();
        for (List<Proxy> alike : vantages.alike()) {
            List<String> names = alike.stream().map(Proxy::id).distinct().toList();
            shapes.stream()
                    .filter(shape -> !shape.proxy().isGateway())
                    .forEach(shape ->
                            all.put(new Vantage(alike.get(0), shape.port(), shape.host(), shape.transport()), names));
        }
        shapes.stream()
                .filter(shape -> shape.proxy().isGateway())
                .forEach(shape -> all.put(shape, List.of(shape.proxy().id())));
        return all;
    }

    private static boolean leadsTo(HttpRule rule, Set<String> hosts) {
        return rule.route().stream()
                .anyMatch(route -> hosts.contains(route.target().host()));
    }

    private void look(Vantage vantage, List<String> callers, List<Access.Way> open, List<Access.Way> closed) {
        Decision refused = null;
        for (HttpRequest request : requests(vantage)) {
            Decision decision = vantage.ask(traffic, request);
            Optional<Outcome> outcome = outcome(decision);
            if (outcome.filter(Outcome.Forwarded.class::isInstance).isPresent()) {
                open.add(new Access.Way(callers, vantage.host(), vantage.port(), decision));
                return;
            }
            if (outcome.isPresent() && refused == null) {
                refused = decision;
            }
        }
        if (refused != null) {
            closed.add(new Access.Way(callers, vantage.host(), vantage.port(), refused));
        }
    }

    private List<HttpRequest> requests(Vantage vantage) {
        List<HttpRequest> requests = new ArrayList<>(probes.at(vantage.plain()));
        vantage.virtualHost(traffic).ifPresent(host -> {
            HostSpace space = new HostSpace(traffic, vantage, host);
            for (int i = 0; i < space.routes().size(); i++) {
                if (space.space().reach(i) instanceof Reach.Reached reached) {
                    probes.at(reached.witness()).stream()
                            .map(probe -> like(reached.witness(), probe))
                            .forEach(requests::add);
                }
            }
        });
        return requests;
    }

    /** The request that reaches a rule, and the same with what a policy asks for, which may still reach it. */
    private static HttpRequest like(HttpRequest witness, HttpRequest probe) {
        if (witness.equals(probe)) {
            return witness;
        }
        Map<String, List<String>> headers = new LinkedHashMap<>(witness.headers());
        headers.putAll(probe.headers());
        boolean ownPath = probe.path().equals("/");
        return new HttpRequest(
                probe.method(),
                witness.scheme(),
                witness.authority(),
                ownPath ? witness.path() : probe.path(),
                headers,
                witness.http2());
    }

    /** What comes of a request at the workload itself; empty where it does not go there. */
    private Optional<Outcome> outcome(Decision decision) {
        Hop first = decision.journey().first().orElse(null);
        if (first == null || target.addresses().isEmpty()) {
            return Optional.empty();
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
                    return Optional.of(journeys.to(decision.journey(), destination, endpoint, null)
                            .outcome());
                }
            }
        }
        return Optional.empty();
    }
}
