package io.meshprovisioner.istio.traffic.scope;

import io.meshprovisioner.istio.traffic.snapshot.MeshConfig;
import io.meshprovisioner.istio.traffic.snapshot.MeshService;
import io.meshprovisioner.istio.traffic.snapshot.Snapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which services which namespaces see. Source: exportTo of ServiceEntry, annotation networking.istio.io/exportTo. */
final class Visibility {
    private final MeshConfig mesh;
    private final List<MeshService> everybody = new ArrayList<>();
    private final Map<String, List<MeshService>> exported = new HashMap<>();
    private final Map<String, Map<String, MeshService>> byHost = new HashMap<>();

    private Visibility(Snapshot snapshot) {
        mesh = snapshot.mesh();
        snapshot.registry().services().forEach(this::add);
    }

    static Visibility of(Snapshot snapshot) {
        return snapshot.derive(Visibility.class, kind -> !kind.shapesServices(), Visibility::new);
    }

    private void add(MeshService service) {
        byHost.computeIfAbsent(service.host(), key -> new LinkedHashMap<>(2))
                .merge(
                        service.namespace(),
                        service,
                        (first, later) -> !first.isKubernetes() && later.isKubernetes() ? later : first);
        List<String> exportTo = exportTo(service);
        if (exportTo.contains("*")) {
            everybody.add(service);
        } else if (!exportTo.contains("~")) {
            exportTo.stream()
                    .map(scope -> scope.equals(".") ? service.namespace() : scope)
                    .distinct()
                    .forEach(scope -> exported.computeIfAbsent(scope, key -> new ArrayList<>())
                            .add(service));
        }
    }

    private List<String> exportTo(MeshService service) {
        return service.exportTo().isEmpty() ? mesh.defaultServiceExportTo() : service.exportTo();
    }

    /** What a namespace sees: what is exported to it, then what is public. */
    List<MeshService> seenBy(String namespace) {
        List<MeshService> seen = new ArrayList<>(exported.getOrDefault(namespace, List.of()));
        seen.addAll(everybody);
        return seen;
    }

    boolean isSeen(MeshService service, String namespace) {
        List<String> exportTo = exportTo(service);
        return exportTo.contains("*")
                || exportTo.contains(namespace)
                || (exportTo.contains(".") && service.namespace().equals(namespace));
    }

    /** The service of a host that lives in a namespace, seen or not. */
    Optional<MeshService> in(String namespace, String host) {
        return Optional.ofNullable(byHost.getOrDefault(host, Map.of()).get(namespace));
    }

    /**
     * The service that a namespace means by a host: its own, else the best that it sees (a Kubernetes service, or the
     * oldest).
     */
    Optional<MeshService> pick(String host, String namespace) {
        Map<String, MeshService> all = byHost.getOrDefault(host, Map.of());
        MeshService own = all.get(namespace);
        if (own != null) {
            return Optional.of(own);
        }
        MeshService best = null;
        for (MeshService service : all.values()) {
            if (isSeen(service, namespace)) {
                if (service.isKubernetes()) {
                    return Optional.of(service);
                }
                Instant created = service.created();
                if (best == null || created.isBefore(best.created())) {
                    best = service;
                }
            }
        }
        return Optional.ofNullable(best);
    }
}
