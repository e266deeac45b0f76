package io.meshprovisioner.istio.traffic.scope;

import io.meshprovisioner.istio.traffic.snapshot.MeshService;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Where several namespaces have a service of one host, the client's own counts, else a Kubernetes one, else the first. */
final class OneNamespace {
    private OneNamespace() {}

    static List<MeshService> perHost(List<MeshService> services, String own) {
        Map<String, MeshService> chosen = new HashMap<>();
        for (MeshService service : services) {
            MeshService first = chosen.putIfAbsent(service.host(), service);
            if (first != null && isBetter(service, first, own)) {
                chosen.put(service.host(), service);
            }
        }
        return services.stream()
                .filter(service -> {
                    MeshService winner = chosen.get(service.host());
                    return winner != null && winner.namespace().equals(service.namespace());
                })
                .toList();
    }

    private static boolean isBetter(MeshService service, MeshService first, String own) {
        return service.namespace().equals(own)
                || (!first.isKubernetes()
                        && service.isKubernetes()
                        && !first.namespace().equals(own));
    }
}
