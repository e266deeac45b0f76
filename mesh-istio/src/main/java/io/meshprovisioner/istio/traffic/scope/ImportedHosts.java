package io.meshprovisioner.istio.traffic.scope;

import io.meshprovisioner.istio.validation.text.Hosts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The hosts that a Sidecar's egress listener imports, by namespace: entries such as {@code ./*} or {@code prod/api}. */
final class ImportedHosts {
    private static final String ANY_NAMESPACE = "*";

    /** Hosts of one namespace. */
    private static final class Names {
        private final Set<String> exact = new HashSet<>();
        private final List<String> all = new ArrayList<>();

        void add(String host) {
            if (!Hosts.isWildcard(host)) {
                exact.add(host);
            }
            all.add(host);
        }

        boolean covers(String host) {
            if (exact.contains(host)) {
                return true;
            }
            boolean wild = Hosts.isWildcard(host);
            for (String name : all) {
                if ((wild || Hosts.isWildcard(name)) && Hosts.isSubset(host, name)) {
                    return true;
                }
            }
            return false;
        }

        boolean touches(String host) {
            if (exact.contains(host)) {
                return true;
            }
            boolean wild = Hosts.isWildcard(host);
            for (String name : all) {
                if ((wild || Hosts.isWildcard(name)) && Hosts.overlap(host, name)) {
                    return true;
                }
            }
            return false;
        }
    }

    private final Map<String, Names> byNamespace = new HashMap<>();

    /**
     * @param hosts as the listener writes them
     * @param namespace what {@code .} means
     */
    ImportedHosts(List<String> hosts, String namespace) {
        for (String host : hosts) {
            int slash = host.indexOf('/');
            if (slash >= 0 && slash == host.lastIndexOf('/')) {
                String where = host.substring(0, slash);
                byNamespace
                        .computeIfAbsent(where.equals(".") ? namespace : where, key -> new Names())
                        .add(host.substring(slash + 1));
            }
        }
    }

    /** Whether a service's host is imported. */
    boolean coversService(String namespace, String host) {
        return covers(namespace, host) || covers(ANY_NAMESPACE, host);
    }

    private boolean covers(String key, String host) {
        Names names = byNamespace.get(key);
        return names != null && names.covers(host);
    }

    private boolean touches(String key, String host) {
        Names names = byNamespace.get(key);
        return names != null && names.touches(host);
    }

    /** The aliases of a service that are imported too. */
    List<String> aliases(String namespace, String host, List<String> aliases) {
        return names(namespace).stream()
                .filter(names -> names.covers(host))
                .findFirst()
                .map(names -> aliases.stream().filter(names::covers).toList())
                .orElse(List.of());
    }

    /**
     * Whether a rule's host is imported.
     *
     * @param strictly whether a rule for {@code *.com} is left out where only {@code a.com} is imported (Gateway API)
     */
    boolean coversRule(String namespace, String host, boolean strictly) {
        return strictly ? coversService(namespace, host) : touches(namespace, host) || touches(ANY_NAMESPACE, host);
    }

    private List<Names> names(String namespace) {
        List<Names> both = new ArrayList<>(2);
        for (String key : List.of(namespace, ANY_NAMESPACE)) {
            Names names = byNamespace.get(key);
            if (names != null) {
                both.add(names);
            }
        }
        return both;
    }
}
