package io.meshprovisioner.istio.traffic.route;

import io.meshprovisioner.istio.traffic.rule.HeaderRules;
import io.meshprovisioner.istio.traffic.rule.HttpCondition;
import io.meshprovisioner.istio.traffic.rule.HttpRule;
import io.meshprovisioner.istio.traffic.rule.MirrorRule;
import io.meshprovisioner.istio.traffic.rule.Place;
import io.meshprovisioner.istio.traffic.rule.RedirectRule;
import io.meshprovisioner.istio.traffic.rule.RetryRule;
import io.meshprovisioner.istio.traffic.rule.RewriteRule;
import io.meshprovisioner.istio.traffic.rule.Rules;
import io.meshprovisioner.istio.traffic.rule.Target;
import io.meshprovisioner.istio.traffic.rule.WeightedTarget;
import io.meshprovisioner.istio.traffic.snapshot.MeshService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Turns rules into the routes of one listener: for one port, one client and the gateways it stands for.
 *
 * @param port the port that requests were sent to
 * @param gateways {@code mesh}, or the name of the gateway
 * @param labels of the client
 * @param namespace of the client
 * @param overTls whether requests come over TLS that the proxy ends
 * @param services the service that a host means here; null for an unknown one
 * @param hashed whether requests to a target are spread by a hash of their own
 * @param retries what holds where a rule says nothing
 */
public record RouteCompiler(
        int port,
        Set<String> gateways,
        Map<String, String> labels,
        String namespace,
        boolean overTls,
        Function<String, @Nullable MeshService> services,
        Function<Target, Boolean> hashed,
        @Nullable RetryRule retries) {
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    /** Whether any rule is left for this client. */
    public boolean leavesAny(Rules rules) {
        return rules.http().stream()
                .anyMatch(rule -> rule.conditions().isEmpty()
                        || rule.conditions().stream().anyMatch(this::isFor));
    }

    private boolean isFor(HttpCondition condition) {
        return (condition.port() == 0 || condition.port() == port) && condition.isFor(gateways, labels, namespace);
    }

    /** The routes in order; what stands behind one that takes everything is left out. */
    public List<Route> routes(Rules rules) {
        List<Route> routes = new ArrayList<>();
        for (HttpRule rule : rules.http()) {
            if (rule.conditions().isEmpty()) {
                routes.add(route(rules, rule, null));
                return routes;
            }
            for (HttpCondition condition : rule.conditions()) {
                if (isFor(condition)) {
                    Route route = route(rules, rule, condition);
                    routes.add(route);
                    if (route.takesAll()) {
                        return routes;
                    }
                }
            }
        }
        return routes;
    }

    /** The rules, or matches of them, that are not for this client, or can never be reached, each with the reason. */
    public List<PassedRule> leftOut(Rules rules) {
        List<PassedRule> leftOut = new ArrayList<>();
        Place takesAll = null;
        for (HttpRule rule : rules.http()) {
            if (takesAll != null) {
                leftOut.add(
                        new PassedRule(rule.place(), "stands behind " + takesAll.path() + ", which takes everything"));
                continue;
            }
            if (rule.conditions().isEmpty()) {
                takesAll = rule.place();
            }
            for (int i = 0; i < rule.conditions().size(); i++) {
                HttpCondition condition = rule.conditions().get(i);
                if (takesAll == null && !isFor(condition)) {
                    leftOut.add(new PassedRule(rule.place(), "match " + i + " is for " + audience(condition)));
                } else if (takesAll == null && condition.takesAll()) {
                    takesAll = rule.place();
                }
            }
        }
        return leftOut;
    }

    private String audience(HttpCondition condition) {
        if (condition.port() != 0 && condition.port() != port) {
            return "port " + condition.port();
        }
        if (!condition.gateways().isEmpty()) {
            return "gateways " + condition.gateways();
        }
        return condition.sourceNamespace().isEmpty()
                        || condition.sourceNamespace().equals(namespace)
                ? "clients with labels " + condition.sourceLabels()
                : "clients of namespace " + condition.sourceNamespace();
    }

    private Route route(Rules rules, HttpRule rule, @Nullable HttpCondition condition) {
        String name =
                condition == null || condition.name().isEmpty() ? rule.name() : rule.name() + "." + condition.name();
        return new Route(name, rule, condition, action(rules, rule), headers(rule));
    }

    /** A lone destination's changes come after those of the rule; of several, each has its own before them. */
    private static HeaderRules headers(HttpRule rule) {
        HeaderRules own = rule.headers() == null ? HeaderRules.NONE : rule.headers();
        return rule.route().size() == 1 ? own.and(rule.route().get(0).headers()) : own;
    }

    private @Nullable RouteAction action(Rules rules, HttpRule rule) {
        RedirectRule redirect = rule.redirect();
        if (redirect != null) {
            return REDIRECTS.contains(redirect.status()) ? new RouteAction.Redirect(redirect, port(redirect)) : null;
        }
        if (rule.directResponse() != null) {
            return new RouteAction.Direct(rule.directResponse());
        }
        return forward(rules, rule);
    }

    /** The default ports of HTTP and HTTPS are not written. */
    private int port(RedirectRule redirect) {
        int wanted = redirect.portOfRequest() ? port : redirect.port();
        String scheme = redirect.scheme().isEmpty() ? (overTls ? "https" : "http") : redirect.scheme();
        boolean plain = (wanted == 80 && scheme.equals("http")) || (wanted == 443 && scheme.equals("https"));
        return plain ? 0 : wanted;
    }

    private RouteAction forward(Rules rules, HttpRule rule) {
        Duration timeout = rule.timeout();
        HeaderRules headers = rule.headers();
        String authority = headers == null ? "" : headers.authority();
        RewriteRule rewrite = rule.rewrite();
        if (rewrite != null && !rewrite.authority().isEmpty()) {
            authority = rewrite.authority();
        }
        List<MirrorShare> mirrors = new ArrayList<>();
        List<MirrorRule> written = rule.mirrors();
        if (written != null) {
            written.forEach(mirror -> mirrors.add(new MirrorShare(cluster(mirror.target()), mirror.percent())));
        }
        return new RouteAction.Forward(
                clusters(rule.route()),
                timeout == null ? Duration.ZERO : timeout,
                retries(rule),
                rewrite,
                authority,
                List.copyOf(mirrors),
                rules.semantics() == Rules.Semantics.GATEWAY_API ? 500 : 503);
    }

    private RetryRule retries(HttpRule rule) {
        RetryRule wanted = rule.retries() == null ? retries : rule.retries();
        if (wanted == null) {
            wanted = RetryRule.DEFAULT;
        }
        boolean spread =
                rule.route().size() == 1 && hashed.apply(rule.route().get(0).target());
        return spread && wanted.otherHosts() && !wanted.saysOtherHosts() ? wanted.sameHosts() : wanted;
    }

    private List<ClusterShare> clusters(List<WeightedTarget> route) {
        List<ClusterShare> shares = new ArrayList<>(route.size());
        for (WeightedTarget one : route) {
            if (route.size() == 1) {
                shares.add(
                        new ClusterShare(cluster(one.target()), 1, one.headers().onlyAuthority()));
            } else if (one.weight() > 0) {
                shares.add(new ClusterShare(cluster(one.target()), one.weight(), one.headers()));
            }
        }
        return List.copyOf(shares);
    }

    private ClusterRef cluster(Target target) {
        return cluster(target, services.apply(target.host()), port);
    }

    /**
     * The cluster that a target means. A target without port gets the only port of the service, else the listener's; an
     * ExternalName service stands for the one behind it.
     *
     * @param service null where the host is not known
     * @param listenerPort where the request came to
     */
    public static ClusterRef cluster(Target target, @Nullable MeshService service, int listenerPort) {
        String host = target.host();
        int port = target.port() == 0 ? listenerPort : target.port();
        if (service != null) {
            if (!host.isEmpty() && !service.externalName().isEmpty()) {
                host = service.externalName();
            }
            if (target.port() == 0 && service.ports().size() == 1) {
                port = service.ports().get(0).number();
            }
        }
        return ClusterRef.outbound(host, port, target.subset());
    }
}
