package io.meshprovisioner.engine;

import io.meshprovisioner.plan.Observation;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.plan.Resource;
import io.meshprovisioner.plan.ResourceId;
import io.meshprovisioner.plan.Step;
import io.meshprovisioner.spi.ApiAccess;
import java.util.Set;

/** The API of a cluster that stands, as the root of a graph inside it. */
record KnownApi(ApiAccess access) implements Resource<ApiAccess> {
    @Override
    public ResourceId id() {
        return new ResourceId("kubernetes:Api", access.cluster());
    }

    @Override
    public String title() {
        return "API of cluster " + access.cluster();
    }

    @Override
    public Set<Ref<?>> needs() {
        return Set.of();
    }

    @Override
    public Observation<ApiAccess> observe(Step step) {
        return Observation.ready(access);
    }

    @Override
    public Observation<ApiAccess> create(Step step) {
        return Observation.ready(access);
    }
}
