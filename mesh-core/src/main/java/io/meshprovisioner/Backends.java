package io.meshprovisioner;

import io.meshprovisioner.error.Failure;
import io.meshprovisioner.error.ServiceFailureException;
import java.util.ServiceLoader;

/** Finds a backend on the classpath, where none was handed in. */
final class Backends {
    private Backends() {}

    static <T> T find(Class<T> type, String artifact) {
        return ServiceLoader.load(type, Backends.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .findFirst()
                .orElseThrow(() -> new ServiceFailureException(Failure.of(
                        "No " + type.getSimpleName() + " is on the classpath.",
                        "Add the artifact io.meshprovisioner:" + artifact
                                + " (io.meshprovisioner:mesh-provisioner brings all of them), or hand one in.")));
    }
}
