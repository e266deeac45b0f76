package io.meshprovisioner.error;

/**
 * A service's answer, as data.
 *
 * @param service such as {@code ec2}, {@code eks}, {@code kubernetes}, {@code helm}
 * @param operation such as {@code CreateVpc}
 * @param code the service's own error code; empty where it gave none
 * @param message the service's own words
 * @param requestId for the service's support; empty where it gave none
 */
public record ApiError(String service, String operation, String code, String message, String requestId) {
    @Override
    public String toString() {
        return service + ":" + operation + " answered " + (code.isEmpty() ? "an error" : code) + " (" + message + ")"
                + (requestId.isEmpty() ? "" : ", request " + requestId);
    }
}
