package io.meshprovisioner.istio.traffic.proxy;

import io.meshprovisioner.istio.traffic.route.PassedRule;
import io.meshprovisioner.istio.traffic.route.RequestView;
import io.meshprovisioner.istio.traffic.route.Route;
import io.meshprovisioner.istio.traffic.rule.Rules;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The routes of some names. They are compiled when a request first asks for one of the names. */
public final class VirtualHost {
    private final String name;
    private final List<String> domains;
    private final boolean needsTls;
    private final Supplier<List<Route>> compiler;
    private final List<Rules> rules;
    private final Supplier<List<PassedRule>> leftOut;
    private volatile @Nullable List<Route> routes;

    /**
     * @param rules that it is made of; none for a service without
     * @param leftOut the rules that made no route
     */
    VirtualHost(
            String name,
            List<String> domains,
            boolean needsTls,
            List<Rules> rules,
            Supplier<List<Route>> compiler,
            Supplier<List<PassedRule>> leftOut) {
        this.name = name;
        this.domains = List.copyOf(domains);
        this.needsTls = needsTls;
        this.rules = List.copyOf(rules);
        this.compiler = compiler;
        this.leftOut = leftOut;
    }

    /** One for every name, made by no rule. */
    static VirtualHost forAll(String name, Supplier<List<Route>> routes) {
        return new VirtualHost(name, List.of("*"), false, List.of(), routes, List::of);
    }

    /** Envoy's name for it. */
    public String name() {
        return name;
    }

    /** The names, wildcards among them. */
    public List<String> domains() {
        return domains;
    }

    /** Whether plain requests are sent away to TLS. */
    public boolean needsTls() {
        return needsTls;
    }

    /** What it is made of; empty for a service without rules. */
    public List<Rules> rules() {
        return rules;
    }

    /** Its rules that made no route for this client. Worked out anew each time. */
    public List<PassedRule> leftOut() {
        return leftOut.get();
    }

    /** In order. */
    public List<Route> routes() {
        List<Route> known = routes;
        if (known == null) {
            known = List.copyOf(compiler.get());
            routes = known;
        }
        return known;
    }

    /** The place of the route that takes a request; -1 where none does. */
    int indexFor(RequestView request) {
        List<Route> known = routes();
        for (int i = 0; i < known.size(); i++) {
            if (known.get(i).matches(request)) {
                return i;
            }
        }
        return -1;
    }

    VirtualHost domains(List<String> changed) {
        return new VirtualHost(name, changed, needsTls, rules, this::routes, leftOut);
    }
}
