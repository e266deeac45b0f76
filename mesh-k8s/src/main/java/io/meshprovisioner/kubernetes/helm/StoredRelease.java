package io.meshprovisioner.kubernetes.helm;

import io.meshprovisioner.spi.Charts.Release;
import io.meshprovisioner.spi.KubernetesSession.ObjectKey;
import java.util.Map;

/**
 * A revision of a release as Helm keeps it.
 *
 * @param document Helm's own record
 * @param resourceVersion of the Secret that it was read from
 */
record StoredRelease(ObjectKey secret, String resourceVersion, Map<String, Object> document, Release release) {

    /** A run ended in the middle of an operation, which Helm takes for one that is still under way. */
    boolean pending() {
        return release.status().startsWith("pending-");
    }

    /** Its objects are going or gone. */
    boolean leaving() {
        return release.status().equals("uninstalling") || release.status().equals("uninstalled");
    }
}
