package io.meshprovisioner.spi;

import io.meshprovisioner.plan.Permit;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Helm in one cluster, without Helm's own waits. An operation that a killed run left pending is repaired before the
 * next one on the same release.
 */
public interface Charts {

    Optional<Release> find(String namespace, String name);

    List<Release> list();

    /** Installs, or upgrades where the release exists. */
    Release apply(ChartRelease release, Permit permit);

    /** Uninstalls; absent is fine. */
    void uninstall(String namespace, String name, Permit permit);

    /** Renders without touching the cluster. */
    String template(ChartRelease release, String kubernetesVersion);

    /**
     * What shall be released.
     *
     * @param chart a packed chart ({@code .tgz}) or a chart's folder
     * @param createNamespace make the namespace where it is missing
     */
    record ChartRelease(
            String namespace, String name, Path chart, Map<String, Object> values, boolean createNamespace) {

        /** Of the chart's content and the values: what {@link Release#fingerprint} is once this stands. Reads the chart. */
        public String fingerprint() {
            return ChartFingerprint.of(chart, values);
        }
    }

    /**
     * What stands.
     *
     * @param status Helm's word: deployed, failed, pending-install, ...
     * @param chart name and version, such as {@code istiod-1.30.3}
     * @param fingerprint of chart and values as we released them; empty where somebody else did
     */
    record Release(
            String namespace,
            String name,
            int revision,
            String status,
            String chart,
            String appVersion,
            String fingerprint) {}
}
