package io.meshprovisioner.aws;

import io.meshprovisioner.connect.ConnectionTrouble;
import io.meshprovisioner.connect.Connections;
import io.meshprovisioner.error.ApiError;
import io.meshprovisioner.error.CredentialsException;
import io.meshprovisioner.error.Failure;
import io.meshprovisioner.error.QuotaExceededException;
import io.meshprovisioner.error.ResourceFailedException;
import io.meshprovisioner.error.RunCancelledException;
import io.meshprovisioner.error.ServiceFailureException;
import io.meshprovisioner.plan.CallFailure;
import io.meshprovisioner.plan.CallFailure.Kind;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.eks.model.UnsupportedAvailabilityZoneException;

/**
 * What each failure of a call means. Whatever is not in these tables is final: nothing is tried again because it might
 * help.
 */
final class ErrorTable {
    /** The service asks for fewer calls; EC2, EKS, IAM and the others each have their own word. */
    private static final Set<String> THROTTLED = Set.of(
            "RequestLimitExceeded",
            "Throttling",
            "ThrottlingException",
            "ThrottledException",
            "RequestThrottled",
            "RequestThrottledException",
            "TooManyRequestsException",
            "EC2ThrottledException",
            "TooManyUpdates",
            "SlowDown");

    /** Refused without effect because the service is not well. */
    private static final Set<String> UNAVAILABLE =
            Set.of("ServiceUnavailable", "ServiceUnavailableException", "Unavailable");

    /** The signature came too late: no effect, and a new permit gives a new one. */
    private static final Set<String> LATE = Set.of("RequestExpired", "RequestTimeTooSkewed");

    private static final Set<String> CREDENTIALS = Set.of(
            "ExpiredToken",
            "ExpiredTokenException",
            "InvalidClientTokenId",
            "UnrecognizedClientException",
            "InvalidAccessKeyId",
            "AuthFailure",
            "SignatureDoesNotMatch",
            "InvalidSignatureException",
            "IncompleteSignature",
            "MissingAuthenticationToken",
            "MissingAuthenticationTokenException",
            "TokenRefreshRequired",
            "RequestTimeTooSkewed",
            "RequestExpired");

    private static final Set<String> DENIED = Set.of(
            "UnauthorizedOperation",
            "Client.UnauthorizedOperation",
            "AccessDenied",
            "AccessDeniedException",
            "OptInRequired");

    /** Something stands in the way that another look explains: made meanwhile, busy, or still in use. */
    private static final Set<String> CONFLICT = Set.of(
            "ResourceInUseException",
            "ResourceInUse",
            "EntityAlreadyExists",
            "InvalidGroup.Duplicate",
            "InvalidKeyPair.Duplicate",
            "InvalidSubnet.Conflict",
            "InvalidPermission.Duplicate",
            "InvalidLaunchTemplateName.AlreadyExistsException",
            "Resource.AlreadyAssociated",
            "ResourceAlreadyAssociatedException",
            "RouteAlreadyExists",
            "IncorrectState",
            "InvalidRequestException",
            "DependencyViolation",
            "DeleteConflict",
            "ConcurrentModification",
            "ConcurrentModificationException",
            "IdempotentParameterMismatch",
            "InvalidIPAddress.InUse",
            "InvalidAllocationID.InUse",
            "VolumeInUse",
            "OperationNotPermitted",
            "ParameterAlreadyExists",
            "OperationAbortedException");

    /** What is asked to explain a failure; no run needs it to come to a good end. */
    static final Set<String> CALLS = Set.of(
            "sts:DecodeAuthorizationMessage", "eks:ListClusters", "ec2:DescribeInstanceTypes", "iam:GetAccountSummary");

    /** CreateCluster right after CreateRole: these texts of InvalidParameterException, and no other. */
    private static final List<String> ROLE_NOT_YET_SEEN = List.of(
            "does not exist",
            "could not be assumed",
            "error in role params",
            "doesn't have the amazon eks managed policies associated",
            "iam role's policy must include");

    private final Denials denials;
    private final Quotas quotas;
    private final Connections connections;

    /** @param calls where more is asked about what an answer only hints at */
    ErrorTable(AwsCalls calls) {
        this.denials = new Denials(calls);
        this.quotas = new Quotas(calls);
        this.connections = calls.clients().connections();
    }

    /** The engine's view of a failure: {@link CallFailure} where trying again may help, else a MeshException. */
    RuntimeException translate(String service, String operation, boolean changing, SdkException failure) {
        return translate(service, operation, Optional.empty(), changing, failure);
    }

    /** @param request what was asked, for counting what there is of it */
    RuntimeException translate(
            String service, String operation, Optional<AwsRequest> request, boolean changing, SdkException failure) {
        if (failure instanceof AwsServiceException answer) {
            return answered(service, operation, request, changing, answer);
        }
        if (failure instanceof AbortedException) {
            return new RunCancelledException(Failure.of(
                            "The thread that called " + service + ":" + operation + " was interrupted.",
                            "Run again: the run continues where this one ended.")
                    .causedBy(failure));
        }
        String text = String.valueOf(failure.getMessage());
        if (isAboutCredentials(text)) {
            return new CredentialsException(Failure.of(
                            "There are no AWS credentials to call " + service + ":" + operation + " with.",
                            "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, choose a profile by AWS_PROFILE, or hand"
                                    + " credentials in.")
                    .because(text)
                    .causedBy(failure));
        }
        ApiError error = new ApiError(service, operation, "", text, "");
        Optional<ConnectionTrouble> trouble = ConnectionTrouble.of(failure, connections);
        if (trouble.filter(ConnectionTrouble::lasting).isPresent()) {
            return new ServiceFailureException(
                    trouble.get().failure(failure).at(service + ":" + operation).answered(error));
        }
        boolean maybeDone = changing && trouble.isEmpty() && !neverSent(failure);
        return new CallFailure(
                maybeDone ? Kind.ANSWER_LOST : Kind.UNAVAILABLE,
                error,
                null,
                failure,
                trouble.map(ConnectionTrouble::advice).orElse(""));
    }

    private RuntimeException answered(
            String service,
            String operation,
            Optional<AwsRequest> request,
            boolean changing,
            AwsServiceException answer) {
        String code = code(answer);
        ApiError error = new ApiError(service, operation, code, words(answer), requestId(answer));
        Optional<Kind> again = kind(service, code, words(answer), answer.statusCode(), changing);
        if (again.isPresent()) {
            return new CallFailure(again.get(), error, retryAfter(answer), answer);
        }
        Optional<QuotaExceededException> quota = quotas.exceeded(error, request, answer);
        if (quota.isPresent()) {
            return quota.get();
        }
        // The JDK's HTTP client keeps the body of a 401 to itself.
        if (CREDENTIALS.contains(code) || (code.isEmpty() && answer.statusCode() == 401)) {
            return new CredentialsException(Failure.of(
                            "AWS does not accept the credentials.",
                            LATE.contains(code)
                                    ? "Set this machine's clock right and run again: the run continues."
                                    : "Refresh the credentials and run again: the run continues where this one ended.")
                    .because(
                            code.isEmpty()
                                    ? "HTTP status 401: the access key is unknown or switched off, or its session has ended."
                                    : words(answer))
                    .answered(error)
                    .causedBy(answer));
        }
        if (DENIED.contains(code)) {
            return denials.explain(error, answer);
        }
        if (answer instanceof UnsupportedAvailabilityZoneException zones) {
            return new ResourceFailedException(Failure.of(
                            "EKS has no room for a control plane in one of the zones.",
                            "Uninstall, and install again with zones among " + zones.validZones()
                                    + ": vpc -> vpc.availabilityZones(\"...\", \"...\").")
                    .because(words(answer))
                    .answered(error)
                    .causedBy(answer));
        }
        return new ServiceFailureException(
                Failure.of(service + ":" + operation + " failed.", advice(code, words(answer)))
                        .because(words(answer))
                        .answered(error)
                        .causedBy(answer));
    }

    private static String advice(String code, String message) {
        if (!code.startsWith("InvalidParameter")) {
            return "Look the code up in the service's documentation; the request id is for its support.";
        }
        return message.toLowerCase(Locale.ROOT).contains("subnet")
                ? "EKS needs subnets in two zones at least, each with 6 free addresses (16 advised): compare the reason"
                        + " with vpc in the spec."
                : "The request was not acceptable: compare the reason with the spec.";
    }

    /** Whether and why trying again may help. */
    static Optional<Kind> kind(String service, String code, String message, int status, boolean changing) {
        if (THROTTLED.contains(code) || status == 429) {
            return Optional.of(Kind.THROTTLED);
        }
        if (UNAVAILABLE.contains(code) || status == 503 || (changing && isLate(code, message))) {
            return Optional.of(Kind.UNAVAILABLE);
        }
        if (status >= 500) {
            return Optional.of(changing ? Kind.ANSWER_LOST : Kind.UNAVAILABLE);
        }
        if (changing && isNotYetSeen(service, code, message)) {
            return Optional.of(Kind.NOT_YET_CONSISTENT);
        }
        return CONFLICT.contains(code) ? Optional.of(Kind.CONFLICT) : Optional.empty();
    }

    private static boolean isLate(String code, String message) {
        return LATE.contains(code)
                || (Set.of("SignatureDoesNotMatch", "InvalidSignatureException").contains(code)
                        && message.startsWith("Signature expired"));
    }

    private static boolean isNotYetSeen(String service, String code, String message) {
        return switch (service) {
            case "eks" -> code.equals("InvalidParameterException") && speaksOfAnUnseenRole(message);
            // A changing call names only ids that AWS gave us: one that is not found was made a moment ago.
            case "ec2" -> code.endsWith(".NotFound");
            case "iam" -> code.equals("NoSuchEntity");
            default -> false;
        };
    }

    private static boolean speaksOfAnUnseenRole(String message) {
        String lower = message.toLowerCase(Locale.ROOT);
        return ROLE_NOT_YET_SEEN.stream().anyMatch(lower::contains);
    }

    /** Whether an answer says that what was asked for does not exist. */
    static boolean saysNotFound(AwsServiceException answer) {
        String code = code(answer);
        return code.endsWith(".NotFound")
                || code.endsWith(".NotFoundException")
                || code.equals("ResourceNotFoundException")
                || code.equals("NoSuchEntity")
                || code.equals("NatGatewayNotFound")
                || code.equals("ParameterNotFound")
                || code.equals("LoadBalancerNotFound")
                || code.equals("TargetGroupNotFound")
                || (code.equals("ClientException") && words(answer).startsWith("No cluster found for name:"));
    }

    static String code(AwsServiceException answer) {
        String code = answer.awsErrorDetails() == null
                ? null
                : answer.awsErrorDetails().errorCode();
        return code == null ? "" : code;
    }

    private static String words(AwsServiceException answer) {
        String message = answer.awsErrorDetails() == null
                ? answer.getMessage()
                : answer.awsErrorDetails().errorMessage();
        return message == null ? "no reason given, HTTP status " + answer.statusCode() : message;
    }

    private static String requestId(AwsServiceException answer) {
        return answer.requestId() == null ? "" : answer.requestId();
    }

    private static @Nullable Duration retryAfter(AwsServiceException answer) {
        if (answer.awsErrorDetails() == null || answer.awsErrorDetails().sdkHttpResponse() == null) {
            return null;
        }
        return answer.awsErrorDetails()
                .sdkHttpResponse()
                .firstMatchingHeader("Retry-After")
                .filter(seconds -> seconds.matches("\\d{1,6}"))
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
                .orElse(null);
    }

    private static boolean isAboutCredentials(String text) {
        return text.contains("Unable to load credentials") || text.contains("Profile file contained no credentials");
    }

    private static boolean neverSent(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException
                    || cause instanceof UnknownHostException
                    || cause instanceof NoRouteToHostException
                    || (cause instanceof SocketTimeoutException
                            && "connect timed out".equalsIgnoreCase(cause.getMessage()))) {
                return true;
            }
        }
        return false;
    }
}
