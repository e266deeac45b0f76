package io.meshprovisioner.spec;

import java.util.Optional;
import java.util.function.Consumer;

/**
 * What people set most often of a mesh; all else is for raw values. Values: each method returns a changed copy.
 *
 * @param replicas how many pods of istiod, always; empty: as the autoscaling says
 * @param autoscaling how many pods of istiod, at least and at most; empty: the chart's (1 to 5)
 * @param cpu what istiod asks for, such as {@code 500m}; empty: the profile's
 * @param memory what istiod asks for, such as {@code 2Gi}; empty: the profile's
 * @param accessLog the file that proxies write a line for each request to, such as {@code /dev/stdout}; empty: the profile's
 * @param traceSampling how many of 100 requests are traced; empty: the profile's
 * @param egress whether proxies let requests out to hosts that the mesh does not know; empty: the profile's
 */
public record IstioSettings(
        Optional<Integer> replicas,
        Optional<Range> autoscaling,
        Optional<String> cpu,
        Optional<String> memory,
        Optional<String> accessLog,
        Optional<Double> traceSampling,
        Optional<EgressPolicy> egress) {

    /** At least and at most. */
    public record Range(int min, int max) {}

    /** What becomes of requests to hosts that the mesh does not know. */
    public enum EgressPolicy {
        ALLOW_ANY,
        REGISTRY_ONLY
    }

    /** As the profile has it. */
    public static IstioSettings defaults() {
        return new IstioSettings(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** Always this many pods of istiod. */
    public IstioSettings replicas(int count) {
        return with(draft -> draft.replicas = Optional.of(count));
    }

    /** As many pods of istiod as its load asks for. */
    public IstioSettings autoscaling(int min, int max) {
        return with(draft -> draft.autoscaling = Optional.of(new Range(min, max)));
    }

    /** What istiod asks for, such as {@code 500m}. */
    public IstioSettings cpu(String quantity) {
        return with(draft -> draft.cpu = Optional.of(quantity));
    }

    /** What istiod asks for, such as {@code 2Gi}. */
    public IstioSettings memory(String quantity) {
        return with(draft -> draft.memory = Optional.of(quantity));
    }

    /** A line for each request, in this file of each proxy; {@code /dev/stdout} is the pod's log. */
    public IstioSettings accessLog(String file) {
        return with(draft -> draft.accessLog = Optional.of(file));
    }

    /** How many of 100 requests are traced, such as 0.5. */
    public IstioSettings traceSampling(double percent) {
        return with(draft -> draft.traceSampling = Optional.of(percent));
    }

    public IstioSettings egress(EgressPolicy policy) {
        return with(draft -> draft.egress = Optional.of(policy));
    }

    private IstioSettings with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.done();
    }

    /** A copy while it is changed. */
    private static final class Draft {
        private Optional<Integer> replicas;
        private Optional<Range> autoscaling;
        private Optional<String> cpu;
        private Optional<String> memory;
        private Optional<String> accessLog;
        private Optional<Double> traceSampling;
        private Optional<EgressPolicy> egress;

        Draft(IstioSettings settings) {
            replicas = settings.replicas;
            autoscaling = settings.autoscaling;
            cpu = settings.cpu;
            memory = settings.memory;
            accessLog = settings.accessLog;
            traceSampling = settings.traceSampling;
            egress = settings.egress;
        }

        IstioSettings done() {
            return new IstioSettings(replicas, autoscaling, cpu, memory, accessLog, traceSampling, egress);
        }
    }
}
