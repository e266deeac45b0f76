package io.meshprovisioner.istio.traffic.cluster;

import io.meshprovisioner.istio.traffic.snapshot.ConfigKind;
import io.meshprovisioner.istio.traffic.snapshot.ConfigObject;
import io.meshprovisioner.istio.traffic.snapshot.Labels;
import io.meshprovisioner.istio.traffic.snapshot.MeshConfig;
import io.meshprovisioner.istio.traffic.snapshot.MeshService;
import io.meshprovisioner.istio.traffic.snapshot.Proxy;
import io.meshprovisioner.istio.traffic.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the DestinationRule that a caller follows on its way to a service: of the caller's namespace, else of the
 * service's, else of the root namespace; in each the rules for the host itself before those for wildcards. A rule of any
 * other namespace is never looked at.
 */
final class RuleLookup {
    private static final String OWN = ".";
    private static final String ALL = "*";

    private final String root;
    private final Map<String, RulePool> local = new HashMap<>();
    private final Map<String, RulePool> exported = new HashMap<>();
    private final RulePool privateOfRoot = new RulePool();

    RuleLookup(Snapshot snapshot) {
        MeshConfig mesh = snapshot.mesh();
        root = mesh.rootNamespace();
        List<ConfigObject> all = new ArrayList<>(snapshot.objects(ConfigKind.DESTINATION_RULE));
        all.sort(Comparator.comparing(object -> !object.spec().has("workloadSelector")));
        boolean privateByDefault = mesh.defaultDestinationRuleExportTo().contains(OWN);
        for (ConfigObject object : all) {
            add(object, mesh, privateByDefault);
        }
    }

    private void add(ConfigObject object, MeshConfig mesh, boolean privateByDefault) {
        String namespace = object.namespace();
        Set<String> exportTo = object.spec().has("workloadSelector")
                ? Set.of(OWN)
                : new LinkedHashSet<>(object.spec().texts("exportTo"));
        MergedRule rule = MergedRule.of(object, mesh.fullName(object.spec().text("host"), namespace), exportTo);
        boolean seenAtHome =
                exportTo.isEmpty() || exportTo.contains(ALL) || exportTo.contains(OWN) || exportTo.contains(namespace);
        if (seenAtHome) {
            local.computeIfAbsent(namespace, key -> new RulePool()).add(rule);
        }
        boolean onlyAtHome = exportTo.isEmpty()
                ? privateByDefault
                : exportTo.size() == 1 && (exportTo.contains(OWN) || exportTo.contains(namespace));
        if (!onlyAtHome) {
            exported.computeIfAbsent(namespace, key -> new RulePool()).add(rule);
        } else if (namespace.equals(root)) {
            privateOfRoot.add(rule);
        }
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
        RulePool own = caller.equals(root) ? privateOfRoot : local.getOrDefault(caller, RulePool.EMPTY);
        List<MergedRule> found = own.of(service.host());
        if (found.isEmpty()) {
            found = exported(service.namespace(), service.host(), caller);
        }
        return found.isEmpty() ? exported(root, service.host(), caller) : found;
    }

    private List<MergedRule> exported(String namespace, String host, String caller) {
        List<MergedRule> rules =
                exported.getOrDefault(namespace, RulePool.EMPTY).of(host);
        return rules.isEmpty()
                ? rules
                : rules.stream()
                        .filter(rule -> rule.exportTo().isEmpty()
                                || rule.exportTo().contains(ALL)
                                || rule.exportTo().contains(caller))
                        .toList();
    }
}
