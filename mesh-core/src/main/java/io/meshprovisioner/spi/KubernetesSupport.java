package io.meshprovisioner.spi;

import java.util.List;

/**
 * Which Kubernetes minor versions an Istio release takes (1.x, so the number after the dot).
 *
 * @param istio the release
 * @param testedFrom the lowest that Istio tested it with
 * @param testedTo the highest that Istio tested it with
 * @param worksTo the highest that still has the APIs it uses; outside the tested range it is a warning, above this it
 *     cannot work
 * @param others the other releases known, newest first, each without others of its own; for advice
 */
public record KubernetesSupport(
        String istio, int testedFrom, int testedTo, int worksTo, List<KubernetesSupport> others) {

    public KubernetesSupport {
        others = List.copyOf(others);
    }

    public KubernetesSupport(String istio, int testedFrom, int testedTo, int worksTo) {
        this(istio, testedFrom, testedTo, worksTo, List.of());
    }

    /** The other releases that were tested with a minor version, newest first. */
    public List<String> othersFor(int minor) {
        return others.stream()
                .filter(other -> other.tested(minor))
                .map(KubernetesSupport::istio)
                .toList();
    }

    public boolean tested(int minor) {
        return minor >= testedFrom && minor <= testedTo;
    }
}
