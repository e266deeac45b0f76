package io.meshprovisioner.istio.traffic.rule;

import io.meshprovisioner.istio.validation.input.Node;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * HTTPFaultInjection.
 *
 * @param delay how long requests are held up; null for not at all
 * @param delayPercent how many of a hundred
 * @param abortStatus the HTTP status of a refusal; 0 for none
 * @param abortGrpc the gRPC status of a refusal; empty for none
 * @param abortPercent how many of a hundred; without a percentage an abort never happens
 */
public record FaultRule(
        @Nullable Duration delay, double delayPercent, int abortStatus, String abortGrpc, double abortPercent) {
    static @Nullable FaultRule read(Node fault) {
        if (!fault.present()) {
            return null;
        }
        Node delay = fault.get("delay");
        Node abort = fault.get("abort");
        double delayPercent =
                delay.has("percentage") ? delay.get("percentage").get("value").number() : delay.integer("percent");
        return new FaultRule(
                Durations.read(delay.get("fixedDelay")),
                delayPercent,
                (int) abort.integer("httpStatus"),
                abort.text("grpcStatus"),
                abort.get("percentage").get("value").number());
    }

    /** Whether every request is refused. */
    public boolean abortsAll() {
        return aborts() && abortPercent >= 100;
    }

    /** Whether some requests are refused. */
    public boolean aborts() {
        return abortPercent > 0 && (abortStatus != 0 || !abortGrpc.isEmpty());
    }
}
