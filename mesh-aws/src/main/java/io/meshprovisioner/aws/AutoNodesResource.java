package io.meshprovisioner.aws;

import io.meshprovisioner.aws.Handles.Done;
import io.meshprovisioner.plan.Observation;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.plan.Step;
import io.meshprovisioner.spi.ApiAccess;
import io.meshprovisioner.spi.MeshInstaller.Sessions;
import io.meshprovisioner.spi.NodeCapacity;
import java.util.List;
import java.util.Set;

/**
 * The nodes of EKS Auto Mode: nobody asks for them, EKS makes them as pods need them. Ready where a machine would have a way
 * out, with however many there are.
 */
final class AutoNodesResource extends AwsResource<NodeCapacity> {
    private final Ref<ApiAccess> api;
    private final Sessions sessions;

    /** @param before what nodes must not start before */
    AutoNodesResource(Scope scope, Network network, List<Ref<Done>> before, Ref<ApiAccess> api, Sessions sessions) {
        super(scope, "kubernetes:Nodes", "auto-nodes", "nodes of EKS Auto Mode, as pods need them", "G1.4");
        this.api = need(api);
        this.sessions = sessions;
        waitFor(network.nodes());
        waitFor(before);
    }

    @Override
    public Observation<NodeCapacity> observe(Step step) {
        return new Observation.Ready<>(NodeCapacity.read(sessions.on(step.get(api))), List.of(), true);
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
