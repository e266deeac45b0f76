package io.meshprovisioner.istio.install;

import io.meshprovisioner.spi.MeshReport.Former;
import java.util.List;

/**
 * The components that Istio had before 1.5, and what became of them. Source: Istio's announcements of 1.5 (istiod) and
 * 1.8 (Mixer removed).
 */
final class FormerComponents {
    private static final int ISTIOD = 5;
    private static final int WITHOUT_MIXER = 8;

    private FormerComponents() {}

    /** As a release has them; empty when it is not known or has them still. */
    static List<Former> of(String release) {
        return IstioVersion.parse(release)
                .filter(version -> !version.before(WITHOUT_MIXER))
                .map(version -> List.of(
                        inIstiod("Pilot", "configures the proxies", release),
                        inIstiod("Galley", "reads and validates configuration", release),
                        inIstiod("Citadel", "issues certificates", release),
                        inIstiod("Sidecar injector", "adds the proxy to pods", release),
                        new Former(
                                "Mixer",
                                "",
                                "gone since 1." + WITHOUT_MIXER + ": the proxies count, log and decide themselves in "
                                        + release)))
                .orElse(List.of());
    }

    private static Former inIstiod(String name, String does, String release) {
        return new Former(name, "istiod", does + "; part of istiod since 1." + ISTIOD + ", so in " + release + " too");
    }
}
