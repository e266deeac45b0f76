package io.meshprovisioner.plan;

import io.meshprovisioner.error.ApiError;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A call that failed in a way that trying again may cure, as the backend classified it. The engine decides; a backend
 * never waits or retries by itself. What trying again cannot cure is a
 * {@link io.meshprovisioner.error.MeshException}.
 */
public final class CallFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final transient ApiError error;
    private final transient @Nullable Duration retryAfter;
    private final String advice;

    public CallFailure(Kind kind, ApiError error, @Nullable Duration retryAfter, @Nullable Throwable cause) {
        this(kind, error, retryAfter, cause, "");
    }

    /** @param advice what the user can do should trying again not help; empty where only time does */
    public CallFailure(
            Kind kind, ApiError error, @Nullable Duration retryAfter, @Nullable Throwable cause, String advice) {
        super(error.toString(), cause);
        this.kind = kind;
        this.error = error;
        this.retryAfter = retryAfter;
        this.advice = advice;
    }

    public Kind kind() {
        return kind;
    }

    public ApiError error() {
        return error;
    }

    /** What the user can do should trying again not help; empty where only time does. */
    public String advice() {
        return advice;
    }

    /** Whether nobody was found at the address, by name or by connection: nothing was sent. */
    public boolean neverReached() {
        for (Throwable cause = getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException
                    || cause instanceof UnknownHostException
                    || cause instanceof NoRouteToHostException) {
                return true;
            }
        }
        return false;
    }

    /** How long the service asks to wait. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /** What kind of failure it is. */
    public enum Kind {
        /** The service asks for fewer calls. */
        THROTTLED,
        /** The service failed or could not be reached, and the call had no effect or changes nothing. */
        UNAVAILABLE,
        /** A changing call was sent and its answer lost: it may have had its effect. */
        ANSWER_LOST,
        /** Something just made is not seen everywhere yet. */
        NOT_YET_CONSISTENT,
        /** Somebody else changed it meanwhile, or it is busy: look again, then try again. */
        CONFLICT
    }
}
