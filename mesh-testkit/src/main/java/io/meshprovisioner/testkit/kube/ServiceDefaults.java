package io.meshprovisioner.testkit.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.control.BalancerControllerActor;
import io.meshprovisioner.testkit.kube.json.Trees;
import io.meshprovisioner.testkit.kube.schema.Problem;
import io.meshprovisioner.testkit.world.Hashes;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Defaults and allocations of Services: cluster addresses from 172.20.0.0/16, node ports from 30000. Changes them. */
final class ServiceDefaults {
    private static final int PORTS = 2768;

    private ServiceDefaults() {}

    static void fields(ObjectNode service) {
        ObjectNode spec = Trees.with(service, "spec");
        Trees.defaults(spec, "type", "ClusterIP");
        Trees.defaults(spec, "sessionAffinity", "None");
        String type = Trees.text(spec, "type");
        for (ObjectNode port : Trees.objects(spec.path("ports"))) {
            Trees.defaults(port, "protocol", "TCP");
            if (!port.has("targetPort")) {
                port.set("targetPort", port.path("port"));
            }
        }
        if (!type.equals("ExternalName")) {
            Trees.defaults(spec, "internalTrafficPolicy", "Cluster");
        }
        if (hasNodePorts(type)) {
            Trees.defaults(spec, "externalTrafficPolicy", "Cluster");
        } else {
            spec.remove(List.of("externalTrafficPolicy", "healthCheckNodePort", "allocateLoadBalancerNodePorts"));
        }
        if (type.equals("LoadBalancer")) {
            Trees.defaults(spec, "allocateLoadBalancerNodePorts", true);
        }
        if (!spec.path("sessionAffinity").asText().equals("None") && !spec.has("sessionAffinityConfig")) {
            Trees.with(spec, "sessionAffinityConfig", "clientIP").put("timeoutSeconds", 10800);
        }
    }

    static void create(ApiServer server, ObjectNode service) {
        update(server, service);
        Trees.with(service, "status").putObject("loadBalancer");
        ObjectNode spec = Trees.with(service, "spec");
        if (Trees.text(spec, "type").equals("LoadBalancer")
                && server.world().cloud().servesBalancers(server.world(), server.key())) {
            // EKS's webhook: the class is the default of clusters with Auto Mode.
            Trees.defaults(spec, "loadBalancerClass", BalancerControllerActor.AUTO_CLASS);
        }
    }

    /** What an update leaves out is what was allocated before. */
    static void carryOver(ObjectNode service, ObjectNode live) {
        ObjectNode spec = Trees.with(service, "spec");
        JsonNode old = live.path("spec");
        String type = Trees.text(spec, "type");
        if (!type.equals("ExternalName")) {
            for (String name : List.of("clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy")) {
                if (!spec.has(name) && old.has(name)) {
                    spec.set(name, old.get(name));
                }
            }
        }
        if (hasNodePorts(type)) {
            for (ObjectNode port : Trees.objects(spec.path("ports"))) {
                for (JsonNode before : old.path("ports")) {
                    boolean same = before.path("port").equals(port.path("port"))
                            && Trees.optional(port, "protocol").orElse("TCP").equals(Trees.text(before, "protocol"));
                    if (same && before.has("nodePort")) {
                        Trees.defaults(port, "nodePort", before.get("nodePort"));
                    }
                }
            }
        }
    }

    static void update(ApiServer server, ObjectNode service) {
        ObjectNode spec = Trees.with(service, "spec");
        String type = Trees.text(spec, "type");
        if (type.equals("ExternalName")) {
            spec.remove(List.of("clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy"));
            return;
        }
        if (Trees.text(spec, "clusterIP").isEmpty()) {
            spec.put("clusterIP", address(server, service));
        }
        spec.putArray("clusterIPs").add(Trees.text(spec, "clusterIP"));
        if (!spec.has("ipFamilies")) {
            spec.putArray("ipFamilies").add("IPv4");
        }
        Trees.defaults(spec, "ipFamilyPolicy", "SingleStack");
        if (hasNodePorts(type) && spec.path("allocateLoadBalancerNodePorts").asBoolean(true)) {
            nodePorts(server, service, spec);
        } else if (!hasNodePorts(type)) {
            Trees.objects(spec.path("ports")).forEach(port -> port.remove("nodePort"));
        }
    }

    private static boolean hasNodePorts(String type) {
        return type.equals("NodePort") || type.equals("LoadBalancer");
    }

    private static String address(ApiServer server, ObjectNode service) {
        Set<String> taken = new HashSet<>();
        server.store().list("services").forEach(other -> taken.add(Trees.text(other, "spec", "clusterIP")));
        String seed = "clusterIP/" + Trees.namespace(service) + "/" + Trees.name(service);
        for (int attempt = 0; attempt < 65_000; attempt++) {
            // The first 256 addresses are left to those who ask for one, as a real allocator does.
            int number = 256 + (int) (Hashes.fraction(seed + attempt) * (65_536 - 257));
            String address = "172.20." + number / 256 + "." + number % 256;
            if (!taken.contains(address)) {
                return address;
            }
        }
        throw ApiError.internal("failed to allocate a serviceIP: range is full");
    }

    private static void nodePorts(ApiServer server, ObjectNode service, ObjectNode spec) {
        Set<Integer> taken = new HashSet<>();
        for (ObjectNode other : server.store().list("services")) {
            if (!Trees.uid(other).equals(Trees.uid(service))) {
                Trees.at(other, "spec", "ports")
                        .forEach(port -> taken.add(port.path("nodePort").asInt()));
            }
        }
        int index = 0;
        for (ObjectNode port : Trees.objects(spec.path("ports"))) {
            String field = "spec.ports[" + index++ + "].nodePort";
            int asked = port.path("nodePort").asInt();
            if (asked != 0 && !taken.add(asked)) {
                throw ApiError.invalid(
                        server.builtIn("services"),
                        Trees.name(service),
                        List.of(Problem.invalid(field, Integer.toString(asked), "provided port is already allocated")));
            }
            String seed = "nodePort/" + Trees.namespace(service) + "/" + Trees.name(service) + "/" + port.path("port");
            for (int attempt = 0; asked == 0 && attempt < PORTS * 10; attempt++) {
                int candidate = 30_000 + (int) (Hashes.fraction(seed + attempt) * PORTS);
                if (taken.add(candidate)) {
                    port.put("nodePort", candidate);
                    asked = candidate;
                }
            }
        }
    }
}
