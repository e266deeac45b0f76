package io.meshprovisioner.aws;

import io.meshprovisioner.error.MeshException;
import io.meshprovisioner.plan.CallFailure;
import io.meshprovisioner.plan.Permit;
import io.meshprovisioner.spi.ApiCall;
import io.meshprovisioner.time.Time;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.awscore.AwsResponse;
import software.amazon.awssdk.awscore.AwsResponseMetadata;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * One AWS service: each call is recorded, its failure translated, and a changing one signed with its permit's instant.
 *
 * @param <C> the SDK's client
 */
final class Service<C extends AutoCloseable> {
    private static final Logger LOG = LoggerFactory.getLogger(Service.class);

    private final String name;
    private final AwsCalls.Lazy<C> client;
    private final ErrorTable errors;
    private final Time time;
    private final ApiCall.Recorder recorder;

    Service(String name, AwsCalls.Lazy<C> client, ErrorTable errors, Time time, ApiCall.Recorder recorder) {
        this.name = name;
        this.client = client;
        this.errors = errors;
        this.time = time;
        this.recorder = recorder;
    }

    /** A call that changes nothing. */
    <Q extends AwsRequest, A> A read(Q request, BiFunction<C, Q, A> call) {
        try {
            return send(request, call, false);
        } catch (SdkException e) {
            throw errors.translate(name, operation(request), Optional.of(request), false, e);
        }
    }

    /** A call that changes nothing, about something that may not exist. */
    <Q extends AwsRequest, A> Optional<A> find(Q request, BiFunction<C, Q, A> call) {
        try {
            return Optional.of(send(request, call, false));
        } catch (SdkException e) {
            if (e instanceof AwsServiceException answer && ErrorTable.saysNotFound(answer)) {
                return Optional.empty();
            }
            throw errors.translate(name, operation(request), Optional.of(request), false, e);
        }
    }

    /** A changing call. */
    <Q extends AwsRequest, A> A change(Permit permit, Q request, BiFunction<C, Q, A> call) {
        try {
            return send(signedAt(request, permit.signAt()), call, true);
        } catch (SdkException e) {
            throw errors.translate(name, operation(request), Optional.of(request), true, e);
        }
    }

    /**
     * A changing call on something that may be gone.
     *
     * @return empty when it is gone
     */
    <Q extends AwsRequest, A> Optional<A> changeIfThere(Permit permit, Q request, BiFunction<C, Q, A> call) {
        try {
            return Optional.of(send(signedAt(request, permit.signAt()), call, true));
        } catch (SdkException e) {
            if (e instanceof AwsServiceException answer && ErrorTable.saysNotFound(answer)) {
                return Optional.empty();
            }
            throw errors.translate(name, operation(request), Optional.of(request), true, e);
        }
    }

    private <Q extends AwsRequest, A> A send(Q request, BiFunction<C, Q, A> call, boolean changing) {
        String outcome = "ok";
        String id = "";
        Instant at = time.now();
        try {
            A answer = call.apply(client.get(), request);
            id = requestId(answer);
            return answer;
        } catch (AwsServiceException e) {
            outcome = ErrorTable.code(e);
            id = e.requestId() == null ? "" : e.requestId();
            throw e;
        } catch (SdkException e) {
            outcome = "no answer";
            throw e;
        } finally {
            recorder.called(new ApiCall(name, operation(request), changing, at, outcome, id));
            LOG.debug("{}:{} {}", name, operation(request), outcome);
        }
    }

    /** The SDK says UNKNOWN where the service gave none. */
    private static String requestId(@Nullable Object answer) {
        return answer instanceof AwsResponse response
                ? Optional.ofNullable(response.responseMetadata())
                        .map(AwsResponseMetadata::requestId)
                        .filter(id -> !id.equals("UNKNOWN"))
                        .orElse("")
                : "";
    }

    /** The request with the permit's instant on board: the signer takes it from there. */
    @SuppressWarnings("unchecked") // a request's builder builds requests of its own type
    private static <Q extends AwsRequest> Q signedAt(Q request, Instant instant) {
        AwsRequestOverrideConfiguration overrides = request.overrideConfiguration()
                .map(AwsRequestOverrideConfiguration::toBuilder)
                .orElseGet(AwsRequestOverrideConfiguration::builder)
                .putExecutionAttribute(Clients.SIGN_AT, instant)
                .build();
        return (Q) request.toBuilder().overrideConfiguration(overrides).build();
    }

    private static String operation(AwsRequest request) {
        String simple = request.getClass().getSimpleName();
        return simple.substring(0, simple.length() - "Request".length());
    }

    void close() {
        C made = client.made();
        if (made == null) {
            return;
        }
        try {
            made.close();
        } catch (Exception e) {
            LOG.warn("The {} client could not be closed.", name, e);
        }
    }

    /** Whether a failure is an answer with this code. */
    static boolean answered(RuntimeException failure, String code) {
        if (failure instanceof CallFailure again) {
            return again.error().code().equals(code);
        }
        return failure instanceof MeshException end
                && end.apiError().map(error -> error.code().equals(code)).orElse(false);
    }
}
