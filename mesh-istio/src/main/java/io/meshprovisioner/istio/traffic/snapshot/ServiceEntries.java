package io.meshprovisioner.istio.traffic.snapshot;

import io.meshprovisioner.istio.validation.input.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads ServiceEntries: one service for each host, and where there are addresses one for each host and address. */
final class ServiceEntries {
    private record Read(List<MeshService> services) {}

    private ServiceEntries() {}

    static List<MeshService> services(ConfigObject object) {
        return object.read(Read.class, one -> new Read(read(one))).services();
    }

    private static List<MeshService> read(ConfigObject object) {
        Node spec = object.spec();
        List<ServicePort> ports = ports(spec);
        Map<String, List<String>> allocated = allocated(object);
        List<MeshService> services = new ArrayList<>();
        List<String> addresses = spec.texts("addresses").stream()
                .filter(address -> AddressBlock.parse(address).isPresent())
                .map(AddressBlock::withoutFullMask)
                .toList();
        for (String host : spec.texts("hosts")) {
            if (!spec.hasAny("addresses")) {
                services.add(service(object, host, List.of(), allocated.getOrDefault(host, List.of()), ports));
            }
            for (String address : addresses) {
                services.add(service(object, host, List.of(address), List.of(), ports));
            }
        }
        return List.copyOf(services);
    }

    private static MeshService service(
            ConfigObject object, String host, List<String> addresses, List<String> allocated, List<ServicePort> ports) {
        Node spec = object.spec();
        return new MeshService(
                host,
                object.namespace(),
                host,
                MeshService.Origin.SERVICE_ENTRY,
                addresses,
                allocated,
                ports,
                resolution(spec.text("resolution")),
                !spec.text("location").equals("MESH_INTERNAL"),
                spec.texts("exportTo"),
                spec.get("workloadSelector").textMap("labels"),
                "",
                List.of(),
                spec.texts("subjectAltNames"),
                object.created(),
                object);
    }

    private static Resolution resolution(String written) {
        return switch (written) {
            case "STATIC" -> Resolution.STATIC;
            case "DNS" -> Resolution.DNS;
            case "DNS_ROUND_ROBIN" -> Resolution.DNS_ROUND_ROBIN;
            case "DYNAMIC_DNS" -> Resolution.DYNAMIC_DNS;
            default -> Resolution.PASSTHROUGH;
        };
    }

    static List<ServicePort> ports(Node spec) {
        List<ServicePort> ports = new ArrayList<>();
        for (Node port : spec.items("ports")) {
            ports.add(new ServicePort(
                    port.text("name"),
                    (int) port.integer("number"),
                    Protocol.of(port.text("protocol")),
                    (int) port.integer("targetPort"),
                    ""));
        }
        return List.copyOf(ports);
    }

    /** Addresses that Istio wrote into the status, by host. */
    private static Map<String, List<String>> allocated(ConfigObject object) {
        Map<String, List<String>> byHost = new LinkedHashMap<>();
        for (Node address : object.root().get("status").items("addresses")) {
            byHost.computeIfAbsent(address.text("host"), key -> new ArrayList<>())
                    .add(address.text("value"));
        }
        return byHost;
    }
}
