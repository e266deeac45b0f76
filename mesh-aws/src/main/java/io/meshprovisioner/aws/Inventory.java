package io.meshprovisioner.aws;

import io.meshprovisioner.plan.Removal;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.Vpc;

/**
 * Everything of a mesh that still exists, found by tags and deterministic names: also what Kubernetes and EKS made for
 * its cluster, and also when the cluster's API no longer answers.
 */
final class Inventory {
    private final Scope scope;

    Inventory(Scope scope) {
        this.scope = scope;
    }

    List<Removal> removals() {
        List<String> vpcs = Look.VPCS.ofMesh(scope.calls(), scope.names().mesh()).stream()
                .map(Vpc::vpcId)
                .toList();
        ClusterDeletion cluster = new ClusterDeletion(scope);
        BalancerDeletion balancers = new BalancerDeletion(scope, vpcs);
        NetworkDeletion network = new NetworkDeletion(scope, vpcs, Strangers.in(scope, vpcs, balancers.names()));
        List<Removal> result = new ArrayList<>();
        result.addAll(balancers.removals());
        result.addAll(cluster.removals());
        result.addAll(network.removals());
        result.addAll(new RoleDeletion(scope).removals());
        // Where nothing else of ours is left, a log group of that name may be somebody else's.
        if (!result.isEmpty() && !cluster.isForeign()) {
            result.addAll(new LogGroupDeletion(scope).removals());
        }
        return result;
    }
}
