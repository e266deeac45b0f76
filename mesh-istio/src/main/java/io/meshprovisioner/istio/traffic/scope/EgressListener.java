package io.meshprovisioner.istio.traffic.scope;

import io.meshprovisioner.istio.traffic.rule.Rules;
import io.meshprovisioner.istio.traffic.snapshot.MeshService;
import io.meshprovisioner.istio.traffic.snapshot.Protocol;
import io.meshprovisioner.istio.traffic.snapshot.ServicePort;
import io.meshprovisioner.istio.validation.text.Hosts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One way out that a sidecar offers: a port that its Sidecar names, or all ports of what is imported.
 */
public final class EgressListener {
    private final @Nullable ServicePort port;
    private final String bind;
    private final List<MeshService> services;
    private final List<Rules> rules;
    private final Map<Integer, List<MeshService>> byPort = new HashMap<>();
    private final Map<String, Rules> exactRules = new HashMap<>();
    private final Map<String, Rules> wildcardRules = new TreeMap<>(EgressListener::bySpecificity);

    EgressListener(@Nullable ServicePort port, String bind, List<MeshService> services, List<Rules> rules) {
        this.port = port;
        this.bind = bind;
        this.services = List.copyOf(services);
        this.rules = List.copyOf(rules);
        for (MeshService service : services) {
            for (ServicePort one : service.ports()) {
                List<MeshService> at = byPort.computeIfAbsent(one.number(), key -> new ArrayList<>());
                if (at.isEmpty() || !at.get(at.size() - 1).equals(service)) {
                    at.add(service);
                }
            }
        }
        for (Rules one : rules) {
            for (String host : one.hosts()) {
                (Hosts.isWildcard(host) ? wildcardRules : exactRules).putIfAbsent(host, one);
            }
        }
    }

    /** Longer names first; the lone star last. */
    private static int bySpecificity(String one, String other) {
        return one.length() == other.length() ? one.compareTo(other) : other.length() - one.length();
    }

    /** The port that the Sidecar names; null for all. */
    public @Nullable ServicePort port() {
        return port;
    }

    /** The address that the Sidecar names; empty for none. */
    public String bind() {
        return bind;
    }

    /** Whether it stands for all ports. */
    public boolean isCatchAll() {
        return port == null;
    }

    /** Whether it is a proxy for HTTP clients that know of it. */
    public boolean isHttpProxy() {
        return port != null && port.protocol() == Protocol.HTTP_PROXY;
    }

    /** The services behind it; on a named port with that port only. */
    public List<MeshService> services() {
        return services;
    }

    /** Those that have a port of this number. */
    public List<MeshService> services(int number) {
        return byPort.getOrDefault(number, List.of());
    }

    /** The rules for its hosts, first come first served. */
    public List<Rules> rules() {
        return rules;
    }

    /** The rules whose host fits a service's best; null where none does. */
    public @Nullable Rules mostSpecific(String host) {
        if (!Hosts.isWildcard(host)) {
            Rules exact = exactRules.get(host);
            if (exact != null) {
                return exact;
            }
        }
        String bare = Hosts.isWildcard(host) ? host.substring(1) : host;
        for (Map.Entry<String, Rules> entry : wildcardRules.entrySet()) {
            if (bare.endsWith(entry.getKey().substring(1))) {
                return entry.getValue();
            }
        }
        return null;
    }
}
