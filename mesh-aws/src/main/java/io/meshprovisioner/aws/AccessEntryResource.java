package io.meshprovisioner.aws;

import io.meshprovisioner.aws.Handles.Cluster;
import io.meshprovisioner.plan.Observation;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.plan.Step;
import io.meshprovisioner.spi.ApiAccess;
import java.util.Set;

/** The caller's way into the cluster's API. Its value is how the API is reached. */
final class AccessEntryResource extends AwsResource<ApiAccess> {
    private final Ref<Cluster> cluster;
    private final ClusterTokens tokens;
    private final CallerEntry entry;

    AccessEntryResource(Scope scope, Ref<Cluster> cluster, ClusterTokens tokens) {
        super(scope, "eks:AccessEntry", "access", "the caller as the cluster's administrator", "G1.5");
        this.cluster = need(cluster);
        this.tokens = tokens;
        this.entry = new CallerEntry(scope, logical());
    }

    @Override
    public Observation<ApiAccess> observe(Step step) {
        return entry.mayAdminister() ? Observation.ready(access(step.get(cluster), tokens)) : Observation.absent();
    }

    static ApiAccess access(Cluster found, ClusterTokens tokens) {
        return new ApiAccess(
                found.name(),
                found.endpoint(),
                found.certificateAuthority(),
                found.version(),
                tokens.forCluster(found.name()));
    }

    @Override
    public Observation<ApiAccess> create(Step step) {
        Cluster found = step.get(cluster);
        entry.make(step);
        return Observation.ready(access(found, tokens));
    }

    @Override
    public Set<String> actions() {
        return CallerEntry.ACTIONS;
    }
}
