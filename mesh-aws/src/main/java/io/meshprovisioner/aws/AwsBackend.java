package io.meshprovisioner.aws;

import io.meshprovisioner.connect.Connections;
import io.meshprovisioner.connect.UrlConnections;
import io.meshprovisioner.spi.ApiCall;
import io.meshprovisioner.spi.CloudAccess;
import io.meshprovisioner.spi.CloudBackend;
import io.meshprovisioner.spi.CloudSession;
import io.meshprovisioner.time.Time;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/**
 * Amazon EKS. Credentials, region and endpoints come from the AWS SDK's own chains unless said otherwise here or by
 * {@link CloudAccess}, which goes first. Immutable: each method returns a changed copy.
 */
public final class AwsBackend implements CloudBackend {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    private final Optional<AwsCredentialsProvider> credentials;
    private final Optional<URI> endpoint;
    private final Optional<Supplier<SdkHttpClient>> httpClient;
    private final Connections connections;

    /** By the SDK's own chains, over {@link UrlConnectionHttpClient}. */
    public AwsBackend() {
        this(Optional.empty(), Optional.empty(), Optional.empty(), Connections.DEFAULT);
    }

    private AwsBackend(
            Optional<AwsCredentialsProvider> credentials,
            Optional<URI> endpoint,
            Optional<Supplier<SdkHttpClient>> httpClient,
            Connections connections) {
        this.credentials = credentials;
        this.endpoint = endpoint;
        this.httpClient = httpClient;
        this.connections = connections;
    }

    /** Signs with these credentials. The provider is not closed. */
    public AwsBackend withCredentials(AwsCredentialsProvider provider) {
        return new AwsBackend(Optional.of(provider), endpoint, httpClient, connections);
    }

    /** Reaches every service at this address. */
    public AwsBackend withEndpoint(URI address) {
        return new AwsBackend(credentials, Optional.of(address), httpClient, connections);
    }

    /**
     * Sends by the clients that {@code supplier} makes, one a session, which closes it. A client must not repeat a
     * request by itself: retries are decided in one place. It goes its own way, whatever {@link #withConnections} says.
     */
    public AwsBackend withHttpClient(Supplier<SdkHttpClient> supplier) {
        return new AwsBackend(credentials, endpoint, Optional.of(supplier), connections);
    }

    @Override
    public AwsBackend withConnections(Connections said) {
        return new AwsBackend(credentials, endpoint, httpClient, said);
    }

    @Override
    public String name() {
        return "aws";
    }

    @Override
    public CloudSession open(String region, CloudAccess access, Time time, ApiCall.Recorder recorder) {
        Optional<AwsCredentialsProvider> given =
                access.credentials().map(AwsBackend::fixed).or(() -> credentials);
        // The chain is ours to close; what was handed in is not.
        Optional<DefaultCredentialsProvider> chain = given.isPresent()
                ? Optional.empty()
                : Optional.of(DefaultCredentialsProvider.builder().build());
        Clients base = new Clients(
                region,
                given.or(() -> chain).orElseThrow(),
                access.endpoint().or(() -> endpoint),
                httpClient.orElse(this::httpClient),
                connections,
                time,
                () -> chain.ifPresent(DefaultCredentialsProvider::close));
        Clients clients = access.assumedRole()
                .map(role -> as(new AssumedRoleCredentials(role, base, time), region, access, time))
                .orElse(base);
        return new AwsSession(region, new AwsCalls(clients, time, recorder), access.expectedAccount(), time);
    }

    private Clients as(AssumedRoleCredentials role, String region, CloudAccess access, Time time) {
        return new Clients(
                region,
                role,
                access.endpoint().or(() -> endpoint),
                httpClient.orElse(this::httpClient),
                connections,
                time,
                role::close);
    }

    private static AwsCredentialsProvider fixed(CloudAccess.CloudCredentials given) {
        return StaticCredentialsProvider.create(given.sessionToken()
                .<software.amazon.awssdk.auth.credentials.AwsCredentials>map(
                        token -> AwsSessionCredentials.create(given.accessKeyId(), given.secretAccessKey(), token))
                .orElseGet(() -> AwsBasicCredentials.create(given.accessKeyId(), given.secretAccessKey())));
    }

    private SdkHttpClient httpClient() {
        if (connections.proxy().isPresent()) {
            UrlConnections opened = new UrlConnections(connections);
            return UrlConnectionHttpClient.create(address -> connection(opened, address));
        }
        // With connections of ours the SDK would not look for a proxy in the environment.
        UrlConnectionHttpClient.Builder client = UrlConnectionHttpClient.builder()
                .connectionTimeout(CONNECT_TIMEOUT)
                .socketTimeout(Clients.CALL_TIMEOUT);
        connections.trustManagers().ifPresent(trusted -> client.tlsTrustManagersProvider(() -> trusted));
        return client.build();
    }

    /** As the SDK makes its own. */
    private static HttpURLConnection connection(UrlConnections opened, URI address) {
        try {
            HttpURLConnection connection = (HttpURLConnection) opened.to(address);
            connection.setConnectTimeout((int) CONNECT_TIMEOUT.toMillis());
            connection.setReadTimeout((int) Clients.CALL_TIMEOUT.toMillis());
            connection.setUseCaches(false);
            return connection;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
