package io.meshprovisioner.spec;

/**
 * Keeps pods off a node group's nodes unless they tolerate it.
 *
 * @param value may be empty
 */
public record Taint(String key, String value, Effect effect) {

    /** What happens to pods that do not tolerate it. */
    public enum Effect {
        /** New ones are not scheduled there. */
        NO_SCHEDULE,
        /** New ones are scheduled there only where there is no room elsewhere. */
        PREFER_NO_SCHEDULE,
        /** New ones are not scheduled there, and those that run there are ended. */
        NO_EXECUTE
    }
}
