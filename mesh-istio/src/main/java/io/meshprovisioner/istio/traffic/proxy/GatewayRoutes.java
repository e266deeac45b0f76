package io.meshprovisioner.istio.traffic.proxy;

import io.meshprovisioner.istio.traffic.route.PassedRule;
import io.meshprovisioner.istio.traffic.route.Route;
import io.meshprovisioner.istio.traffic.route.RouteCompiler;
import io.meshprovisioner.istio.traffic.rule.GatewayServer;
import io.meshprovisioner.istio.traffic.rule.RetryRule;
import io.meshprovisioner.istio.traffic.rule.RuleIndex;
import io.meshprovisioner.istio.traffic.rule.Rules;
import io.meshprovisioner.istio.traffic.rule.Target;
import io.meshprovisioner.istio.traffic.scope.Scope;
import io.meshprovisioner.istio.traffic.snapshot.MeshConfig;
import io.meshprovisioner.istio.traffic.snapshot.Proxy;
import io.meshprovisioner.istio.validation.text.Hosts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The virtual hosts of one route table of a gateway: the hosts that rules and servers have in common. Rules for one host
 * are put together by age, and their catch-all routes go to the end.
 */
final class GatewayRoutes {
    /** More special names first: those without star, then the longer, then by the alphabet. */
    private static final Comparator<String> BY_SPECIFICITY = Comparator.<String, Boolean>comparing(Hosts::isWildcard)
            .thenComparing(Comparator.comparing(String::length).reversed())
            .thenComparing(Comparator.naturalOrder());

    private record Bound(String gateway, Rules rules) {}

    /** A virtual host while it grows; the rules are compiled later. */
    private static final class Draft {
        private final String name;
        private final List<String> domains = new ArrayList<>();
        private final List<Bound> rules = new ArrayList<>();
        private boolean needsTls;

        Draft(String name, String domain) {
            this.name = name;
            domains.add(domain);
        }

        boolean isLike(Draft other) {
            return needsTls == other.needsTls && rules.equals(other.rules);
        }
    }

    private final Proxy proxy;
    private final Scope scope;
    private final RuleIndex index;
    private final Function<Target, Boolean> hashed;
    private final @Nullable RetryRule retries;

    GatewayRoutes(Proxy proxy, Scope scope, RuleIndex index, MeshConfig mesh, Function<Target, Boolean> hashed) {
        this.proxy = proxy;
        this.scope = scope;
        this.index = index;
        this.hashed = hashed;
        this.retries = RetryRule.read(mesh.config().get("defaultHttpRetryPolicy"));
    }

    RouteTable table(List<GatewayServer> servers) {
        Map<String, Draft> drafts = new LinkedHashMap<>();
        Map<Bound, RouteCompiler> compilers = new HashMap<>();
        for (GatewayServer server : servers) {
            for (Rules rules : index.boundTo(server.gateway(), proxy.namespace())) {
                List<String> common = common(server.hostsFor(rules.namespace()), rules.hosts());
                Bound bound = new Bound(server.gateway(), rules);
                if (!common.isEmpty() && hasRoutes(bound, server, compilers)) {
                    for (String host : common) {
                        Draft draft = draft(drafts, host, server.port());
                        draft.rules.add(bound);
                        draft.needsTls |= server.httpsRedirect();
                    }
                }
            }
            if (server.httpsRedirect()) {
                server.hosts().forEach(host -> draft(drafts, host, server.port()).needsTls = true);
            }
        }
        if (drafts.isEmpty()) {
            return new RouteTable(List.of(VirtualHost.forAll(
                    HostNames.withPort("blackhole", servers.get(0).port()), List::of)));
        }
        return new RouteTable(
                collapsed(drafts).stream().map(draft -> host(draft, compilers)).toList());
    }

    /** Routes are made for the first server that any are left for, and serve all others of its table. */
    private boolean hasRoutes(Bound bound, GatewayServer server, Map<Bound, RouteCompiler> compilers) {
        if (compilers.containsKey(bound)) {
            return true;
        }
        RouteCompiler compiler = compiler(server, bound.rules());
        boolean any = !bound.rules().http().isEmpty() && compiler.leavesAny(bound.rules());
        if (any) {
            compilers.put(bound, compiler);
        }
        return any;
    }

    private static Draft draft(Map<String, Draft> drafts, String host, int port) {
        String lower = host.toLowerCase(Locale.ROOT);
        return drafts.computeIfAbsent(lower, key -> new Draft(HostNames.withPort(lower, port), lower));
    }

    /** Of two names that overlap, the narrower one. */
    private static List<String> common(List<String> servers, List<String> rules) {
        List<String> common = new ArrayList<>();
        for (String server : servers) {
            for (String rule : rules) {
                String both = Hosts.isSubset(server, rule) ? server : Hosts.isSubset(rule, server) ? rule : "";
                if (!both.isEmpty() && !common.contains(both)) {
                    common.add(both);
                }
            }
        }
        return common;
    }

    private RouteCompiler compiler(GatewayServer server, Rules rules) {
        return new RouteCompiler(
                server.port(),
                Set.of(server.gateway()),
                proxy.labels(),
                proxy.sourceNamespace(),
                server.tls() != null,
                host -> scope.service(host, rules.namespace()).orElse(null),
                hashed,
                retries);
    }

    /** Hosts with the same rules are one virtual host, under the name of the most special one. */
    private static List<Draft> collapsed(Map<String, Draft> drafts) {
        List<Draft> collapsed = new ArrayList<>();
        Map<List<Bound>, List<Draft>> known = new HashMap<>();
        drafts.keySet().stream().sorted(BY_SPECIFICITY).forEach(host -> {
            Draft draft = drafts.get(host);
            if (draft == null) {
                return;
            }
            List<Draft> alike = known.computeIfAbsent(draft.rules, key -> new ArrayList<>());
            Draft first = alike.isEmpty() ? null : alike.get(alike.size() - 1);
            if (first != null && first.isLike(draft)) {
                first.domains.addAll(draft.domains);
            } else {
                alike.add(draft);
                collapsed.add(draft);
            }
        });
        return collapsed;
    }

    private static VirtualHost host(Draft draft, Map<Bound, RouteCompiler> compilers) {
        return new VirtualHost(
                draft.name,
                draft.domains,
                draft.needsTls,
                draft.rules.stream().map(Bound::rules).toList(),
                () -> routes(draft, compilers),
                () -> leftOut(draft, compilers));
    }

    private static List<PassedRule> leftOut(Draft draft, Map<Bound, RouteCompiler> compilers) {
        return draft.rules.stream()
                .flatMap(bound -> Optional.ofNullable(compilers.get(bound)).stream()
                        .flatMap(compiler -> compiler.leftOut(bound.rules()).stream()))
                .toList();
    }

    private static List<Route> routes(Draft draft, Map<Bound, RouteCompiler> compilers) {
        List<Route> special = new ArrayList<>();
        List<Route> catchAll = new ArrayList<>();
        for (Bound bound : draft.rules) {
            RouteCompiler compiler = compilers.get(bound);
            if (compiler != null) {
                compiler.routes(bound.rules()).forEach(route -> (route.takesAll() ? catchAll : special).add(route));
            }
        }
        special.addAll(catchAll);
        return special;
    }
}
