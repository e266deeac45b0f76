package io.meshprovisioner.istio.install;

import io.meshprovisioner.plan.Pace;
import io.meshprovisioner.plan.Resource;
import io.meshprovisioner.plan.ResourceId;
import java.time.Duration;
import java.util.Optional;

/** Istio's CRDs, each Established: the API serves them. */
abstract sealed class CrdsResource implements Resource<CrdsResource.Crds> permits AppliedCrds, TemplatedCrds {
    private final String release;

    /** The CRDs that are served. */
    record Crds(int count) {}

    CrdsResource(String release) {
        this.release = release;
    }

    final String release() {
        return release;
    }

    @Override
    public final ResourceId id() {
        return new ResourceId(Kinds.CRDS, "istio");
    }

    @Override
    public final String title() {
        return "CRDs of Istio " + release;
    }

    @Override
    public final Pace pace() {
        return Pace.of(Duration.ofSeconds(1));
    }

    @Override
    public final Optional<String> guideRow() {
        return Optional.of("G2.2");
    }
}
