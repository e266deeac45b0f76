package io.meshprovisioner.error;

/**
 * One thing that is wrong with a spec.
 *
 * @param path where, such as {@code vpc.cidr} or {@code nodes[general].maxSize}
 * @param message what is wrong
 * @param advice what to do
 */
public record SpecProblem(String path, String message, String advice) {
    @Override
    public String toString() {
        return path + ": " + message + " " + advice;
    }
}
