package io.meshprovisioner.kubernetes;

import io.meshprovisioner.plan.CallFailure;
import io.meshprovisioner.plan.Permit;
import io.meshprovisioner.spi.KubernetesSession;
import io.meshprovisioner.spi.KubernetesSession.ObjectKey;
import io.meshprovisioner.spi.LeaseStore;
import io.meshprovisioner.spi.Manifest;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * The one writer of a mesh, agreed by {@code coordination.k8s.io} Leases: creating an object that exists is refused.
 * The API server takes a request whenever it comes: that an owner who lost its lease sends nothing more is kept by the
 * permits alone, whose age is checked before each call.
 */
final class KubernetesLeases implements LeaseStore {
    private static final String API = "coordination.k8s.io/v1";
    private static final String KIND = "Lease";
    private static final String NAMESPACE = "kube-system";
    private static final String MESH = "mesh-provisioner/mesh";
    private static final String GENERATION = "mesh-provisioner/generation";

    private final Supplier<KubernetesSession> session;
    private final String mesh;

    KubernetesLeases(Supplier<KubernetesSession> session, String mesh) {
        this.session = session;
        this.mesh = mesh;
    }

    /** The meshes that leases name. */
    static Set<String> meshes(KubernetesSession session) {
        Set<String> meshes = new TreeSet<>();
        session.list(API, KIND, Optional.of(NAMESPACE), MESH).forEach(lease -> meshes.add(label(lease, MESH)));
        return meshes;
    }

    private static String label(Manifest lease, String name) {
        return Json.text(Json.map(metadata(lease).get("labels")).get(name));
    }

    private static Map<String, Object> metadata(Manifest lease) {
        return Json.map(lease.toMap().get("metadata"));
    }

    @Override
    public List<Lease> list() {
        return session.get().list(API, KIND, Optional.of(NAMESPACE), MESH + "=" + mesh).stream()
                .map(found -> new Lease(
                        Long.parseLong(label(found, GENERATION)),
                        Json.text(Json.map(found.toMap().get("spec")).get("holderIdentity")),
                        version(found)))
                .sorted(Comparator.comparing(Lease::generation))
                .toList();
    }

    /** Grows with each write in every API server there is, since etcd counts so. */
    private static long version(Manifest lease) {
        return Long.parseLong(Json.text(metadata(lease).get("resourceVersion")));
    }

    @Override
    public boolean create(long generation, String content, Permit permit) {
        return session.get()
                .create(
                        Manifest.of(Map.of(
                                "apiVersion",
                                API,
                                "kind",
                                KIND,
                                "metadata",
                                Map.of(
                                        "name",
                                        name(generation),
                                        "namespace",
                                        NAMESPACE,
                                        "labels",
                                        Map.of(MESH, mesh, GENERATION, Long.toString(generation))),
                                "spec",
                                Map.of("holderIdentity", content))),
                        permit);
    }

    @Override
    public boolean update(long generation, String content, Permit permit) {
        byte[] patch = Json.bytes(Map.of("spec", Map.of("holderIdentity", content)));
        try {
            session.get().patch(key(generation), new String(patch, StandardCharsets.UTF_8), permit);
            return true;
        } catch (CallFailure e) {
            if (e.error().code().equals("NotFound")) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public void delete(List<Long> generations, Permit permit) {
        generations.forEach(generation -> session.get().delete(key(generation), permit));
    }

    private ObjectKey key(long generation) {
        return ObjectKey.of(API, KIND, NAMESPACE, name(generation));
    }

    private String name(long generation) {
        return "mesh-provisioner-" + mesh + "-" + generation;
    }
}
