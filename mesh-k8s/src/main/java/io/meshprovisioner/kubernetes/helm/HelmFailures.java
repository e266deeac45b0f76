package io.meshprovisioner.kubernetes.helm;

import io.meshprovisioner.connect.ConnectionTrouble;
import io.meshprovisioner.connect.Connections;
import io.meshprovisioner.error.AccessDeniedException;
import io.meshprovisioner.error.ApiError;
import io.meshprovisioner.error.CredentialsException;
import io.meshprovisioner.error.Failure;
import io.meshprovisioner.error.ResourceConflictException;
import io.meshprovisioner.error.RunCancelledException;
import io.meshprovisioner.error.ServiceFailureException;
import io.meshprovisioner.plan.CallFailure;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What Helm's words mean for the caller. Helm has no error codes: the words are those of Helm 3 and client-go. */
final class HelmFailures {
    private static final List<String> NOT_ANSWERING = List.of("kubernetes cluster unreachable");
    private static final List<String> WEBHOOK = List.of("failed calling webhook");
    private static final List<String> THROTTLED = List.of("too many requests", "the server has received too many");
    private static final List<String> LOST = List.of(
            "connection refused",
            "connection reset",
            "connection lost",
            "broken pipe",
            "i/o timeout",
            "tls handshake timeout",
            "unexpected eof",
            ": eof",
            "no route to host",
            "goaway",
            "client.timeout exceeded",
            "context deadline exceeded",
            "etcdserver:",
            "the server is currently unable to handle the request",
            "internal error occurred",
            "the server was unable to return a response");
    private static final List<String> CONFLICT = List.of(
            "cannot re-use a name that is still in use",
            "another operation (install/upgrade/rollback) is in progress",
            "has no deployed releases",
            "the object has been modified",
            "operation cannot be fulfilled",
            "because it is being terminated",
            "object is being deleted");
    private static final List<String> KIND_UNKNOWN =
            List.of("no matches for kind", "ensure crds are installed first", "could not find the requested resource");
    private static final List<String> FOREIGN =
            List.of("invalid ownership metadata", "cannot be imported into the current release");
    private static final List<String> CREDENTIALS = List.of(
            "unauthorized", "you must be logged in to the server", "asked for the client to provide credentials");

    private HelmFailures() {}

    static RuntimeException of(HelmOperation operation, HelmFailure failure, Connections way) {
        return switch (failure.reason()) {
            case REFUSED -> refused(operation, failure, way);
            case LOST, TIMED_OUT -> retry(uncertain(operation), operation, failure);
            case CANCELLED ->
                new RunCancelledException(told(operation, failure, "Run again: it continues where this run ended."));
            case CRASHED ->
                new ServiceFailureException(told(
                        operation,
                        failure,
                        "The crash stayed in Helm's own process. Check that the chart suits this cluster's version;"
                                + " if it does, report it with these words."));
        };
    }

    private static RuntimeException refused(HelmOperation operation, HelmFailure failure, Connections way) {
        String words = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        if (any(words, CREDENTIALS)) {
            return new CredentialsException(told(
                    operation,
                    failure,
                    "Check that the identity of this run has an access entry on the cluster; then run again."));
        }
        if (any(words, WEBHOOK)) {
            return new CallFailure(
                    CallFailure.Kind.UNAVAILABLE,
                    error(operation, failure),
                    null,
                    failure,
                    "See that what answers this webhook runs and that the control plane reaches it; if it is gone, delete its"
                            + " webhook configuration.");
        }
        Optional<ConnectionTrouble> trouble = ConnectionTrouble.ofWords(String.valueOf(failure.getMessage()), way);
        if (trouble.filter(ConnectionTrouble::lasting).isPresent()) {
            return new ServiceFailureException(
                    told(operation, failure, trouble.get().advice()));
        }
        if (trouble.isPresent()) {
            return new CallFailure(
                    any(words, NOT_ANSWERING) ? CallFailure.Kind.UNAVAILABLE : uncertain(operation),
                    error(operation, failure),
                    null,
                    failure,
                    trouble.get().advice());
        }
        if (any(words, NOT_ANSWERING)) {
            return retry(CallFailure.Kind.UNAVAILABLE, operation, failure);
        }
        if (any(words, THROTTLED)) {
            return retry(CallFailure.Kind.THROTTLED, operation, failure);
        }
        if (any(words, CONFLICT)) {
            return retry(CallFailure.Kind.CONFLICT, operation, failure);
        }
        if (any(words, LOST)) {
            return retry(uncertain(operation), operation, failure);
        }
        if (any(words, KIND_UNKNOWN)) {
            return retry(CallFailure.Kind.NOT_YET_CONSISTENT, operation, failure);
        }
        if (words.contains("is forbidden:")) {
            return new AccessDeniedException(told(
                    operation,
                    failure,
                    "Grant this verb on this resource to the identity of this run; then run again."));
        }
        if (any(words, FOREIGN)) {
            return new ResourceConflictException(told(
                    operation,
                    failure,
                    "The object exists and belongs to somebody else: delete it, rename ours, or give it Helm's ownership"
                            + " labels for this release."));
        }
        return new ServiceFailureException(
                told(operation, failure, "Correct the chart's values, or the cluster, as Helm says; then run again."));
    }

    private static boolean any(String words, List<String> patterns) {
        return patterns.stream().anyMatch(words::contains);
    }

    private static CallFailure.Kind uncertain(HelmOperation operation) {
        return operation instanceof HelmOperation.Template
                ? CallFailure.Kind.UNAVAILABLE
                : CallFailure.Kind.ANSWER_LOST;
    }

    private static CallFailure retry(CallFailure.Kind kind, HelmOperation operation, HelmFailure failure) {
        return new CallFailure(kind, error(operation, failure), null, failure);
    }

    private static Failure told(HelmOperation operation, HelmFailure failure, String advice) {
        return Failure.of("Helm could not " + operation.verb() + " the release " + operation.name() + ".", advice)
                .at("helm:Release " + operation.namespace() + "/" + operation.name())
                .because(String.valueOf(failure.getMessage()))
                .answered(error(operation, failure))
                .causedBy(failure);
    }

    private static ApiError error(HelmOperation operation, HelmFailure failure) {
        return new ApiError(
                "helm", operation.verb(), failure.reason().name(), String.valueOf(failure.getMessage()), "");
    }
}
