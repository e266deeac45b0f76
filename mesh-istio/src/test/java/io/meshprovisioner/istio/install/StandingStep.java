package io.meshprovisioner.istio.install;

import io.meshprovisioner.plan.Permit;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.plan.Step;
import java.time.Instant;

/** A step outside a graph, at the beginning of time. */
final class StandingStep implements Step {
    @Override
    public <T> T get(Ref<T> ref) {
        throw new IllegalStateException(ref + " was not expected to be asked for.");
    }

    @Override
    public Permit permit() {
        return new Permit(1, Instant.EPOCH);
    }

    @Override
    public Instant now() {
        return Instant.EPOCH;
    }
}
