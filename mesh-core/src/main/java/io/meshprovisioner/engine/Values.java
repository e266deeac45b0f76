package io.meshprovisioner.engine;

import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.plan.ResourceId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What the resources of a run gave, by id; typed at the edge by the {@link Ref} that only the graph hands out. */
final class Values {
    private final Map<ResourceId, Object> values = new ConcurrentHashMap<>();

    void put(ResourceId id, Object value) {
        values.put(id, value);
    }

    @SuppressWarnings("unchecked") // a Ref<T> is made from a Resource<T> alone
    <T> Optional<T> get(Ref<T> ref) {
        return Optional.ofNullable((T) values.get(ref.id()));
    }
}
