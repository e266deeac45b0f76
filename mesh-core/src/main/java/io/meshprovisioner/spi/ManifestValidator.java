package io.meshprovisioner.spi;

import java.util.List;

/** Validates manifests as the mesh's own control plane would. Found by {@link java.util.ServiceLoader}. */
public interface ManifestValidator {

    /** Everything to say about the manifests, for the release that the mesh runs. */
    List<Finding> validate(List<? extends Manifest> manifests, String istioVersion);

    /**
     * One finding.
     *
     * @param error it would be refused; else it is a warning
     * @param rule a stable id
     * @param path where
     * @param advice what to do
     */
    record Finding(boolean error, String rule, String path, String message, String advice) {}
}
