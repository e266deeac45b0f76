package io.meshprovisioner.spi;

import java.util.List;

/** Validates manifests as the mesh's own control plane would. Found by {@link java.util.ServiceLoader}. */
public interface ManifestValidator {

    /** Everything to say about the manifests, for the release that the mesh runs. */
    List<Finding> validate(List<? extends Manifest> manifests, String istioVersion);

    /** The kinds that {@link #analyze} looks at, each with the API version to ask for it. */
    default List<Kind> analyzed(String istioVersion) {
        return List.of();
    }

    /** Everything to say about all objects of a mesh taken together. */
    default List<Finding> analyze(List<? extends Manifest> everything, String istioVersion) {
        return List.of();
    }

    /**
     * Whether {@link #validate} says of a manifest all that the server would, its kind's schema and webhooks included: then
     * the server need not be asked about each of many before they are sent.
     */
    default boolean judges(Manifest manifest) {
        return false;
    }

    /**
     * Where in a batch a kind is applied: smaller numbers first, 0 for kinds without an opinion. What others refer to
     * goes before them, so that nothing ever points nowhere.
     */
    default int rank(Manifest manifest) {
        return 0;
    }

    /** A kind under an API version. */
    record Kind(String apiVersion, String kind) {}

    /**
     * One finding.
     *
     * @param error it would be refused; else it is a warning
     * @param rule a stable id
     * @param path where
     * @param advice what to do
     */
    record Finding(boolean error, String rule, String path, String message, String advice) {
        @Override
        public String toString() {
            return (error ? "error " : "warning ") + path + ": " + message + ". " + advice + " [" + rule + "]";
        }
    }
}
