package io.meshprovisioner.engine;

import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.meshprovisioner.plan.CallFailure;
import io.meshprovisioner.plan.CallFailure.Kind;
import java.time.Duration;
import java.util.Optional;

/**
 * Whether and when a failed step is tried again. The decision and the interval are resilience4j's; the waiting is the
 * run's time.
 */
final class Retries {
    private static final int MOST_ATTEMPTS = 14;
    private static final IntervalFunction QUICK = IntervalFunction.ofExponentialBackoff(500, 1.8, 20_000);
    private static final IntervalFunction THROTTLED = IntervalFunction.ofExponentialBackoff(1_000, 2, 30_000);

    private final Retry.AsyncContext<Object> context;

    Retries(String key) {
        RetryConfig config = RetryConfig.custom()
                .maxAttempts(MOST_ATTEMPTS)
                .retryOnException(failure -> failure instanceof CallFailure)
                .intervalBiFunction((attempt, either) -> interval(key, attempt, either.getLeft()))
                .build();
        this.context = Retry.of(key, config).asyncContext();
    }

    /** The time until the next try; empty when there shall be none. */
    Optional<Duration> next(Throwable failure) {
        long millis = context.onError(failure);
        return millis < 0 ? Optional.empty() : Optional.of(Duration.ofMillis(millis));
    }

    private static long interval(String key, int attempt, Throwable failure) {
        if (!(failure instanceof CallFailure call)) {
            return -1;
        }
        long base = (call.kind() == Kind.THROTTLED ? THROTTLED : QUICK).apply(attempt);
        double spread = 0.75 + 0.5 * Math.floorMod((key + "/" + attempt).hashCode(), 1024) / 1024.0;
        long jittered = (long) (base * spread);
        return Math.max(jittered, call.retryAfter().map(Duration::toMillis).orElse(0L));
    }
}
