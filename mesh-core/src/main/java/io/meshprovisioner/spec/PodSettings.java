package io.meshprovisioner.spec;

import java.util.Optional;

/**
 * How many pods a part of the mesh has, and what each asks for. Values: each method returns a changed copy.
 *
 * @param replicas always this many; empty: as the autoscaling says
 * @param autoscaling at least and at most so many, as the load asks for; empty: the chart's (1 to 5)
 * @param cpu that each asks for, such as {@code 500m}; empty: the profile's
 * @param memory that each asks for, such as {@code 2Gi}; empty: the profile's
 */
public record PodSettings(
        Optional<Integer> replicas, Optional<Range> autoscaling, Optional<String> cpu, Optional<String> memory) {

    /** At least and at most. */
    public record Range(int min, int max) {}

    /** As the profile and the chart have it. */
    public static PodSettings defaults() {
        return new PodSettings(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Always this many. */
    public PodSettings replicas(int count) {
        return new PodSettings(Optional.of(count), autoscaling, cpu, memory);
    }

    /** As many as the load asks for. */
    public PodSettings autoscaling(int min, int max) {
        return new PodSettings(replicas, Optional.of(new Range(min, max)), cpu, memory);
    }

    /** What each asks for, such as {@code 500m}. */
    public PodSettings cpu(String quantity) {
        return new PodSettings(replicas, autoscaling, Optional.of(quantity), memory);
    }

    /** What each asks for, such as {@code 2Gi}. */
    public PodSettings memory(String quantity) {
        return new PodSettings(replicas, autoscaling, cpu, Optional.of(quantity));
    }
}
