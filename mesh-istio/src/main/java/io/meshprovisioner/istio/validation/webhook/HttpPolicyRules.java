package io.meshprovisioner.istio.validation.webhook;

import io.meshprovisioner.istio.validation.input.Node;
import java.util.Set;
import java.util.regex.Pattern;

/** What goes along with forwarding: faults, retries, CORS. */
final class HttpPolicyRules {
    private static final Set<String> GRPC_STATUS = Set.of(
            "OK",
            "CANCELLED",
            "UNKNOWN",
            "INVALID_ARGUMENT",
            "DEADLINE_EXCEEDED",
            "NOT_FOUND",
            "ALREADY_EXISTS",
            "PERMISSION_DENIED",
            "RESOURCE_EXHAUSTED",
            "FAILED_PRECONDITION",
            "ABORTED",
            "OUT_OF_RANGE",
            "UNIMPLEMENTED",
            "INTERNAL",
            "UNAVAILABLE",
            "DATA_LOSS",
            "UNAUTHENTICATED");
    private static final Set<String> CORS_METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "CONNECT", "OPTIONS", "TRACE", "*");
    private static final Set<String> RETRY_CONDITIONS = Set.of(
            "5xx",
            "gateway-error",
            "reset",
            "reset-before-request",
            "connect-failure",
            "retriable-4xx",
            "refused-stream",
            "retriable-status-codes",
            "retriable-headers",
            "envoy-ratelimited",
            "http3-post-connect-failure",
            "cancelled",
            "deadline-exceeded",
            "internal",
            "resource-exhausted",
            "unavailable");
    /** The codes that have a name in HTTP's registry. */
    private static final Pattern HTTP_STATUS = Pattern.compile(
            "\\+?0*(?:10[0-3]|20[0-8]|226|30[0-5]|30[78]" + "|40[0-9]|41[0-8]|42[1-6]|428|429|431|451|50[0-8]|51[01])");

    private final Context context;

    HttpPolicyRules(Context context) {
        this.context = context;
    }

    /** 600 passes too: Istio's own bound. */
    static void checkStatus(Context context, Node status) {
        long value = status.integer();
        if (value < 200 || value > 600) {
            context.error(
                    status,
                    "virtualservice.http.status",
                    "the HTTP status " + value + " is not in the range 200 to 599",
                    "Use a status that a server can answer with, such as 503");
        }
    }

    void checkFault(Node fault) {
        if (!fault.present()) {
            return;
        }
        Node abort = fault.get("abort");
        Node delay = fault.get("delay");
        if (!abort.present() && !delay.present()) {
            context.error(
                    fault,
                    "virtualservice.http.fault-empty",
                    "the fault neither aborts nor delays",
                    "Add abort or delay, or leave fault out");
        }
        if (abort.present()) {
            checkAbort(abort);
        }
        if (delay.present()) {
            checkDelay(delay);
        }
    }

    private void checkAbort(Node abort) {
        checkFaultPercentage(abort.get("percentage"));
        Node kind = abort.lastOf("httpStatus", "grpcStatus", "http2Error");
        if (!kind.present()) {
            return; // Istio has a warning for this, and loses it on the way
        }
        if (kind.name().equals("httpStatus")) {
            checkStatus(context, kind);
        } else if (kind.name().equals("http2Error")) {
            context.error(
                    kind,
                    "virtualservice.http.abort-http2",
                    "http2Error is not supported by Istio",
                    "Use httpStatus or grpcStatus");
        } else if (!context.since(15)) {
            context.error(
                    kind,
                    "virtualservice.http.abort-grpc-unsupported",
                    "grpcStatus is supported since Istio 1.15 only",
                    "Use httpStatus");
        } else if (!GRPC_STATUS.contains(kind.text())) {
            context.error(
                    kind,
                    "virtualservice.http.abort-grpc",
                    "\"" + kind.text() + "\" is no gRPC status",
                    "Use its name in upper case, such as UNAVAILABLE or NOT_FOUND");
        }
    }

    private void checkDelay(Node delay) {
        checkFaultPercentage(delay.get("percentage"));
        Node kind = delay.lastOf("fixedDelay", "exponentialDelay");
        if (kind.present()) {
            Durations.check(context, kind);
        }
        if (kind.present() && kind.name().equals("exponentialDelay")) {
            context.error(
                    kind,
                    "virtualservice.http.delay-exponential",
                    "exponentialDelay is not supported by Istio",
                    "Use fixedDelay");
        }
    }

    private void checkFaultPercentage(Node percentage) {
        double value = percentage.get("value").number();
        if (value < 0 || value > 100 || (value > 0 && value < 0.0001)) {
            context.error(
                    percentage,
                    "virtualservice.http.fault-percentage",
                    "the percentage is " + value,
                    "Use 0, or 0.0001 to 100");
        }
    }

    void checkRetries(Node retries) {
        if (!retries.present()) {
            return;
        }
        long attempts = retries.integer("attempts");
        if (attempts < 0) {
            context.error(
                    retries.get("attempts"),
                    "virtualservice.http.retry-attempts",
                    "the number of attempts is negative",
                    "Use 0 for no retries, or more");
        }
        if (attempts == 0
                && (retries.has("perTryTimeout")
                        || !retries.text("retryOn").isEmpty()
                        || retries.has("retryRemoteLocalities"))) {
            context.error(
                    retries,
                    "virtualservice.http.retry-disabled",
                    "retries are switched off (attempts is 0 or missing), but have settings",
                    "Set attempts to 1 or more, or leave the settings out");
        }
        Durations.check(context, retries, "perTryTimeout");
        String retryOn = retries.text("retryOn");
        if (!retryOn.isEmpty()) {
            for (String condition : retryOn.split(",", -1)) {
                checkRetryCondition(retries.get("retryOn"), condition);
            }
        }
        Durations.check(context, retries, "backoff");
    }

    private void checkRetryCondition(Node at, String condition) {
        if (!RETRY_CONDITIONS.contains(condition)
                && !HTTP_STATUS.matcher(condition).matches()) {
            context.error(
                    at,
                    "virtualservice.http.retry-on",
                    "\"" + condition + "\" is nothing that a request can be retried on",
                    "Use Envoy's words, such as 5xx, gateway-error or connect-failure, or status codes, with commas and"
                            + " without spaces");
        }
    }

    void checkCors(Node policy) {
        for (Node origin : policy.items("allowOrigins")) {
            if (StringMatches.active(origin).text().isEmpty()) {
                context.error(
                        origin,
                        "virtualservice.http.cors-origin",
                        "the origin is empty",
                        "Set exact, prefix or regex, such as exact: https://example.com");
            } else {
                StringMatches.checkRegex(context, origin, "CORS origin");
            }
        }
        for (Node method : policy.items("allowMethods")) {
            if (!CORS_METHODS.contains(method.text())) {
                context.error(
                        method,
                        "virtualservice.http.cors-method",
                        "\"" + method.text() + "\" is no HTTP method",
                        "Write it in upper case, such as GET, or * for all");
            }
        }
        policy.items("allowHeaders").forEach(this::checkCorsHeader);
        policy.items("exposeHeaders").forEach(this::checkCorsHeader);
        Node maxAge = policy.get("maxAge");
        if (maxAge.present()) {
            Durations.check(context, maxAge);
            if (Durations.nanos(maxAge) % 1_000_000_000L > 0) {
                context.error(
                        maxAge,
                        "virtualservice.http.cors-max-age",
                        "maxAge \"" + maxAge.text() + "\" is finer than a second",
                        "Round it to whole seconds");
            }
        }
    }

    private void checkCorsHeader(Node name) {
        if (!name.text().equals("*") && !HeaderNames.isToken(name.text())) {
            context.error(
                    name,
                    "virtualservice.http.cors-header",
                    name.text().isEmpty() ? "the header has no name" : "\"" + name.text() + "\" is no header name",
                    "Write one header's name for each item, or * for all");
        }
    }
}
