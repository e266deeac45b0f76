package io.meshprovisioner.spi;

import java.util.Map;
import java.util.Optional;

/** A Kubernetes object as a document. */
public interface Manifest {
    String apiVersion();

    String kind();

    /** Empty for cluster-scoped kinds, and where the context gives the namespace. */
    Optional<String> namespace();

    String name();

    /** The whole document: maps, lists, strings, numbers, booleans, nulls. */
    Map<String, Object> toMap();

    /** A document that is taken as it is. */
    static Manifest of(Map<String, Object> document) {
        return new RawManifest(document);
    }
}
