package io.meshprovisioner.istio.traffic.proxy;

import io.meshprovisioner.istio.traffic.question.Arrival;
import io.meshprovisioner.istio.traffic.question.HttpRequest;
import io.meshprovisioner.istio.traffic.route.PassedRule;
import io.meshprovisioner.istio.traffic.route.RequestView;
import io.meshprovisioner.istio.traffic.route.Route;
import io.meshprovisioner.istio.traffic.rule.Place;
import io.meshprovisioner.istio.traffic.rule.RuleIndex;
import io.meshprovisioner.istio.traffic.rule.Rules;
import io.meshprovisioner.istio.traffic.snapshot.ConfigObject;
import io.meshprovisioner.istio.traffic.snapshot.Proxy;
import io.meshprovisioner.istio.traffic.snapshot.Snapshot;
import io.meshprovisioner.istio.validation.text.Hosts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Tells which rules did not decide what a proxy did, and why not. Worked out when somebody asks. */
public final class Explanation {
    private final Snapshot snapshot;
    private final Passage passage;
    private final Proxy proxy;

    /** Of a passage through a proxy of this snapshot. */
    public Explanation(Snapshot snapshot, Passage passage) {
        this.snapshot = snapshot;
        this.passage = passage;
        this.proxy = passage.proxy();
    }

    /**
     * The rules for the host that was asked for, apart from the one that decided: those that were looked at before it,
     * those that are not for this client, and other objects for the host that do not count here.
     */
    public List<PassedRule> passedOver() {
        List<PassedRule> passed = new ArrayList<>();
        VirtualHost host = passage.host();
        RequestView request = passage.request();
        if (host != null) {
            passed.addAll(host.leftOut());
            List<Route> routes = host.routes();
            int end = passage.routeIndex() < 0 ? routes.size() : passage.routeIndex();
            for (Route route : routes.subList(0, request == null ? 0 : end)) {
                Optional<String> miss = request == null ? Optional.empty() : route.firstMiss(request);
                route.place()
                        .ifPresent(place -> passed.add(
                                new PassedRule(place, "it asks for: " + miss.orElse("nothing that is missing"))));
            }
        }
        passed.addAll(others());
        return passed;
    }

    private List<PassedRule> others() {
        HttpRequest request = passage.arrival().http();
        if (request == null || passage.arrival().side() == Arrival.Side.INBOUND) {
            return List.of();
        }
        VirtualHost host = passage.host();
        List<Rules> own = host == null ? List.of() : host.rules();
        List<String> names = new ArrayList<>(List.of(request.host().toLowerCase(Locale.ROOT)));
        if (host != null) {
            host.domains().stream().filter(domain -> !domain.startsWith("*")).forEach(names::add);
        }
        List<PassedRule> others = new ArrayList<>();
        for (Rules rules : RuleIndex.of(snapshot).all()) {
            boolean forHost =
                    rules.hosts().stream().anyMatch(one -> names.stream().anyMatch(name -> Hosts.isSubset(name, one)));
            if (forHost && own.stream().noneMatch(rules::isSame)) {
                others.add(new PassedRule(new Place(rules.object(), "spec", 0), reason(rules, own)));
            }
        }
        return others;
    }

    private String reason(Rules rules, List<Rules> own) {
        RuleIndex index = RuleIndex.of(snapshot);
        if (!index.isVisible(rules, proxy.namespace())) {
            return "it is not exported to namespace " + proxy.namespace();
        }
        if (proxy.isGateway()) {
            boolean bound = index.servers(proxy).stream()
                    .anyMatch(server -> rules.gateways().contains(server.gateway()));
            return bound
                    ? "its hosts are not those of a server on this port, or it has no rule for it"
                    : "it is bound to " + rules.gateways() + " and not to a gateway of this proxy";
        }
        if (!rules.gateways().contains(Rules.MESH)) {
            return "it is bound to " + rules.gateways() + " and not to mesh";
        }
        if (rules.http().isEmpty()) {
            return "it has no http rules that are left";
        }
        ProxyView view = ProxyView.of(snapshot, proxy);
        boolean imported = view.scope()
                .listener(passage.arrival().port())
                .filter(listener -> listener.rules().stream().anyMatch(rules::isSame))
                .isPresent();
        if (!imported) {
            return view.scope()
                    .sidecar()
                    .map(ConfigObject::toString)
                    .map(sidecar -> sidecar + " does not import its hosts")
                    .orElse("this proxy does not know it");
        }
        if (!own.isEmpty()) {
            return own.get(0) + " has the host already: it is older, or its host fits better";
        }
        return "none of its rules is for this client, or no service has the host on this port";
    }
}
