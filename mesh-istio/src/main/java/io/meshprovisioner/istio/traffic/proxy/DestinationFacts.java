package io.meshprovisioner.istio.traffic.proxy;

import io.meshprovisioner.istio.traffic.cluster.ProxyClusters;
import io.meshprovisioner.istio.traffic.rule.Target;
import io.meshprovisioner.istio.traffic.scope.Scope;
import java.util.List;

/** What routing must know of DestinationRules as one proxy sees them. */
final class DestinationFacts {
    private final Scope scope;
    private final ProxyClusters clusters;

    DestinationFacts(Scope scope, ProxyClusters clusters) {
        this.scope = scope;
        this.clusters = clusters;
    }

    /** Whether requests to a target are spread by a hash, so that a retry goes to the same host again. */
    boolean isHashed(Target target) {
        return scope.service(target.host())
                .flatMap(service -> clusters.hashKey(service, target.port(), target.subset()))
                .isPresent();
    }

    /** The names of a host's subsets. */
    List<String> subsets(String host) {
        return scope.service(host).map(clusters::subsets).orElse(List.of());
    }
}
