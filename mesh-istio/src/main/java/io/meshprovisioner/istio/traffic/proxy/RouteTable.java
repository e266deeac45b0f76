package io.meshprovisioner.istio.traffic.proxy;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Virtual hosts by the names that requests ask for. A port behind the name does not count. */
final class RouteTable {
    private final List<VirtualHost> hosts;
    private final Map<String, VirtualHost> exact = new HashMap<>();
    /** By the length of what follows the star, the longest first. */
    private final TreeMap<Integer, Map<String, VirtualHost>> suffixes = new TreeMap<>(Collections.reverseOrder());

    private @Nullable VirtualHost any;

    RouteTable(List<VirtualHost> hosts) {
        this.hosts = List.copyOf(hosts);
        for (VirtualHost host : hosts) {
            for (String domain : host.domains()) {
                add(domain.toLowerCase(Locale.ROOT), host);
            }
        }
    }

    private void add(String domain, VirtualHost host) {
        if (domain.equals("*")) {
            any = any == null ? host : any;
        } else if (domain.startsWith("*")) {
            suffixes.computeIfAbsent(domain.length() - 1, key -> new HashMap<>())
                    .putIfAbsent(domain.substring(1), host);
        } else {
            exact.putIfAbsent(domain, host);
        }
    }

    List<VirtualHost> hosts() {
        return hosts;
    }

    /** The virtual host of a name: the same name, else the longest wildcard, else the one for all; null for none. */
    @Nullable
    VirtualHost find(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        VirtualHost found = exact.get(lower);
        if (found != null) {
            return found;
        }
        for (Map.Entry<Integer, Map<String, VirtualHost>> entry : suffixes.entrySet()) {
            int length = entry.getKey();
            if (length < lower.length()) {
                found = entry.getValue().get(lower.substring(lower.length() - length));
                if (found != null) {
                    return found;
                }
            }
        }
        return any;
    }
}
