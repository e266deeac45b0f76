package io.meshprovisioner.istio.traffic.cluster;

import io.meshprovisioner.istio.traffic.snapshot.ConfigKind;
import io.meshprovisioner.istio.traffic.snapshot.ConfigObject;
import io.meshprovisioner.istio.traffic.snapshot.Labels;
import io.meshprovisioner.istio.traffic.snapshot.MeshConfig;
import io.meshprovisioner.istio.traffic.snapshot.MeshService;
import io.meshprovisioner.istio.traffic.snapshot.Proxy;
import io.meshprovisioner.istio.traffic.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds the DestinationRule that a caller follows on its way to a service: of the caller's namespace, else of the
 * service's, else of the root namespace; in each the rules for the host itself before those for wildcards. A rule of any
 * other namespace is never looked at.
 */
final class RuleLookup {
    private static final String OWN = ".";
    private static final String ALL = "*";

    private final MeshConfig mesh;
    private final Map<String, List<ConfigObject>> objects = new HashMap<>();
    private final ConcurrentMap<String, Pools> pools = new ConcurrentHashMap<>();

    /**
     * The rules of one namespace.
     *
     * @param local those that callers of the namespace see
     * @param exported those that callers of other namespaces may see
     * @param hidden those that no other namespace sees
     */
    private record Pools(RulePool local, RulePool exported, RulePool hidden) {}

    RuleLookup(Snapshot snapshot) {
        mesh = snapshot.mesh();
        snapshot.objects(ConfigKind.DESTINATION_RULE)
                .forEach(object -> objects.computeIfAbsent(object.namespace(), key -> new ArrayList<>())
                        .add(object));
    }

    private Pools pools(String namespace) {
        Pools known = pools.get(namespace);
        return known == null ? pools.computeIfAbsent(namespace, this::read) : known;
    }

    private Pools read(String namespace) {
        Pools made = new Pools(new RulePool(), new RulePool(), new RulePool());
        List<ConfigObject> own = objects.getOrDefault(namespace, List.of());
        own.stream().filter(RuleLookup::selects).forEach(object -> add(object, made));
        own.stream().filter(object -> !selects(object)).forEach(object -> add(object, made));
        return made;
    }

    private static boolean selects(ConfigObject object) {
        return object.spec().has("workloadSelector");
    }

    private void add(ConfigObject object, Pools made) {
        String namespace = object.namespace();
        Set<String> exportTo = selects(object)
                ? Set.of(OWN)
                : new LinkedHashSet<>(object.spec().texts("exportTo"));
        MergedRule rule = MergedRule.of(object, mesh.fullName(object.spec().text("host"), namespace), exportTo);
        boolean seenAtHome =
                exportTo.isEmpty() || exportTo.contains(ALL) || exportTo.contains(OWN) || exportTo.contains(namespace);
        if (seenAtHome) {
            made.local().add(rule);
        }
        boolean onlyAtHome = exportTo.isEmpty()
                ? mesh.defaultDestinationRuleExportTo().contains(OWN)
                : exportTo.size() == 1 && (exportTo.contains(OWN) || exportTo.contains(namespace));
        (onlyAtHome ? made.hidden() : made.exported()).add(rule);
    }

    /** The rule that a caller follows; null for none. */
    @Nullable
    MergedRule outbound(Proxy caller, MeshService service) {
        MergedRule forAll = null;
        for (MergedRule rule : candidates(caller.namespace(), service)) {
            if (!rule.selects()) {
                forAll = rule;
            } else if (rule.namespace().equals(caller.namespace()) && Labels.match(rule.selector(), caller.labels())) {
                return rule;
            }
        }
        return forAll;
    }

    /** The rule whose connection pool a server's own sidecar takes over; null for none. */
    @Nullable
    MergedRule inbound(Proxy server, MeshService service) {
        MergedRule forAll = null;
        for (MergedRule rule : candidates(server.namespace(), service)) {
            forAll = rule.selects() ? forAll : rule;
        }
        return forAll;
    }

    private List<MergedRule> candidates(String caller, MeshService service) {
        String root = mesh.rootNamespace();
        Pools own = pools(caller);
        // what the root namespace says to all is not meant for its own gateways first
        List<MergedRule> found = (caller.equals(root) ? own.hidden() : own.local()).of(service.host());
        if (found.isEmpty()) {
            found = exported(service.namespace(), service.host(), caller);
        }
        return found.isEmpty() ? exported(root, service.host(), caller) : found;
    }

    private List<MergedRule> exported(String namespace, String host, String caller) {
        List<MergedRule> rules = pools(namespace).exported().of(host);
        return rules.isEmpty()
                ? rules
                : rules.stream()
                        .filter(rule -> rule.exportTo().isEmpty()
                                || rule.exportTo().contains(ALL)
                                || rule.exportTo().contains(caller))
                        .toList();
    }
}
