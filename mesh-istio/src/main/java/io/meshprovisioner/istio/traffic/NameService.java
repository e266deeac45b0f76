package io.meshprovisioner.istio.traffic;

import io.meshprovisioner.istio.traffic.scope.BoundedCache;
import io.meshprovisioner.istio.traffic.snapshot.AddressBlock;
import io.meshprovisioner.istio.traffic.snapshot.Endpoint;
import io.meshprovisioner.istio.traffic.snapshot.MeshService;
import io.meshprovisioner.istio.traffic.snapshot.Registry;
import io.meshprovisioner.istio.traffic.snapshot.Resolution;
import io.meshprovisioner.istio.traffic.snapshot.Snapshot;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Resolves names as the cluster's DNS does for an application, which knows nothing of Istio. */
final class NameService {
    /** Stands for any address outside: the range for documents (RFC 5737). */
    static final String OUTSIDE = "192.0.2.1";

    private static final int ALIASES = 8;

    private static final int NAMES = 100_000;

    private final Registry registry;
    private final String domain;
    private final BoundedCache<Name, String> addresses = new BoundedCache<>(NAMES);

    private record Name(String namespace, String host) {}

    /** The one of a snapshot. */
    static NameService of(Snapshot snapshot) {
        return snapshot.derive(NameService.class, NameService::new);
    }

    private NameService(Snapshot snapshot) {
        this.registry = snapshot.registry();
        this.domain = snapshot.mesh().domain();
    }

    /** The service that a name means in a namespace; a Kubernetes service before any other. */
    Optional<MeshService> service(String name, String namespace) {
        String host = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        return Stream.of(host + "." + namespace + ".svc." + domain, host + ".svc." + domain, host + "." + domain, host)
                .map(registry::services)
                .filter(found -> !found.isEmpty())
                .map(NameService::best)
                .findFirst();
    }

    private static MeshService best(List<MeshService> found) {
        return found.stream().filter(MeshService::isKubernetes).findFirst().orElse(found.get(0));
    }

    /** The address that an application would connect to. */
    String address(String name, String namespace) {
        return addresses.get(new Name(namespace, name), key -> resolve(name, namespace));
    }

    private String resolve(String name, String namespace) {
        String bare = name.startsWith("[") && name.endsWith("]") ? name.substring(1, name.length() - 1) : name;
        return AddressBlock.isAddress(bare)
                ? bare
                : service(bare, namespace)
                        .map(service -> address(service, ALIASES))
                        .orElse(OUTSIDE);
    }

    private String address(MeshService service, int steps) {
        if (service.resolution() == Resolution.ALIAS) {
            return steps == 0
                    ? OUTSIDE
                    : service(service.externalName(), service.namespace())
                            .map(other -> address(other, steps - 1))
                            .orElse(OUTSIDE);
        }
        return Stream.concat(service.addresses().stream(), service.autoAddresses().stream())
                .map(written -> written.indexOf('/') < 0 ? written : written.substring(0, written.indexOf('/')))
                .findFirst()
                .or(() -> registry.endpoints(service).stream()
                        .filter(Endpoint::ready)
                        .map(Endpoint::address)
                        .filter(AddressBlock::isAddress)
                        .findFirst())
                .orElse(OUTSIDE);
    }

    /** The endpoints behind a port of a service, those that take traffic. */
    List<Endpoint> endpoints(MeshService service, int port) {
        return registry.endpoints(service).stream()
                .filter(endpoint -> endpoint.ready() && endpoint.servicePort().number() == port)
                .toList();
    }
}
