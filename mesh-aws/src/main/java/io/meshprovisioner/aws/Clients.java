package io.meshprovisioner.aws;

import io.meshprovisioner.connect.Connections;
import io.meshprovisioner.time.Time;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.signer.AwsSignerExecutionAttribute;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.client.config.SdkAdvancedClientOption;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.regions.Region;

/**
 * Makes the SDK's clients, all the same way: no retries of their own, one HTTP client for all, timeouts, a signing
 * clock that is the run's time or a permit's instant.
 */
final class Clients implements AutoCloseable {
    /** After this long a call counts as not answered. */
    static final Duration CALL_TIMEOUT = Duration.ofSeconds(30);

    /** The instant a request is signed with, where it is not the current one. */
    static final ExecutionAttribute<Instant> SIGN_AT = new ExecutionAttribute<>("MeshProvisionerSignAt");

    private final Region region;
    private final AwsCredentialsProvider credentials;
    private final Optional<URI> endpoint;
    private final Supplier<SdkHttpClient> httpClients;
    private final Connections connections;
    private final Time time;
    private final Runnable atClose;
    private @Nullable SdkHttpClient http;
    private boolean closed;

    Clients(
            String region,
            AwsCredentialsProvider credentials,
            Optional<URI> endpoint,
            Supplier<SdkHttpClient> httpClients,
            Connections connections,
            Time time,
            Runnable atClose) {
        this.region = Region.of(region);
        this.credentials = credentials;
        this.endpoint = endpoint;
        this.httpClients = httpClients;
        this.connections = connections;
        this.time = time;
        this.atClose = atClose;
    }

    Region region() {
        return region;
    }

    /** How the HTTP client was told to connect. */
    Connections connections() {
        return connections;
    }

    AwsCredentialsProvider credentials() {
        return credentials;
    }

    <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C build(B builder) {
        return build(builder, region);
    }

    /** @param where another region than the session's, for what only one has */
    <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C build(B builder, Region where) {
        builder.region(where)
                .credentialsProvider(credentials)
                .httpClient(http())
                .overrideConfiguration(overrides());
        endpoint.ifPresent(builder::endpointOverride);
        return builder.build();
    }

    private ClientOverrideConfiguration overrides() {
        return ClientOverrideConfiguration.builder()
                .retryStrategy(AwsRetryStrategy.doNotRetry())
                .apiCallTimeout(CALL_TIMEOUT)
                .apiCallAttemptTimeout(CALL_TIMEOUT)
                .putAdvancedOption(SdkAdvancedClientOption.USER_AGENT_SUFFIX, "mesh-provisioner/" + version())
                .addExecutionInterceptor(new SigningInstant(time))
                .addExecutionInterceptor(new NeverSentAgain())
                .build();
    }

    private static String version() {
        String version = Clients.class.getPackage().getImplementationVersion();
        return version == null ? "dev" : version;
    }

    private synchronized SdkHttpClient http() {
        if (closed) {
            throw new IllegalStateException("This session is closed: it makes no more calls.");
        }
        if (http == null) {
            http = httpClients.get();
        }
        return http;
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (http != null) {
            http.close();
        }
        atClose.run();
    }

    /** Signs with the permit's instant where the request has one, else with the run's current instant. */
    private record SigningInstant(Time time) implements ExecutionInterceptor {
        @Override
        @SuppressWarnings("deprecation") // the SDK has no other way to set the signing clock of one request
        public void beforeMarshalling(Context.BeforeMarshalling context, ExecutionAttributes attributes) {
            Instant at = attributes.getAttribute(SIGN_AT);
            attributes.putAttribute(
                    AwsSignerExecutionAttribute.SIGNING_CLOCK,
                    at == null ? time.clock() : Clock.fixed(at, ZoneOffset.UTC));
        }
    }

    /**
     * HttpURLConnection sends a request again by itself when a kept connection drops, unless it streams the body. The
     * SDK has it stream whatever says its length: so a deletion gets an empty body and says its length, too.
     */
    private static final class NeverSentAgain implements ExecutionInterceptor {
        @Override
        public SdkHttpRequest modifyHttpRequest(Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
            SdkHttpRequest request = context.httpRequest();
            return request.method() == SdkHttpMethod.DELETE
                    ? request.copy(copy -> copy.putHeader("Content-Length", "0"))
                    : request;
        }

        @Override
        public Optional<RequestBody> modifyHttpContent(
                Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
            return context.httpRequest().method() == SdkHttpMethod.DELETE
                    ? Optional.of(RequestBody.empty())
                    : context.requestBody();
        }
    }
}
