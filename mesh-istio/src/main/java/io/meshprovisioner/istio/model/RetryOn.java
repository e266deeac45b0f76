package io.meshprovisioner.istio.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A condition under which a request is tried again: one of Envoy's, or an HTTP status. */
public final class RetryOn {
    /** The upstream answers 5xx, or does not answer at all. */
    public static final RetryOn SERVER_ERROR = new RetryOn("5xx");
    /** The upstream answers 502, 503 or 504. */
    public static final RetryOn GATEWAY_ERROR = new RetryOn("gateway-error");
    /** The upstream drops the request: disconnect, reset or timeout. */
    public static final RetryOn RESET = new RetryOn("reset");
    /** The upstream drops the request before anything of it was sent. */
    public static final RetryOn RESET_BEFORE_REQUEST = new RetryOn("reset-before-request");
    /** The connection cannot be made. */
    public static final RetryOn CONNECT_FAILURE = new RetryOn("connect-failure");
    /** Envoy's own rate limiter refused the request. */
    public static final RetryOn ENVOY_RATELIMITED = new RetryOn("envoy-ratelimited");
    /** The upstream answers a 4xx that may be tried again; now 409 only. */
    public static final RetryOn RETRIABLE_4XX = new RetryOn("retriable-4xx");
    /** The upstream refuses the HTTP/2 stream. */
    public static final RetryOn REFUSED_STREAM = new RetryOn("refused-stream");
    /** The upstream answers a status that was marked for retries. */
    public static final RetryOn RETRIABLE_STATUS_CODES = new RetryOn("retriable-status-codes");
    /** The upstream answers with a header that was marked for retries. */
    public static final RetryOn RETRIABLE_HEADERS = new RetryOn("retriable-headers");
    /** gRPC status CANCELLED. */
    public static final RetryOn CANCELLED = new RetryOn("cancelled");
    /** gRPC status DEADLINE_EXCEEDED. */
    public static final RetryOn DEADLINE_EXCEEDED = new RetryOn("deadline-exceeded");
    /** gRPC status INTERNAL. */
    public static final RetryOn INTERNAL = new RetryOn("internal");
    /** gRPC status RESOURCE_EXHAUSTED. */
    public static final RetryOn RESOURCE_EXHAUSTED = new RetryOn("resource-exhausted");
    /** gRPC status UNAVAILABLE. */
    public static final RetryOn UNAVAILABLE = new RetryOn("unavailable");

    private final String text;

    private RetryOn(String text) {
        this.text = text;
    }

    /** This HTTP status, for example 503. */
    public static RetryOn status(int httpStatus) {
        return new RetryOn(Integer.toString(httpStatus));
    }

    /** A condition as YAML writes it. */
    public static RetryOn of(String text) {
        return new RetryOn(Objects.requireNonNull(text));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RetryOn that && that.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** As YAML writes it. */
    @Override
    public String toString() {
        return text;
    }
}
