package io.meshprovisioner.istio.traffic.review;

import io.meshprovisioner.istio.traffic.Decision;
import io.meshprovisioner.istio.traffic.Traffic;
import io.meshprovisioner.istio.traffic.answer.Outcome;
import io.meshprovisioner.istio.traffic.answer.Reason;
import io.meshprovisioner.istio.traffic.question.Transport;
import io.meshprovisioner.istio.traffic.rule.RuleIndex;
import io.meshprovisioner.istio.traffic.rule.Rules;
import io.meshprovisioner.istio.traffic.snapshot.MeshService;
import io.meshprovisioner.istio.traffic.snapshot.Protocol;
import io.meshprovisioner.istio.traffic.snapshot.Proxy;
import io.meshprovisioner.istio.traffic.snapshot.ServicePort;
import io.meshprovisioner.istio.traffic.snapshot.Workload;
import io.meshprovisioner.istio.traffic.space.Reach;
import io.meshprovisioner.istio.traffic.space.Sample;
import io.meshprovisioner.istio.validation.text.Hosts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Calls every host as every client, until somebody answers. */
final class Callable {
    private final Traffic traffic;
    private final Probes probes;
    private final List<Proxy> callers;

    Callable(Traffic traffic, Vantages vantages) {
        this.traffic = traffic;
        this.probes = new Probes(traffic.snapshot());
        Set<Proxy> all = new LinkedHashSet<>(vantages.clients());
        for (Workload workload : traffic.snapshot().registry().workloads()) {
            if (workload.sidecar()) {
                all.add(Proxy.sidecar(workload, traffic.snapshot().mesh()));
            }
        }
        callers = List.copyOf(all);
    }

    List<Uncallable> uncallable() {
        List<Uncallable> dead = new ArrayList<>();
        Set<String> known = new LinkedHashSet<>();
        for (MeshService service : traffic.snapshot().registry().services()) {
            known.add(service.host());
            for (ServicePort port : service.ports()) {
                if (!Hosts.isWildcard(service.host()) && port.protocol() != Protocol.UDP) {
                    check(service.host(), port.number(), service.namespace(), !isHttp(port))
                            .ifPresent(dead::add);
                }
            }
        }
        for (Rules rules : RuleIndex.of(traffic.snapshot()).all()) {
            for (String host : rules.hosts()) {
                if (rules.gateways().contains(Rules.MESH) && !Hosts.isWildcard(host) && known.add(host)) {
                    check(host, 80, rules.namespace(), false).ifPresent(dead::add);
                }
            }
        }
        return dead;
    }

    private static boolean isHttp(ServicePort port) {
        return port.protocol().isHttp() || port.protocol().isUnknown();
    }

    private Optional<Uncallable> check(String host, int port, String namespace, boolean stream) {
        List<Proxy> nearest = new ArrayList<>(callers);
        nearest.sort(Comparator.comparing(proxy -> !proxy.namespace().equals(namespace)));
        Decision first = null;
        for (Proxy proxy : nearest) {
            Vantage vantage = new Vantage(proxy, port, host, Transport.PLAINTEXT);
            Decision decision =
                    stream ? traffic.as(proxy).tcp(host + ":" + port) : vantage.ask(traffic, vantage.plain());
            first = first == null ? decision : first;
            if (isAnswered(decision) || (!stream && isAnsweredOtherwise(vantage))) {
                return Optional.empty();
            }
        }
        return first == null ? Optional.empty() : Optional.of(new Uncallable(host, port, why(first), first));
    }

    private boolean isAnsweredOtherwise(Vantage vantage) {
        for (Sample request : probes.at(vantage.plain())) {
            if (isAnswered(vantage.ask(traffic, request))) {
                return true;
            }
        }
        return vantage.virtualHost(traffic)
                .filter(host ->
                        host.routes().size() > 1 || host.routes().stream().noneMatch(route -> route.takesAll()))
                .map(host -> new HostSpace(traffic, vantage, host))
                .filter(space -> isAnswered(vantage, space))
                .isPresent();
    }

    private boolean isAnswered(Vantage vantage, HostSpace space) {
        for (int i = 0; i < space.routes().size(); i++) {
            if (space.space().reach(i) instanceof Reach.Reached reached
                    && isAnswered(vantage.ask(traffic, reached.witness()))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAnswered(Decision decision) {
        return !(decision.outcome() instanceof Outcome.Refused);
    }

    private static String why(Decision decision) {
        Reason reason = decision.outcome() instanceof Outcome.Refused refused ? refused.reason() : Reason.NO_ROUTE;
        return switch (reason) {
            case NO_ENDPOINT -> "nothing that is ready stands behind it";
            case NO_CLUSTER -> "its rules lead to a service or subset that is not there";
            case NOT_REGISTERED, NO_VIRTUAL_HOST -> "no client is told of it: exportTo or a Sidecar keeps it from them";
            case DENIED, BAD_TOKEN -> "policies let nobody in that was tried";
            case WRONG_MUTUAL_TLS -> "its clients and its servers do not agree on mutual TLS";
            default -> reason.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        };
    }
}
