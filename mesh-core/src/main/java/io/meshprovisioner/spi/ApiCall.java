package io.meshprovisioner.spi;

import java.time.Instant;

/**
 * One call that a backend made, for counting and for the report.
 *
 * @param service such as {@code ec2}, {@code eks}, {@code kubernetes}, {@code helm}
 * @param operation such as {@code CreateVpc}
 * @param changing whether it asked for a change
 * @param outcome {@code ok} or the error's code
 * @param requestId by which the service's own logs know it; empty where it gave none
 */
public record ApiCall(
        String service, String operation, boolean changing, Instant at, String outcome, String requestId) {

    /** One whose service gives no request id. */
    public ApiCall(String service, String operation, boolean changing, Instant at, String outcome) {
        this(service, operation, changing, at, outcome, "");
    }

    /** Takes note of calls; on any thread, quickly. */
    @FunctionalInterface
    public interface Recorder {
        void called(ApiCall call);

        /** Takes no note. */
        Recorder NONE = call -> {};
    }
}
