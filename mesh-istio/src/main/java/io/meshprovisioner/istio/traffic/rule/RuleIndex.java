package io.meshprovisioner.istio.traffic.rule;

import io.meshprovisioner.istio.traffic.snapshot.ConfigKind;
import io.meshprovisioner.istio.traffic.snapshot.ConfigObject;
import io.meshprovisioner.istio.traffic.snapshot.Labels;
import io.meshprovisioner.istio.traffic.snapshot.MeshConfig;
import io.meshprovisioner.istio.traffic.snapshot.Proxy;
import io.meshprovisioner.istio.traffic.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All rules of a snapshot, by the gateway that they are bound to and by who may see them. */
public final class RuleIndex {
    private static final String PUBLIC = "*";
    private static final String PRIVATE = ".";
    private static final String NOBODY = "~";

    private static final Set<ConfigKind> INDIFFERENT = EnumSet.of(
            ConfigKind.DESTINATION_RULE,
            ConfigKind.SIDECAR,
            ConfigKind.PEER_AUTHENTICATION,
            ConfigKind.AUTHORIZATION_POLICY,
            ConfigKind.REQUEST_AUTHENTICATION);

    private record Scope(String namespace, String gateway) {}

    private final MeshConfig mesh;
    private final List<GatewaySpec> gateways;
    private final List<Rules> all;
    private final Map<String, List<Rules>> everybody = new HashMap<>();
    private final Map<Scope, List<Rules>> own = new HashMap<>();
    private final Map<Scope, List<Rules>> exported = new HashMap<>();

    private RuleIndex(Snapshot snapshot) {
        this.mesh = snapshot.mesh();
        List<Rules> read = new ArrayList<>();
        for (ConfigObject object : snapshot.objects(ConfigKind.VIRTUAL_SERVICE)) {
            read.add(VirtualServiceReader.rules(object, mesh));
        }
        Ingresses ingresses = new Ingresses(snapshot);
        ApiGateways apiGateways = new ApiGateways(snapshot);
        boolean translated = read.addAll(ingresses.rules());
        translated |= read.addAll(new ApiRoutes(snapshot, apiGateways).rules());
        if (translated) {
            read.sort(Rules.BY_AGE);
        }
        List<GatewaySpec> specs = new ArrayList<>(ingresses.gateways());
        specs.addAll(apiGateways.gateways());
        snapshot.objects(ConfigKind.GATEWAY).forEach(object -> specs.add(GatewayReader.gateway(object)));
        specs.sort(Comparator.comparing(GatewaySpec::created)
                .thenComparing(GatewaySpec::name)
                .thenComparing(GatewaySpec::namespace));
        gateways = List.copyOf(specs);
        Map<String, Rules> delegates = read.stream()
                .filter(Rules::isDelegate)
                .collect(Collectors.toMap(rules -> rules.namespace() + "/" + rules.name(), rules -> rules));
        Delegates merging = new Delegates((name, namespace) -> {
            Rules delegate = delegates.get(name);
            return delegate != null && isVisible(delegate, namespace) ? delegate : null;
        });
        all = read.stream()
                .filter(rules -> !rules.isDelegate())
                .map(merging::merged)
                .toList();
        all.forEach(this::add);
    }

    /** The index of a snapshot. */
    public static RuleIndex of(Snapshot snapshot) {
        return snapshot.derive(RuleIndex.class, INDIFFERENT::contains, RuleIndex::new);
    }

    /** All gateways, the oldest first. */
    public List<GatewaySpec> gateways() {
        return gateways;
    }

    /** The servers of all gateways that select a proxy by its labels, or by services; the oldest gateway first. */
    public List<GatewayServer> servers(Proxy proxy) {
        return gateways.stream()
                .filter(gateway -> Labels.match(gateway.selector(), proxy.labels()))
                .flatMap(gateway -> gateway.servers().stream())
                .toList();
    }

    private List<String> exportTo(Rules rules) {
        return rules.exportTo().isEmpty() ? mesh.defaultVirtualServiceExportTo() : rules.exportTo();
    }

    /** All rules, the oldest first; delegates not among them. */
    public List<Rules> all() {
        return all;
    }

    /** Whether a namespace may see rules. */
    public boolean isVisible(Rules rules, String namespace) {
        List<String> exportTo = exportTo(rules);
        return exportTo.contains(PUBLIC)
                || exportTo.contains(namespace)
                || (exportTo.contains(PRIVATE) && rules.namespace().equals(namespace));
    }

    private void add(Rules rules) {
        List<String> exportTo = exportTo(rules);
        for (String gateway : rules.gateways()) {
            if (exportTo.contains(PUBLIC)) {
                everybody.computeIfAbsent(gateway, key -> new ArrayList<>()).add(rules);
            } else if (!exportTo.contains(NOBODY)) {
                exportTo.stream()
                        .map(scope -> scope.equals(PRIVATE) ? rules.namespace() : scope)
                        .distinct()
                        .forEach(scope -> (scope.equals(rules.namespace()) ? own : exported)
                                .computeIfAbsent(new Scope(scope, gateway), key -> new ArrayList<>())
                                .add(rules));
            }
        }
    }

    /**
     * The rules bound to a gateway, or to {@code mesh}, that a namespace sees, first come first served: the namespace's
     * private ones, those exported to it, the public ones; each group by age, name and namespace.
     */
    public List<Rules> boundTo(String gateway, String namespace) {
        Scope scope = new Scope(namespace, gateway);
        return Stream.of(
                        own.getOrDefault(scope, List.of()),
                        exported.getOrDefault(scope, List.of()),
                        preferred(everybody.getOrDefault(gateway, List.of()), namespace, true),
                        preferred(everybody.getOrDefault(gateway, List.of()), namespace, false))
                .flatMap(List::stream)
                .toList();
    }

    /** Gateway API routes of the client's own namespace come before all other public rules. */
    private static List<Rules> preferred(List<Rules> all, String namespace, boolean wanted) {
        return all.stream()
                .filter(rules -> wanted
                        == (rules.semantics() == Rules.Semantics.GATEWAY_API
                                && rules.namespace().equals(namespace)))
                .toList();
    }
}
