package io.meshprovisioner.kubernetes.helm;

import java.nio.file.Path;
import java.util.Map;

/** One thing that Helm is asked to do, without its own waits. */
public sealed interface HelmOperation {
    String namespace();

    /** The release's name. */
    String name();

    /** Helm's own word for it. */
    String verb();

    /**
     * A first release; Helm refuses it when the name is in use.
     *
     * @param chart a chart's folder or a packed chart
     * @param fingerprint kept with the release as its chart's annotation {@code meshprovisioner.io/fingerprint}, which says
     *     that it is ours
     */
    record Install(
            String namespace,
            String name,
            Path chart,
            Map<String, Object> values,
            boolean createNamespace,
            String fingerprint)
            implements HelmOperation {
        @Override
        public String verb() {
            return "install";
        }
    }

    /** A further release, with these values and no earlier ones. */
    record Upgrade(String namespace, String name, Path chart, Map<String, Object> values, String fingerprint)
            implements HelmOperation {
        @Override
        public String verb() {
            return "upgrade";
        }
    }

    /** Deletes the release's objects and its history; absent is fine. */
    record Uninstall(String namespace, String name) implements HelmOperation {
        @Override
        public String verb() {
            return "uninstall";
        }
    }

    /**
     * Renders; needs no cluster.
     *
     * @param kubernetesVersion such as {@code 1.35}; empty: Helm's default
     */
    record Template(String namespace, String name, Path chart, Map<String, Object> values, String kubernetesVersion)
            implements HelmOperation {
        @Override
        public String verb() {
            return "template";
        }
    }
}
