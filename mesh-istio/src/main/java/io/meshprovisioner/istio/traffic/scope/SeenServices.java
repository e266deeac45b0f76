package io.meshprovisioner.istio.traffic.scope;

import io.meshprovisioner.istio.traffic.snapshot.MeshService;
import io.meshprovisioner.istio.traffic.snapshot.ServicePort;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Services, one for each host. The first of a host counts; a Kubernetes service takes the place of any other; two of
 * one kind and namespace that differ in ports only are put together.
 */
final class SeenServices {
    private final List<MeshService> all = new ArrayList<>();
    private final Map<String, Integer> places = new HashMap<>();

    List<MeshService> all() {
        return all;
    }

    Optional<MeshService> get(String host) {
        return Optional.ofNullable(places.get(host)).map(all::get);
    }

    void add(MeshService service) {
        Integer place = places.putIfAbsent(service.host(), all.size());
        if (place == null) {
            all.add(service);
            return;
        }
        MeshService first = all.get(place);
        if (first.equals(service) || (first.isKubernetes() && !service.isKubernetes())) {
            return;
        }
        if (!first.isKubernetes() && service.isKubernetes()) {
            all.set(place, service);
        } else if (!first.ports().equals(service.ports()) && canMerge(first, service)) {
            all.set(place, merged(first, service));
        }
    }

    private static boolean canMerge(MeshService one, MeshService other) {
        return one.namespace().equals(other.namespace())
                && one.resolution() == other.resolution()
                && one.origin() == other.origin()
                && one.object().labels().equals(other.object().labels())
                && one.selector().equals(other.selector())
                && Set.copyOf(one.exportTo()).equals(Set.copyOf(other.exportTo()));
    }

    private static MeshService merged(MeshService first, MeshService other) {
        List<ServicePort> ports = new ArrayList<>(first.ports());
        for (ServicePort port : other.ports()) {
            if (ports.stream().noneMatch(known -> known.number() == port.number())) {
                ports.add(port);
            }
        }
        return first.ports(ports);
    }
}
