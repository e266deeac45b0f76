package io.meshprovisioner.error;

import java.util.Optional;

/**
 * Everything this library fails with. The message says what happened, to which resource, why, and what to do next;
 * the same is at hand as data. The family is closed: a {@code switch} over it can be complete.
 */
public abstract sealed class MeshException extends RuntimeException
        permits InvalidSpecException,
                QuotaExceededException,
                AccessDeniedException,
                CredentialsException,
                ResourceFailedException,
                ResourceConflictException,
                MeshBusyException,
                PlanOutdatedException,
                RunTimeoutException,
                RunCancelledException,
                DeletionBlockedException,
                ServiceFailureException {

    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    MeshException(Failure failure) {
        super(failure.message());
        this.failure = failure;
        failure.cause().ifPresent(this::initCause);
    }

    /** What happened, in one sentence. */
    public String what() {
        return failure.what();
    }

    /** The resource it happened to, such as {@code eks:Nodegroup mesh/general}. */
    public Optional<String> resource() {
        return failure.resource();
    }

    /** Why, as far as it is known; may be empty. */
    public String why() {
        return failure.why();
    }

    /** What to do next. */
    public String advice() {
        return failure.advice();
    }

    /** What the service answered, where a service's answer is behind it. */
    public Optional<ApiError> apiError() {
        return failure.apiError();
    }
}
