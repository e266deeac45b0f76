package io.meshprovisioner.spec;

import java.util.Optional;

/**
 * What people set most often of a mesh; all else is for raw values. Values: each method returns a changed copy.
 *
 * @param pods istiod's; default as the profile has them
 * @param accessLog the file that proxies write a line for each request to, such as {@code /dev/stdout}; empty: the profile's
 * @param traceSampling how many of 100 requests are traced; empty: the profile's
 * @param egress whether proxies let requests out to hosts that the mesh does not know; empty: the profile's
 */
public record IstioSettings(
        PodSettings pods, Optional<String> accessLog, Optional<Double> traceSampling, Optional<EgressPolicy> egress) {

    /** What becomes of requests to hosts that the mesh does not know. */
    public enum EgressPolicy {
        ALLOW_ANY,
        REGISTRY_ONLY
    }

    /** As the profile has it. */
    public static IstioSettings defaults() {
        return new IstioSettings(PodSettings.defaults(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Always this many pods of istiod. */
    public IstioSettings replicas(int count) {
        return pods(pods.replicas(count));
    }

    /** As many pods of istiod as its load asks for. */
    public IstioSettings autoscaling(int min, int max) {
        return pods(pods.autoscaling(min, max));
    }

    /** What istiod asks for, such as {@code 500m}. */
    public IstioSettings cpu(String quantity) {
        return pods(pods.cpu(quantity));
    }

    /** What istiod asks for, such as {@code 2Gi}. */
    public IstioSettings memory(String quantity) {
        return pods(pods.memory(quantity));
    }

    private IstioSettings pods(PodSettings newPods) {
        return new IstioSettings(newPods, accessLog, traceSampling, egress);
    }

    /** A line for each request, in this file of each proxy; {@code /dev/stdout} is the pod's log. */
    public IstioSettings accessLog(String file) {
        return new IstioSettings(pods, Optional.of(file), traceSampling, egress);
    }

    /** How many of 100 requests are traced, such as 0.5. */
    public IstioSettings traceSampling(double percent) {
        return new IstioSettings(pods, accessLog, Optional.of(percent), egress);
    }

    public IstioSettings egress(EgressPolicy policy) {
        return new IstioSettings(pods, accessLog, traceSampling, Optional.of(policy));
    }
}
