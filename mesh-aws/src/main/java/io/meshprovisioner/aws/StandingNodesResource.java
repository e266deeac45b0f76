package io.meshprovisioner.aws;

import io.meshprovisioner.plan.Observation;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.plan.Step;
import io.meshprovisioner.spi.ApiAccess;
import io.meshprovisioner.spi.MeshInstaller.Sessions;
import io.meshprovisioner.spi.NodeCapacity;
import java.util.List;
import java.util.Set;

/** The nodes of a cluster of somebody else's, as its API tells of them. */
final class StandingNodesResource extends AwsResource<NodeCapacity> {
    private final Ref<ApiAccess> api;
    private final Sessions sessions;

    StandingNodesResource(Scope scope, Ref<ApiAccess> api, Sessions sessions) {
        super(scope, "kubernetes:Nodes", "nodes", "the cluster's nodes, which stand and stay", "G1.4");
        this.api = need(api);
        this.sessions = sessions;
    }

    @Override
    public Observation<NodeCapacity> observe(Step step) {
        NodeCapacity ready = NodeCapacity.read(sessions.on(step.get(api)));
        return ready.nodes() == 0
                ? Observation.hindered("no node is Ready", "Add nodes to the cluster, or ask for some: withNodes(..).")
                : new Observation.Ready<>(ready, List.of(), true);
    }

    @Override
    public Observation<NodeCapacity> create(Step step) {
        return observe(step);
    }

    @Override
    public Set<String> actions() {
        return Set.of();
    }
}
