package io.meshprovisioner.spi;

/**
 * Which Kubernetes minor versions an Istio release takes (1.x, so the number after the dot).
 *
 * @param istio the release
 * @param testedFrom the lowest that Istio tested it with
 * @param testedTo the highest that Istio tested it with
 * @param worksTo the highest that still has the APIs it uses; outside the tested range it is a warning, above this it
 *     cannot work
 */
public record KubernetesSupport(String istio, int testedFrom, int testedTo, int worksTo) {

    public boolean tested(int minor) {
        return minor >= testedFrom && minor <= testedTo;
    }
}
