package io.meshprovisioner.istio.traffic.review;

import io.meshprovisioner.istio.traffic.Decision;
import io.meshprovisioner.istio.traffic.Traffic;
import io.meshprovisioner.istio.traffic.proxy.VirtualHost;
import io.meshprovisioner.istio.traffic.route.Route;
import io.meshprovisioner.istio.traffic.rule.Place;
import io.meshprovisioner.istio.traffic.rule.RuleIndex;
import io.meshprovisioner.istio.traffic.rule.Rules;
import io.meshprovisioner.istio.traffic.snapshot.ConfigKind;
import io.meshprovisioner.istio.traffic.snapshot.ConfigObject;
import io.meshprovisioner.istio.traffic.snapshot.Snapshot;
import io.meshprovisioner.istio.traffic.space.Reach;
import io.meshprovisioner.istio.traffic.space.Sample;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Finds objects that want the same requests: those whose rival's absence gives one of their requests another answer. */
final class Fights {
    private static final int MOST_CONNECTIONS = 1_000;

    private record Pair(ConfigObject winner, ConfigObject loser) {}

    private final Traffic traffic;
    private final Vantages vantages;
    private final Connections connections;
    private final Map<ConfigObject, Traffic> without = new HashMap<>();
    private final Set<Pair> settled = new HashSet<>();
    private final List<Fight> fights = new ArrayList<>();

    Fights(Traffic traffic, Vantages vantages) {
        this.traffic = traffic;
        this.vantages = vantages;
        this.connections = new Connections(traffic.snapshot(), vantages);
    }

    List<Fight> all() {
        for (Rules loser : RuleIndex.of(traffic.snapshot()).all()) {
            Set<ConfigObject> rivals = rivals(loser);
            if (!rivals.isEmpty()) {
                vantages.of(loser).forEach(vantage -> look(vantage, loser, rivals));
                connections.fitting(loser).limit(MOST_CONNECTIONS).forEach(one -> look(one, loser, rivals));
            }
        }
        return List.copyOf(fights);
    }

    /** Other rules that name one of the hosts, and the gateways that these and the loser are bound to. */
    private Set<ConfigObject> rivals(Rules loser) {
        Set<ConfigObject> rivals = new LinkedHashSet<>();
        Snapshot snapshot = traffic.snapshot();
        for (Rules other : RuleIndex.of(snapshot).all()) {
            if (!other.isSame(loser) && other.hosts().stream().anyMatch(loser.hosts()::contains)) {
                rivals.add(other.object());
            }
        }
        if (loser.gateways().stream().anyMatch(gateway -> !gateway.equals(Rules.MESH))) {
            snapshot.objects(ConfigKind.GATEWAY).stream()
                    .filter(gateway -> !loser.gateways().contains(gateway.namespace() + "/" + gateway.name()))
                    .forEach(rivals::add);
        }
        return rivals;
    }

    private void look(Vantage vantage, Rules loser, Set<ConfigObject> rivals) {
        for (ConfigObject rival : rivals) {
            Pair pair = new Pair(rival, loser.object());
            if (!settled.contains(pair) && isInTheWay(vantage, loser, rival)) {
                show(vantage, loser, pair, alone(rival));
            }
        }
    }

    private void look(Connection connection, Rules loser, Set<ConfigObject> rivals) {
        Decision now = connection.ask(traffic);
        ConfigObject decider = now.decidedBy().map(Place::object).orElse(null);
        if (loser.object().equals(decider)) {
            return;
        }
        for (ConfigObject rival : rivals) {
            Pair pair = new Pair(rival, loser.object());
            boolean mayBe = rival.equals(decider) || (decider == null && rival.kind() == ConfigKind.GATEWAY);
            if (mayBe && !settled.contains(pair)) {
                addIfDecidedBy(loser, pair, now, connection.ask(alone(rival)));
            }
        }
    }

    /** The mesh without an object. */
    private Traffic alone(ConfigObject rival) {
        return without.computeIfAbsent(
                rival, one -> Traffic.of(traffic.snapshot().without(one.kind(), one.namespace(), one.name())));
    }

    private void addIfDecidedBy(Rules loser, Pair pair, Decision now, Decision then) {
        boolean decides = then.decidedBy()
                .map(Place::object)
                .filter(loser.object()::equals)
                .isPresent();
        if (decides && !Answer.of(now).equals(Answer.of(then))) {
            settled.add(pair);
            fights.add(new Fight(pair.winner(), pair.loser(), now, then));
        }
    }

    /** Whether the rival has the host, alone or before the loser, or is a gateway that may have it. */
    private boolean isInTheWay(Vantage vantage, Rules loser, ConfigObject rival) {
        if (rival.kind() == ConfigKind.GATEWAY) {
            return vantage.proxy().isGateway() && vantage.transport().isTls();
        }
        Optional<VirtualHost> host = vantage.virtualHost(traffic);
        List<ConfigObject> order = host.map(VirtualHost::rules).orElse(List.of()).stream()
                .map(Rules::object)
                .toList();
        int at = order.indexOf(rival);
        int own = order.indexOf(loser.object());
        return at >= 0 && (own < 0 || at < own);
    }

    /** A request that the loser would decide if the winner were not there. */
    private void show(Vantage vantage, Rules loser, Pair pair, Traffic alone) {
        VirtualHost host = vantage.virtualHost(alone).orElse(null);
        if (host == null || host.rules().stream().noneMatch(loser::isSame)) {
            return;
        }
        HostSpace space = new HostSpace(alone, vantage, host);
        List<Route> routes = space.routes();
        for (int i = 0; i < routes.size(); i++) {
            boolean own = routes.get(i)
                    .place()
                    .map(Place::object)
                    .filter(pair.loser()::equals)
                    .isPresent();
            if (own && show(vantage, space, i, pair, alone)) {
                settled.add(pair);
                return;
            }
        }
    }

    private boolean show(Vantage vantage, HostSpace space, int route, Pair pair, Traffic alone) {
        List<Sample> requests = new ArrayList<>();
        if (space.space().reach(route) instanceof Reach.Reached reached) {
            requests.add(reached.witness());
        }
        vantage.virtualHost(traffic)
                .filter(host ->
                        host.rules().stream().anyMatch(rules -> rules.object().equals(pair.loser())))
                .ifPresent(host -> requests.addAll(
                        wantedByBoth(vantage, host, space.routes().get(route), pair)));
        for (Sample request : requests) {
            Decision now = vantage.ask(traffic, request);
            Decision then = vantage.ask(alone, request);
            boolean decides = then.decidedBy()
                    .map(Place::object)
                    .filter(pair.loser()::equals)
                    .isPresent();
            boolean decidedNow = now.decidedBy()
                    .map(Place::object)
                    .filter(pair.loser()::equals)
                    .isPresent();
            if (decides && !decidedNow && !Answer.of(now).equals(Answer.of(then))) {
                fights.add(new Fight(pair.winner(), pair.loser(), now, then));
                return true;
            }
        }
        return false;
    }

    /** Where both are put together in one host: requests that a rule of the winner takes and the loser's would. */
    private List<Sample> wantedByBoth(Vantage vantage, VirtualHost host, Route loser, Pair pair) {
        HostSpace merged = new HostSpace(traffic, vantage, host);
        List<Route> routes = merged.routes();
        int own = IntStream.range(0, routes.size())
                .filter(i -> routes.get(i).place().equals(loser.place())
                        && routes.get(i).condition().equals(loser.condition()))
                .findFirst()
                .orElse(-1);
        List<Sample> requests = new ArrayList<>();
        for (int i = 0; i < own; i++) {
            if (routes.get(i)
                    .place()
                    .map(Place::object)
                    .filter(pair.winner()::equals)
                    .isPresent()) {
                merged.space()
                        .between(List.of(i, own), IntStream.range(0, i).boxed().toList())
                        .request()
                        .ifPresent(requests::add);
            }
        }
        return requests;
    }
}
