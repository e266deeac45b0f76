package io.meshprovisioner.spec;

import java.net.URI;
import java.util.Optional;

/**
 * Which Calico, and from where: the tigera-operator chart. Values: each method returns a changed copy.
 *
 * @param version of the chart, such as {@code v3.31.0}, the default
 * @param charts where the chart comes from: a repository, or a folder that holds it; empty: Calico's own repository
 */
public record CalicoSpec(String version, Optional<ChartSource> charts) {
    /** Calico's own charts. */
    public static final ChartSource PUBLISHED =
            ChartSource.repository(URI.create("https://docs.tigera.io/calico/charts"));

    private static final CalicoSpec DEFAULTS = new CalicoSpec("v3.31.0", Optional.empty());

    /** The default release from Calico's own repository. */
    public static CalicoSpec defaults() {
        return DEFAULTS;
    }

    public CalicoSpec version(String newVersion) {
        return new CalicoSpec(newVersion, charts);
    }

    public CalicoSpec charts(ChartSource source) {
        return new CalicoSpec(version, Optional.of(source));
    }
}
