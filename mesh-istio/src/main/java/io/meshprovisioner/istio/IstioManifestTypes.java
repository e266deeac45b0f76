package io.meshprovisioner.istio;

import io.meshprovisioner.istio.model.Resource;
import io.meshprovisioner.istio.model.ResourceType;
import io.meshprovisioner.spi.Manifest;
import io.meshprovisioner.spi.ManifestTypes;
import java.util.Optional;
import java.util.function.Function;

/** Lets a mesh be asked for VirtualServices and the like. Found by {@link java.util.ServiceLoader}. */
public final class IstioManifestTypes implements ManifestTypes {

    @Override
    public <T extends Manifest> Optional<Type<T>> find(Class<T> type, String istioVersion) {
        return Resource.class.isAssignableFrom(type)
                ? Kinds.find(type).map(known -> type(type, known, istioVersion))
                : Optional.empty();
    }

    private static <T extends Manifest> Type<T> type(Class<T> type, ResourceType<?> known, String istioVersion) {
        String apiVersion = istioVersion.isEmpty() ? known.newestApiVersion() : known.apiVersion(istioVersion);
        Function<Manifest, T> view = manifest -> type.cast(known.view().apply(Documents.of(manifest)));
        return new Type<>(apiVersion, known.kind(), view);
    }
}
