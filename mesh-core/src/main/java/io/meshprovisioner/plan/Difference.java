package io.meshprovisioner.plan;

/**
 * One field in which what stands differs from what is asked for.
 *
 * @param field the service's own word, such as {@code scalingConfig.desiredSize}
 * @param actual what stands
 * @param desired what is asked for
 * @param remedy how it can be brought about
 */
public record Difference(String field, String actual, String desired, Remedy remedy) {
    /** How a difference can be removed. */
    public enum Remedy {
        /** By an update in place. */
        UPDATE,
        /** Only by deleting the resource and making it anew, which needs the user's word. */
        REPLACE
    }

    /** Whether it takes a replacement. */
    public boolean replaces() {
        return remedy == Remedy.REPLACE;
    }

    @Override
    public String toString() {
        return field + ": " + actual + " -> " + desired + (replaces() ? " (replacement)" : "");
    }
}
