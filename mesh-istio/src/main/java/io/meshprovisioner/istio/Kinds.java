package io.meshprovisioner.istio;

import io.meshprovisioner.istio.gatewayapi.GatewayApiKinds;
import io.meshprovisioner.istio.model.IstioKinds;
import io.meshprovisioner.istio.model.Resource;
import io.meshprovisioner.istio.model.ResourceType;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All kinds that have a type. */
final class Kinds {
    private static final Map<Class<?>, ResourceType<?>> BY_CLASS = Stream.concat(
                    IstioKinds.all().stream(), GatewayApiKinds.all().stream())
            .collect(Collectors.toUnmodifiableMap(ResourceType::type, Function.identity()));

    private Kinds() {}

    /** The kind of a class, if it is one of a kind. */
    static Optional<ResourceType<?>> find(Class<?> type) {
        return Optional.ofNullable(BY_CLASS.get(type));
    }

    /**
     * The kind of a class.
     *
     * @throws IllegalArgumentException if the class is none of a kind
     */
    @SuppressWarnings("unchecked") // the entry of a class is of that class
    static <T extends Resource<T>> ResourceType<T> type(Class<T> type) {
        ResourceType<?> known = BY_CLASS.get(type);
        if (known == null) {
            throw new IllegalArgumentException(type + " is not a kind; ask for one such as VirtualService");
        }
        return (ResourceType<T>) known;
    }
}
