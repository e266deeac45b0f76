package io.meshprovisioner.error;

import java.util.Objects;
import java.util.Optional;

/**
 * What every failure can say.
 *
 * @param what what happened, one sentence that ends with a period
 * @param resource which resource it happened to
 * @param why the reason, empty where it is not known
 * @param advice what to do next
 * @param apiError the service's answer behind it
 * @param cause the exception behind it
 */
public record Failure(
        String what,
        Optional<String> resource,
        String why,
        String advice,
        Optional<ApiError> apiError,
        Optional<Throwable> cause) {

    public Failure {
        Objects.requireNonNull(what);
    }

    /** A failure with advice and nothing else yet. */
    public static Failure of(String what, String advice) {
        return new Failure(what, Optional.empty(), "", advice, Optional.empty(), Optional.empty());
    }

    public Failure at(Object newResource) {
        return new Failure(what, Optional.of(newResource.toString()), why, advice, apiError, cause);
    }

    public Failure because(String newWhy) {
        return new Failure(what, resource, newWhy, advice, apiError, cause);
    }

    public Failure answered(ApiError error) {
        return new Failure(what, resource, why, advice, Optional.of(error), cause);
    }

    public Failure causedBy(Throwable newCause) {
        return new Failure(what, resource, why, advice, apiError, Optional.of(newCause));
    }

    String message() {
        StringBuilder text = new StringBuilder(what);
        resource.ifPresent(name -> text.append("\n  Resource: ").append(name));
        if (!why.isEmpty()) {
            text.append("\n  Why: ").append(why);
        }
        apiError.ifPresent(error -> text.append("\n  Answer: ").append(error));
        if (!advice.isEmpty()) {
            text.append("\n  What to do: ").append(advice);
        }
        return text.toString();
    }
}
