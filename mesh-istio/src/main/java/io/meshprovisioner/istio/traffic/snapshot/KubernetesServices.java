package io.meshprovisioner.istio.traffic.snapshot;

import io.meshprovisioner.istio.validation.input.Node;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Reads Kubernetes Services as Istio's Kubernetes registry does. */
final class KubernetesServices {
    private record Read(String domain, MeshService service) {}

    private KubernetesServices() {}

    static MeshService service(ConfigObject object, String domain) {
        Read read = object.read(Read.class, one -> new Read(domain, of(one, domain)));
        return read.domain().equals(domain) ? read.service() : of(object, domain);
    }

    private static MeshService of(ConfigObject object, String domain) {
        Node spec = object.spec();
        String externalName = spec.text("type").equals("ExternalName") ? spec.text("externalName") : "";
        Map<String, String> annotations = object.annotations();
        return new MeshService(
                object.name() + "." + object.namespace() + ".svc." + domain,
                object.namespace(),
                object.name(),
                MeshService.Origin.KUBERNETES,
                addresses(spec),
                List.of(),
                ports(spec),
                resolution(spec, externalName),
                !externalName.isEmpty(),
                list(annotations.getOrDefault("networking.istio.io/exportTo", "")),
                spec.textMap("selector"),
                externalName,
                List.of(),
                list(annotations.getOrDefault("alpha.istio.io/canonical-serviceaccounts", "")),
                object.created().equals(Instant.MAX) ? Instant.MIN : object.created(),
                object);
    }

    private static Resolution resolution(Node spec, String externalName) {
        if (spec.text("clusterIP").equals("None")) {
            return Resolution.PASSTHROUGH;
        }
        return externalName.isEmpty() ? Resolution.STATIC : Resolution.ALIAS;
    }

    private static List<String> addresses(Node spec) {
        String first = spec.text("clusterIP");
        if (first.equals("None")) {
            return List.of();
        }
        Set<String> all = new LinkedHashSet<>();
        Stream.concat(Stream.of(first), spec.texts("clusterIPs").stream())
                .filter(address -> !address.isEmpty())
                .forEach(all::add);
        return List.copyOf(all);
    }

    private static List<ServicePort> ports(Node spec) {
        List<ServicePort> ports = new ArrayList<>();
        for (Node port : spec.items("ports")) {
            Protocol protocol = Protocol.ofPort(
                    port.integer("port"), port.text("name"), port.text("protocol"), port.text("appProtocol"));
            Node target = port.get("targetPort");
            int number = (int) target.integer();
            ports.add(new ServicePort(
                    port.text("name"), (int) port.integer("port"), protocol, number, number == 0 ? target.text() : ""));
        }
        return List.copyOf(ports);
    }

    private static List<String> list(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(String::trim)
                .filter(part -> !part.isEmpty())
                .toList();
    }
}
