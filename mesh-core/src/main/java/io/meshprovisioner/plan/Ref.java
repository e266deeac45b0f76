package io.meshprovisioner.plan;

/**
 * A typed handle on what a resource gives to others, made by {@link Graph.Builder#add}. Its value is known to a
 * {@link Step} once the resource is ready.
 */
public final class Ref<T> {
    private final ResourceId id;

    Ref(ResourceId id) {
        this.id = id;
    }

    /** The resource behind it. */
    public ResourceId id() {
        return id;
    }

    @Override
    public String toString() {
        return "Ref(" + id + ")";
    }
}
