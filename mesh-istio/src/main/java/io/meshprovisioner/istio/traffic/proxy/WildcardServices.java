package io.meshprovisioner.istio.traffic.proxy;

import io.meshprovisioner.istio.traffic.rule.Rules;
import io.meshprovisioner.istio.traffic.snapshot.MeshService;
import io.meshprovisioner.istio.validation.text.Hosts;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Finds services that a rule's host may mean where one of the two is a wildcard; only then all are looked at. */
final class WildcardServices {
    private final Map<String, MeshService> services;
    private final List<String> wildcards;

    WildcardServices(Map<String, MeshService> services) {
        this.services = services;
        this.wildcards = services.keySet().stream().filter(Hosts::isWildcard).toList();
    }

    /** Whether a service of the port has one of the rule's hosts. */
    boolean anyFits(Rules rules) {
        for (String host : rules.hosts()) {
            String lower = host.toLowerCase(Locale.ROOT);
            if (services.containsKey(lower)) {
                return true;
            }
            Iterable<String> candidates = Hosts.isWildcard(lower) ? services.keySet() : wildcards;
            for (String candidate : candidates) {
                if (Hosts.overlap(lower, candidate)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The services that a wildcard host fits. */
    List<MeshService> fitting(String wildcard) {
        return services.entrySet().stream()
                .filter(entry -> Hosts.overlap(wildcard, entry.getKey()))
                .map(Map.Entry::getValue)
                .toList();
    }
}
