package io.meshprovisioner.testkit.kernel;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which calls go wrong, and how. Guarded by the kernel's lock. */
final class FaultPlan {
    private final List<Injected> injected = new ArrayList<>();
    private final Map<String, Bucket> buckets = new LinkedHashMap<>();

    /** @param operation such as {@code eks:CreateNodegroup}, {@code ec2:*}, {@code *} */
    void inject(String operation, ApiFault fault) {
        injected.add(new Injected(operation, fault));
    }

    void throttle(String operation, int burst, double perSecond) {
        buckets.put(operation, new Bucket(burst, perSecond));
    }

    void clear() {
        injected.clear();
        buckets.clear();
    }

    Optional<ApiFault> next(String operation, Instant now) {
        for (Injected candidate : injected) {
            if (matches(candidate.pattern, operation) && candidate.take()) {
                return Optional.of(candidate.fault);
            }
        }
        for (Map.Entry<String, Bucket> bucket : buckets.entrySet()) {
            if (matches(bucket.getKey(), operation) && !bucket.getValue().take(now)) {
                return Optional.of(ApiFault.throttled());
            }
        }
        return Optional.empty();
    }

    private static boolean matches(String pattern, String operation) {
        return pattern.endsWith("*")
                ? operation.startsWith(pattern.substring(0, pattern.length() - 1))
                : operation.equals(pattern);
    }

    private static final class Injected {
        private final String pattern;
        private final ApiFault fault;
        private int passed;
        private int taken;

        Injected(String pattern, ApiFault fault) {
            this.pattern = pattern;
            this.fault = fault;
        }

        boolean take() {
            if (passed < fault.skip()) {
                passed++;
                return false;
            }
            return taken++ < fault.times();
        }
    }

    /** A token bucket on the world's time. */
    private static final class Bucket {
        private final int burst;
        private final double perSecond;
        private double tokens;
        private @Nullable Instant filled;

        Bucket(int burst, double perSecond) {
            this.burst = burst;
            this.perSecond = perSecond;
            this.tokens = burst;
        }

        boolean take(Instant now) {
            if (filled != null) {
                tokens = Math.min(burst, tokens + Duration.between(filled, now).toMillis() / 1000.0 * perSecond);
            }
            filled = now;
            if (tokens < 1) {
                return false;
            }
            tokens -= 1;
            return true;
        }
    }
}
