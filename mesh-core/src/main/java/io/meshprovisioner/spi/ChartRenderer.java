package io.meshprovisioner.spi;

/** Renders charts without any cluster: {@link Charts#template}. */
@FunctionalInterface
public interface ChartRenderer {

    /** @param kubernetesVersion such as {@code 1.35} */
    String template(Charts.ChartRelease release, String kubernetesVersion);
}
