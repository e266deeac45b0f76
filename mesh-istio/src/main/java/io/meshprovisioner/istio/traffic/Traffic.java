package io.meshprovisioner.istio.traffic;

import io.meshprovisioner.Mesh;
import io.meshprovisioner.istio.Manifests;
import io.meshprovisioner.istio.traffic.snapshot.Proxy;
import io.meshprovisioner.istio.traffic.snapshot.Snapshot;
import io.meshprovisioner.istio.traffic.snapshot.Workload;
import io.meshprovisioner.spi.KubernetesSession;
import io.meshprovisioner.spi.Manifest;
import java.util.List;
import java.util.Map;

/**
 * What will happen to this request? Answered for a mesh as its objects say, without a cluster:
 *
 * <pre>{@code
 * Traffic traffic = Traffic.of(Manifests.read(Path.of("k8s")));
 * Decision d = traffic.from("bookinfo/productpage").header("end-user", "jason").get("http://reviews:9080/reviews/0");
 * d.outcome();    // Forwarded, Redirected, Answered or Refused
 * d.why();        // the rules passed over, the rule that decided, where it stands
 * }</pre>
 *
 * Immutable and safe for threads. Answers are those of Istio 1.30.
 */
public final class Traffic {
    private final Snapshot snapshot;

    private Traffic(Snapshot snapshot) {
        this.snapshot = snapshot;
    }

    /** The traffic of a mesh. */
    public static Traffic of(Snapshot snapshot) {
        return new Traffic(snapshot);
    }

    /** The traffic of a mesh that holds these objects and nothing else. */
    public static Traffic of(Manifests manifests) {
        return of(Snapshot.of(manifests));
    }

    /**
     * The traffic of a mesh as it stands: reads everything that decides it from the cluster once; what changes there later
     * is not seen.
     */
    public static Traffic of(Mesh mesh) {
        return of(LiveMesh.of(mesh).snapshot());
    }

    /** As {@link #of(Mesh)}, for who works in a cluster. */
    public static Traffic of(KubernetesSession session) {
        return of(LiveMesh.of(session).snapshot());
    }

    /** The mesh. */
    public Snapshot snapshot() {
        return snapshot;
    }

    /** The same mesh with these objects, each in place of the one of its kind, namespace and name: what if. */
    public Traffic with(Manifest... manifests) {
        return of(snapshot.with(manifests));
    }

    /**
     * Asks as a workload: through its sidecar, or past all proxies of its own where it has none.
     *
     * @param workload {@code namespace/name} of a pod, a Deployment, an {@code app} label or a service that selects it;
     *     without namespace in {@code default}
     * @throws IllegalArgumentException if there is no such workload
     */
    public Question from(String workload) {
        Workload caller = new Callers(snapshot).workload(workload);
        return caller.sidecar()
                ? Question.through(snapshot, new Callers(snapshot).sidecar(caller), workload)
                : Question.past(snapshot, caller, workload);
    }

    /** Asks as some workload with a sidecar in a namespace; rules for certain labels do not fit it. */
    public Question fromNamespace(String namespace) {
        return Question.through(snapshot, new Callers(snapshot).anySidecar(namespace), "namespace " + namespace);
    }

    /**
     * Asks as some workload without a sidecar: in plain text, without an identity, past all proxies but the server's own.
     *
     * @param namespace in which names are looked up
     */
    public Question withoutSidecar(String namespace) {
        return Question.past(snapshot, new Callers(snapshot).bare(namespace), "a workload without sidecar");
    }

    /** Asks as a workload: through its sidecar, or past all proxies of its own where it has none. */
    public Question as(Workload workload) {
        return workload.sidecar()
                ? as(new Callers(snapshot).sidecar(workload))
                : Question.past(snapshot, workload, workload.name() + "." + workload.namespace());
    }

    /** Asks as somebody outside the mesh, who comes through the gateway that answers for the host. */
    public Question fromOutside() {
        return Question.outside(snapshot, new Callers(snapshot).gateways(), "outside");
    }

    /**
     * Asks as somebody outside, through a certain gateway.
     *
     * @param gateway {@code namespace/name} of its workload, as in {@link #from}
     */
    public Question through(String gateway) {
        Proxy proxy = Proxy.gateway(new Callers(snapshot).workload(gateway), snapshot.mesh());
        return Question.outside(snapshot, List.of(proxy), "outside, through " + gateway);
    }

    /** Asks as the workload behind a sidecar, or as a client of a gateway. */
    public Question as(Proxy proxy) {
        return proxy.isGateway()
                ? Question.outside(snapshot, List.of(proxy), "outside, through " + proxy.id())
                : Question.through(snapshot, proxy, proxy.id());
    }

    /** The sidecar of a workload that may or may not run: of a namespace, with these labels. */
    public Proxy sidecar(String namespace, Map<String, String> labels) {
        return new Callers(snapshot).anySidecar(namespace, labels);
    }

    /**
     * The sidecar of a workload.
     *
     * @param workload as in {@link #from}
     */
    public Proxy sidecar(String workload) {
        Callers callers = new Callers(snapshot);
        return callers.sidecar(callers.workload(workload));
    }

    /** The gateways of the mesh; where no workload runs that a Gateway selects, one as the Gateway asks for. */
    public List<Proxy> gateways() {
        return new Callers(snapshot).gateways();
    }

    /** A GET of some workload of namespace {@code default}, which has a sidecar. */
    public Decision get(String url) {
        return fromNamespace("default").get(url);
    }

    /** How many objects of which kinds. */
    @Override
    public String toString() {
        return "traffic of " + snapshot;
    }
}
