package io.meshprovisioner.istio.yaml;

/**
 * Bounds on what is read, so that no input costs unbounded time or memory.
 *
 * @param bytes the size of one input
 * @param depth how deep mappings and lists nest
 * @param nodes how many values one input holds after its aliases are followed
 * @param digits how long a number is written
 */
public record Limits(int bytes, int depth, int nodes, int digits) {

    /** 32 MiB, 128 levels, 2,000,000 values, 64 digits: far above what an API server takes (3 MiB an object). */
    public static final Limits DEFAULT = new Limits(32 << 20, 128, 2_000_000, 64);

    public Limits {
        if (bytes < 1 || depth < 1 || nodes < 1 || digits < 1) {
            throw new IllegalArgumentException("every limit must be at least 1");
        }
    }
}
