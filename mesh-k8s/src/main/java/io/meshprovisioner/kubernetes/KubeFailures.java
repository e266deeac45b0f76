package io.meshprovisioner.kubernetes;

import io.meshprovisioner.connect.ConnectionTrouble;
import io.meshprovisioner.connect.Connections;
import io.meshprovisioner.error.AccessDeniedException;
import io.meshprovisioner.error.ApiError;
import io.meshprovisioner.error.CredentialsException;
import io.meshprovisioner.error.Failure;
import io.meshprovisioner.error.ResourceConflictException;
import io.meshprovisioner.error.ServiceFailureException;
import io.meshprovisioner.plan.CallFailure;
import io.meshprovisioner.plan.CallFailure.Kind;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What an answer that is not a success means for the caller. */
final class KubeFailures {
    private static final String WEBHOOK =
            "See that what answers this webhook runs and that the control plane may reach it"
                    + " on its port (15017 for Istio's own); if it is gone, delete its webhook configuration.";

    private KubeFailures() {}

    static RuntimeException of(KubeCall call, KubeAnswer answer) {
        ApiError error = error(call, answer);
        return switch (answer.status()) {
            case 401 ->
                new CredentialsException(failure(
                                call,
                                error,
                                "The Kubernetes API does not accept our credentials.",
                                "Renew the token or certificate in the kubeconfig; on EKS, check that the identity of this run has"
                                        + " an access entry (or an aws-auth mapping) on the cluster. Then run again.")
                        .because(answer.message()));
            case 403 -> forbidden(call, answer, error);
            case 404, 410 -> retry(Kind.CONFLICT, error, answer);
            case 409 -> conflict(call, answer, error);
            case 429 -> retry(Kind.THROTTLED, error, answer);
            case 500 -> serverError(call, answer, error);
            case 502, 504 -> retry(call.changing() ? Kind.ANSWER_LOST : Kind.UNAVAILABLE, error, answer);
            case 503 -> retry(Kind.UNAVAILABLE, error, answer);
            default ->
                new ServiceFailureException(failure(
                                call,
                                error,
                                "The Kubernetes API refused to " + call.verb() + " " + call.kind() + ".",
                                advice(answer))
                        .because(causes(answer)));
        };
    }

    /**
     * @param sent whether the request may have reached the server
     * @param way to the server
     */
    static RuntimeException lost(KubeCall call, IOException e, boolean sent, Connections way) {
        ApiError error =
                new ApiError("kubernetes", call.operation(), e.getClass().getSimpleName(), text(e), "");
        Optional<ConnectionTrouble> trouble = ConnectionTrouble.of(e, way);
        if (trouble.filter(ConnectionTrouble::untrusted).isPresent()) {
            return new ServiceFailureException(failure(
                            call,
                            error,
                            "The Kubernetes API's certificate is not one that the cluster's authority signed.",
                            "Check the endpoint and the certificate authority. "
                                    + trouble.get().advice())
                    .causedBy(e));
        }
        if (trouble.filter(ConnectionTrouble::lasting).isPresent()) {
            return new ServiceFailureException(
                    trouble.get().failure(e).at(call.resource()).answered(error));
        }
        return new CallFailure(
                call.changing() && sent ? Kind.ANSWER_LOST : Kind.UNAVAILABLE,
                error,
                null,
                e,
                trouble.map(ConnectionTrouble::advice).orElse(""));
    }

    private static RuntimeException forbidden(KubeCall call, KubeAnswer answer, ApiError error) {
        if (answer.hasCause("NamespaceTerminating")) {
            return retry(Kind.CONFLICT, error, answer);
        }
        return new AccessDeniedException(failure(
                        call,
                        error,
                        "The Kubernetes API does not allow us to " + call.verb() + " " + call.kind() + ".",
                        "Grant the verb \"" + call.verb() + "\" on this resource to the identity of this run"
                                + " (an access entry with a sufficient policy, or a ClusterRole).")
                .because(answer.message()));
    }

    private static RuntimeException conflict(KubeCall call, KubeAnswer answer, ApiError error) {
        if (!answer.hasCause("FieldManagerConflict")) {
            return retry(Kind.CONFLICT, error, answer);
        }
        return new ResourceConflictException(failure(
                        call,
                        error,
                        "Somebody else manages fields that were to be set.",
                        "Leave these fields to their manager, or apply with force to take them over.")
                .because(causes(answer)));
    }

    private static RuntimeException serverError(KubeCall call, KubeAnswer answer, ApiError error) {
        if (answer.message().contains("failed calling webhook")) {
            return new CallFailure(Kind.UNAVAILABLE, error, answer.retryAfter().orElse(null), null, WEBHOOK);
        }
        return retry(call.changing() ? Kind.ANSWER_LOST : Kind.UNAVAILABLE, error, answer);
    }

    private static CallFailure retry(Kind kind, ApiError error, KubeAnswer answer) {
        return new CallFailure(kind, error, answer.retryAfter().orElse(null), null);
    }

    private static Failure failure(KubeCall call, ApiError error, String what, String advice) {
        return Failure.of(what, advice).at(call.resource()).answered(error);
    }

    private static ApiError error(KubeCall call, KubeAnswer answer) {
        String code = answer.reason().isEmpty() ? "HTTP " + answer.status() : answer.reason();
        return new ApiError("kubernetes", call.operation(), code, answer.message(), answer.requestId());
    }

    private static String advice(KubeAnswer answer) {
        return answer.status() == 422 || answer.status() == 400
                ? "Correct the object as the server says."
                : "If it persists, look at the API server's audit log for this request.";
    }

    private static String causes(KubeAnswer answer) {
        String causes = answer.causes().stream()
                .map(cause -> field(cause.get("field")) + Json.text(cause.get("message")))
                .collect(Collectors.joining("; "));
        return causes.isEmpty() ? answer.message() : causes;
    }

    private static String field(@Nullable Object field) {
        return field == null ? "" : field + ": ";
    }

    private static String text(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
