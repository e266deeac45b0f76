package io.meshprovisioner.istio.traffic.policy;

import io.meshprovisioner.istio.traffic.question.Arrival;
import io.meshprovisioner.istio.traffic.question.HttpRequest;
import io.meshprovisioner.istio.traffic.question.Transport;
import io.meshprovisioner.istio.traffic.snapshot.MeshConfig;
import io.meshprovisioner.istio.traffic.snapshot.Proxy;
import io.meshprovisioner.istio.traffic.snapshot.Workload;
import java.util.BitSet;
import java.util.List;

/** What AuthorizationPolicies can tell of callers before these have said anything: by identity and address. */
public final class CallerTraits {
    private final List<Clause> clauses;
    private final MeshConfig mesh;

    CallerTraits(List<PolicyRules> policies, MeshConfig mesh) {
        this.mesh = mesh;
        this.clauses = policies.stream()
                .flatMap(policy -> policy.http().rules().stream())
                .flatMap(rule -> rule.callers().stream())
                .flatMap(List::stream)
                .distinct()
                .toList();
    }

    /** Equal for workloads with sidecars that no policy treats differently. */
    public Object of(Proxy sidecar) {
        String account = sidecar.serviceAccount().isEmpty() ? "default" : sidecar.serviceAccount();
        String identity = mesh.trustDomain() + "/ns/" + sidecar.namespace() + "/sa/" + account;
        return of(new Transport.IstioMutual("", "", identity), sidecar.addresses());
    }

    /** Equal for workloads without sidecars that no policy treats differently. */
    public Object ofPlain(Workload workload) {
        return of(Transport.PLAINTEXT, workload.addresses());
    }

    private Object of(Transport transport, List<String> addresses) {
        String address = addresses.isEmpty() ? "" : addresses.get(0);
        Attributes call = ArrivalAttributes.of(
                new Arrival(Arrival.Side.INBOUND, "", 0, transport, HttpRequest.get("", "/"), address));
        BitSet traits = new BitSet();
        for (int i = 0; i < clauses.size(); i++) {
            traits.set(i, clauses.get(i).holds(call));
        }
        return traits;
    }
}
