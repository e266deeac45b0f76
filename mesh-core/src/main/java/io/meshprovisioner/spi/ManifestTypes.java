package io.meshprovisioner.spi;

import java.util.Optional;
import java.util.function.Function;

/** Classes that stand for kinds, so that a mesh can be asked for them. Found by {@link java.util.ServiceLoader}. */
public interface ManifestTypes {

    /**
     * How objects of a class are asked for and read; empty for a class that is none of a kind.
     *
     * @param istioVersion the release that the mesh runs; empty where it is not known
     */
    <T extends Manifest> Optional<Type<T>> find(Class<T> type, String istioVersion);

    /**
     * A class that stands for a kind.
     *
     * @param apiVersion in which to ask for it
     * @param view an object as an instance of the class
     */
    record Type<T extends Manifest>(String apiVersion, String kind, Function<Manifest, T> view) {}
}
