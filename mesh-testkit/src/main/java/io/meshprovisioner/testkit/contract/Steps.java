package io.meshprovisioner.testkit.contract;

import io.meshprovisioner.plan.Permit;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.plan.ResourceId;
import io.meshprovisioner.plan.Step;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Steps without an engine: what resources gave so far, and a permit whenever one may change something. */
final class Steps implements Step {
    private final Supplier<Instant> clock;
    private final boolean changing;
    private final Map<ResourceId, Object> values;

    private Steps(Supplier<Instant> clock, boolean changing, Map<ResourceId, Object> values) {
        this.clock = clock;
        this.changing = changing;
        this.values = values;
    }

    static Steps looking(Supplier<Instant> clock) {
        return new Steps(clock, false, new HashMap<>());
    }

    static Steps changing(Supplier<Instant> clock) {
        return new Steps(clock, true, new HashMap<>());
    }

    Steps with(Map<ResourceId, Object> known) {
        return new Steps(clock, changing, known);
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> T get(Ref<T> ref) {
        Object value = values.get(ref.id());
        if (value == null) {
            throw new IllegalStateException(ref.id() + " is not ready, and its value is asked for");
        }
        return (T) value;
    }

    @Override
    public Permit permit() {
        if (!changing) {
            throw new IllegalStateException("a look changes nothing, and asks for a permit");
        }
        return new Permit(1, clock.get());
    }

    @Override
    public Instant now() {
        return clock.get();
    }
}
