package io.meshprovisioner.istio.traffic.snapshot;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** Services, endpoints and workloads of a snapshot, by the keys that questions come with. */
public final class Registry {
    private final List<MeshService> services;
    private final Map<String, List<MeshService>> byHost = new HashMap<>();
    private final Map<String, List<MeshService>> selectingByNamespace = new HashMap<>();
    private final Workloads workloads;
    private final EndpointReader endpointReader;
    private final ConcurrentMap<MeshService, List<Endpoint>> endpoints = new ConcurrentHashMap<>();
    private volatile @Nullable Map<String, List<ServiceTarget>> targetsByAddress;

    Registry(Snapshot snapshot) {
        List<MeshService> all = new ArrayList<>();
        String domain = snapshot.mesh().domain();
        snapshot.objects(ConfigKind.SERVICE).forEach(object -> all.add(KubernetesServices.service(object, domain)));
        snapshot.objects(ConfigKind.SERVICE_ENTRY).forEach(object -> all.addAll(ServiceEntries.services(object)));
        all.sort(Comparator.comparing(MeshService::created)
                .thenComparing(MeshService::name)
                .thenComparing(MeshService::namespace));
        services = Aliases.resolved(snapshot.mesh().addressesByHash() ? HashedAddresses.given(all) : all);
        for (MeshService service : services) {
            byHost.computeIfAbsent(service.host(), key -> new ArrayList<>(1)).add(service);
            if (!service.selector().isEmpty() && service.isKubernetes()) {
                selectingByNamespace
                        .computeIfAbsent(service.namespace(), key -> new ArrayList<>())
                        .add(service);
            }
        }
        workloads = new Workloads(snapshot);
        endpointReader = new EndpointReader(snapshot, workloads);
    }

    /** All services, the oldest first, then by name, then by namespace. */
    public List<MeshService> services() {
        return services;
    }

    /** The services under a full name, the oldest first; wildcard hosts under their wildcard only. */
    public List<MeshService> services(String host) {
        return byHost.getOrDefault(host, List.of());
    }

    /** The Kubernetes service of a namespace and name. */
    public Optional<MeshService> service(String namespace, String name) {
        return selectingByNamespace.getOrDefault(namespace, List.of()).stream()
                .filter(service -> service.name().equals(name))
                .findFirst()
                .or(() -> services.stream()
                        .filter(service -> service.isKubernetes()
                                && service.namespace().equals(namespace)
                                && service.name().equals(name))
                        .findFirst());
    }

    /** All that runs. */
    public List<Workload> workloads() {
        return workloads.all();
    }

    /** What runs in a namespace. */
    public List<Workload> workloads(String namespace) {
        return workloads.in(namespace);
    }

    /** What has an IP address. */
    public Optional<Workload> workloadAt(String address) {
        return workloads.at(address);
    }

    /** Labels of a namespace; empty where the snapshot does not hold it. */
    public Map<String, String> namespaceLabels(String namespace) {
        return workloads.namespaceLabels(namespace);
    }

    /** Annotations of a namespace; empty where the snapshot does not hold it. */
    public Map<String, String> namespaceAnnotations(String namespace) {
        return workloads.namespaceAnnotations(namespace);
    }

    /** The endpoints of one service, ready or not, of all its ports. */
    public List<Endpoint> endpoints(MeshService service) {
        return endpoints.computeIfAbsent(service, endpointReader::endpoints);
    }

    /**
     * The service ports that a proxy's own workload stands behind. Kubernetes services select it by its labels, or list
     * its address where they select nothing; ServiceEntries of its namespace list its address.
     */
    public List<ServiceTarget> targets(Proxy proxy) {
        List<ServiceTarget> targets = new ArrayList<>();
        String address = proxy.addresses().isEmpty() ? "" : proxy.addresses().get(0);
        Optional<Workload> workload = workloads.at(address);
        Map<String, String> labels = workload.map(Workload::labels).orElse(proxy.labels());
        String namespace = workload.map(Workload::namespace).orElse(proxy.namespace());
        for (MeshService service : selectingByNamespace.getOrDefault(namespace, List.of())) {
            if (Labels.match(service.selector(), labels)) {
                addTargets(targets, service, workload);
            }
        }
        boolean selected = !targets.isEmpty();
        for (String own : proxy.addresses()) {
            for (ServiceTarget target : targetsByAddress().getOrDefault(own, List.of())) {
                boolean entry = !target.service().isKubernetes()
                        && (proxy.sourceNamespace().isEmpty()
                                || target.service().namespace().equals(proxy.sourceNamespace()));
                if (entry || (!selected && target.service().isKubernetes())) {
                    targets.add(target);
                }
            }
        }
        return targets;
    }

    private static void addTargets(List<ServiceTarget> targets, MeshService service, Optional<Workload> workload) {
        List<String> seen = new ArrayList<>();
        for (ServicePort port : service.ports()) {
            int target = targetPort(port, workload.map(Workload::ports).orElse(Map.of()));
            if (target > 0 && port.protocol() != Protocol.UDP) {
                String key = target + "/" + port.protocol();
                if (!seen.contains(key)) {
                    seen.add(key);
                    targets.add(new ServiceTarget(service, port, target));
                }
            }
        }
    }

    static int targetPort(ServicePort port, Map<String, Integer> named) {
        return port.targetName().isEmpty() ? port.workloadPort() : named.getOrDefault(port.targetName(), 0);
    }

    private Map<String, List<ServiceTarget>> targetsByAddress() {
        Map<String, List<ServiceTarget>> known = targetsByAddress;
        if (known == null) {
            Map<String, List<ServiceTarget>> made = new HashMap<>();
            for (MeshService service : services) {
                if (service.isKubernetes() && !service.selector().isEmpty()) {
                    continue;
                }
                for (Endpoint endpoint : endpoints(service)) {
                    made.computeIfAbsent(endpoint.address(), key -> new ArrayList<>())
                            .add(new ServiceTarget(service, endpoint.servicePort(), endpoint.port()));
                }
            }
            targetsByAddress = made;
            known = made;
        }
        return known;
    }
}
