package io.meshprovisioner.istio.traffic.snapshot;

import io.meshprovisioner.istio.validation.input.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the endpoints of a service. A Kubernetes service has those of its EndpointSlices; where the snapshot holds none,
 * as in a user's files, those of the workloads that it selects. A ServiceEntry has what it lists, what it selects, or, by
 * DNS, its own host.
 */
final class EndpointReader {
    private static final String SLICE_OWNER = "kubernetes.io/service-name";

    private final Workloads workloads;
    private final Map<String, List<ConfigObject>> slices = new HashMap<>();

    EndpointReader(Snapshot snapshot, Workloads workloads) {
        this.workloads = workloads;
        for (ConfigObject slice : snapshot.objects(ConfigKind.ENDPOINT_SLICE)) {
            add(slice, slice.labels().getOrDefault(SLICE_OWNER, ""));
        }
        for (ConfigObject endpoints : snapshot.objects(ConfigKind.ENDPOINTS)) {
            if (!slices.containsKey(key(endpoints.namespace(), endpoints.name()))) {
                add(endpoints, endpoints.name());
            }
        }
    }

    private void add(ConfigObject object, String service) {
        slices.computeIfAbsent(key(object.namespace(), service), key -> new ArrayList<>(1))
                .add(object);
    }

    private static String key(String namespace, String name) {
        return namespace + "/" + name;
    }

    List<Endpoint> endpoints(MeshService service) {
        List<Endpoint> endpoints = new ArrayList<>();
        if (service.isKubernetes()) {
            kubernetes(service, endpoints);
        } else {
            serviceEntry(service, endpoints);
        }
        return List.copyOf(endpoints);
    }

    private void kubernetes(MeshService service, List<Endpoint> endpoints) {
        List<ConfigObject> listed = slices.get(key(service.namespace(), service.name()));
        if (listed != null) {
            for (ConfigObject object : listed) {
                if (object.kind() == ConfigKind.ENDPOINT_SLICE) {
                    slice(service, object.root(), endpoints);
                } else {
                    object.root().items("subsets").forEach(subset -> subset(service, subset, endpoints));
                }
            }
        }
        if (service.selector().isEmpty()) {
            return;
        }
        for (Workload workload : workloads.in(service.namespace())) {
            boolean wanted = listed == null || workload.kind() == ConfigKind.WORKLOAD_ENTRY;
            if (wanted && Labels.match(service.selector(), workload.labels())) {
                for (ServicePort port : service.ports()) {
                    int target = workload.kind() == ConfigKind.WORKLOAD_ENTRY
                            ? entryPort(port, workload.ports())
                            : Registry.targetPort(port, workload.ports());
                    add(endpoints, workload, port, target);
                }
            }
        }
    }

    private void slice(MeshService service, Node slice, List<Endpoint> endpoints) {
        for (Node port : slice.items("ports")) {
            for (Node endpoint : slice.items("endpoints")) {
                Node ready = endpoint.get("conditions").get("ready");
                boolean isReady = !ready.present() || endpoint.get("conditions").flag("ready");
                for (String address : endpoint.texts("addresses")) {
                    listed(service, port, address, isReady, endpoints);
                }
            }
        }
    }

    private void subset(MeshService service, Node subset, List<Endpoint> endpoints) {
        for (Node port : subset.items("ports")) {
            subset.items("addresses").forEach(address -> listed(service, port, address.text("ip"), true, endpoints));
            subset.items("notReadyAddresses")
                    .forEach(address -> listed(service, port, address.text("ip"), false, endpoints));
        }
    }

    private void listed(MeshService service, Node port, String address, boolean ready, List<Endpoint> endpoints) {
        for (ServicePort servicePort : service.ports()) {
            if (servicePort.name().equals(port.text("name"))) {
                @Nullable Workload workload = workloads.at(address).orElse(null);
                endpoints.add(endpoint(
                        address,
                        (int) port.integer("port"),
                        servicePort,
                        workload,
                        workload == null ? service.namespace() : workload.namespace(),
                        ready));
            }
        }
    }

    private void serviceEntry(MeshService service, List<Endpoint> endpoints) {
        Node spec = service.object().spec();
        boolean dns = service.resolution() != Resolution.STATIC && service.resolution() != Resolution.PASSTHROUGH;
        if (spec.has("workloadSelector")) {
            for (Workload workload : workloads.in(service.namespace())) {
                boolean address = workload.addresses().stream().allMatch(AddressBlock::isAddress);
                if ((address || dns) && Labels.match(service.selector(), workload.labels())) {
                    service.ports().forEach(port -> add(endpoints, workload, port, entryPort(port, workload.ports())));
                }
            }
            return;
        }
        List<Node> inline = spec.items("endpoints");
        if (inline.isEmpty() && dns) {
            for (ServicePort port : service.ports()) {
                endpoints.add(endpoint(service.host(), port.workloadPort(), port, null, service.namespace(), true));
            }
        }
        for (Node entry : inline) {
            Workload workload = Workloads.workloadEntry(service.object(), entry, entry.textMap("labels"));
            service.ports().forEach(port -> add(endpoints, workload, port, entryPort(port, workload.ports())));
        }
    }

    /** A WorkloadEntry's own word on a port counts before the service's. */
    private static int entryPort(ServicePort port, Map<String, Integer> own) {
        return Optional.ofNullable(own.get(port.name()))
                .filter(number -> number > 0)
                .orElse(port.workloadPort());
    }

    private static void add(List<Endpoint> endpoints, Workload workload, ServicePort port, int target) {
        if (target > 0 && !workload.addresses().isEmpty()) {
            endpoints.add(endpoint(
                    workload.addresses().get(0), target, port, workload, workload.namespace(), workload.ready()));
        }
    }

    private static Endpoint endpoint(
            String address,
            int port,
            ServicePort servicePort,
            @Nullable Workload workload,
            String namespace,
            boolean ready) {
        if (workload == null) {
            return new Endpoint(
                    address, port, servicePort, Map.of(), namespace, "", Locality.NONE, 0, "", "", ready, false, "");
        }
        return new Endpoint(
                address,
                port,
                servicePort,
                workload.labels(),
                namespace,
                workload.serviceAccount(),
                workload.locality(),
                workload.weight(),
                workload.network(),
                workload.name(),
                ready,
                workload.mutualTls(),
                workload.node());
    }
}
