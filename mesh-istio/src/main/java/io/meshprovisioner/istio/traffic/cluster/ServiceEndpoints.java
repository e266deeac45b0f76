package io.meshprovisioner.istio.traffic.cluster;

import io.meshprovisioner.istio.traffic.snapshot.AddressBlock;
import io.meshprovisioner.istio.traffic.snapshot.Endpoint;
import io.meshprovisioner.istio.traffic.snapshot.MeshService;
import io.meshprovisioner.istio.traffic.snapshot.ServicePort;
import io.meshprovisioner.istio.traffic.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The endpoints of services, over all objects that speak of one host in one namespace. */
final class ServiceEndpoints {
    private final Snapshot snapshot;

    ServiceEndpoints(Snapshot snapshot) {
        this.snapshot = snapshot;
    }

    /** All endpoints, of all ports, ready or not. */
    List<Endpoint> all(MeshService service) {
        List<MeshService> same = snapshot.registry().services(service.host());
        if (same.size() == 1) {
            return snapshot.registry().endpoints(same.get(0));
        }
        List<Endpoint> all = new ArrayList<>();
        Set<Object> seen = new HashSet<>(); // an entry with several addresses is there several times
        for (MeshService one : same) {
            if (one.namespace().equals(service.namespace()) && seen.add(one.object())) {
                all.addAll(snapshot.registry().endpoints(one));
            }
        }
        return all;
    }

    /** Those of one port. */
    List<Endpoint> at(MeshService service, ServicePort port) {
        return all(service).stream()
                .filter(endpoint -> endpoint.servicePort().number() == port.number())
                .toList();
    }

    /**
     * The endpoints of a port that a proxy is told, by locality.
     *
     * @param byDns whether names are as good as addresses
     * @param labels of a subset
     * @param node the only one whose endpoints count; null for all
     * @param mutualTls which of them speak Istio's mutual TLS
     */
    List<LocalityGroup> groups(
            MeshService service,
            ServicePort port,
            boolean byDns,
            boolean unreadyToo,
            Map<String, String> labels,
            @Nullable String node,
            Predicate<Endpoint> mutualTls) {
        Map<String, List<ClusterEndpoint>> byLocality = new TreeMap<>();
        for (Endpoint endpoint : all(service)) {
            ServicePort own = endpoint.servicePort();
            boolean ofPort = byDns ? own.number() == port.number() : own.name().equals(port.name());
            if (ofPort
                    && (endpoint.ready() || unreadyToo)
                    && (byDns || AddressBlock.isAddress(endpoint.address()))
                    && endpoint.has(labels, snapshot.mesh().cluster())
                    && (node == null || node.equals(endpoint.node()))) {
                byLocality
                        .computeIfAbsent(endpoint.locality().toString(), key -> new ArrayList<>())
                        .add(new ClusterEndpoint(
                                endpoint.address(),
                                endpoint.port(),
                                Math.max(1, endpoint.weight()),
                                mutualTls.test(endpoint),
                                endpoint));
            }
        }
        return byLocality.values().stream()
                .map(endpoints -> new LocalityGroup(
                        endpoints.get(0).endpoint().locality(), 0, LocalityGroup.weight(endpoints), endpoints))
                .toList();
    }

    /** The identities that the servers of a service may show, sorted. */
    List<String> identities(MeshService service) {
        Set<String> accounts = new TreeSet<>();
        String domain = snapshot.mesh().trustDomain();
        List<String> aliases = snapshot.mesh().trustDomainAliases();
        for (Endpoint endpoint : all(service)) {
            if (!endpoint.serviceAccount().isEmpty()) {
                String identity = "/ns/" + endpoint.namespace() + "/sa/" + endpoint.serviceAccount();
                accounts.add("spiffe://" + domain + identity);
                aliases.forEach(alias -> accounts.add("spiffe://" + alias + identity));
            }
        }
        accounts.addAll(service.serviceAccounts());
        return List.copyOf(accounts);
    }
}
