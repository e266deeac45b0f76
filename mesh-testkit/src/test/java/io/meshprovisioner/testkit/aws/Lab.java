package io.meshprovisioner.testkit.aws;

import io.meshprovisioner.testkit.wire.Request;
import io.meshprovisioner.testkit.wire.Response;
import io.meshprovisioner.testkit.world.CloudState.ClusterKey;
import io.meshprovisioner.testkit.world.Era;
import io.meshprovisioner.testkit.world.Gate;
import io.meshprovisioner.testkit.world.World;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.auth.signer.AwsSignerExecutionAttribute;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.elasticloadbalancing.ElasticLoadBalancingClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.pricing.PricingClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.sts.StsClient;

/** A world of its own behind a real server, with real SDK clients whose signers read the world's clock. */
final class Lab implements Gate, AutoCloseable {
    static final Instant START = Instant.parse("2026-08-01T12:00:00Z");
    static final ClusterKey DEMO = new ClusterKey("us-west-2", "demo");

    final AwsOptions options;
    final List<Response> answers = new ArrayList<>();
    final List<String> operations = new ArrayList<>();
    final List<Request> requests = new ArrayList<>();
    private World world;
    private final AwsServer server;
    private final List<AutoCloseable> clients = new ArrayList<>();
    private boolean losing;

    Lab() {
        this(AwsOptions.DEFAULT, Era.TODAY, Duration.ZERO);
    }

    Lab(AwsOptions options, Era era, Duration lag) {
        this(options, era, lag, START);
    }

    /** For clients whose signing clock cannot be set. */
    static Lab startingNow() {
        return new Lab(
                AwsOptions.DEFAULT, Era.TODAY, Duration.ZERO, Instant.now().truncatedTo(ChronoUnit.SECONDS));
    }

    private Lab(AwsOptions options, Era era, Duration lag, Instant start) {
        this.options = options;
        this.world = new World(
                new World.Settings(
                        era, 0, lag, AwsAccount.factory(options), (settings, key, version, now) -> new FakeCluster()),
                start);
        this.server = AwsServer.start(this);
    }

    @Override
    public synchronized CompletionStage<Response> aws(Request request) {
        requests.add(request);
        Response response = world.cloud().handle(world, request);
        operations.add(world.cloud().operation(request));
        answers.add(response);
        if (losing) {
            losing = false;
            return CompletableFuture.failedFuture(new IllegalStateException("the answer is lost"));
        }
        return CompletableFuture.completedFuture(response);
    }

    @Override
    public CompletionStage<Response> kubernetes(ClusterKey cluster, Request request) {
        throw new UnsupportedOperationException();
    }

    @Override
    public synchronized <T> T read(Function<World, T> look) {
        return look.apply(world);
    }

    @Override
    public Subscription onChange(Runnable listener) {
        return () -> {};
    }

    synchronized void pass(Duration time) {
        world.advanceTo(world.now().plus(time));
    }

    void pass(int seconds) {
        pass(Duration.ofSeconds(seconds));
    }

    synchronized void loseNextAnswer() {
        losing = true;
    }

    synchronized void replace(World other) {
        world = other;
    }

    FakeCluster demo() {
        return read(w -> (FakeCluster) w.cluster(DEMO).orElseThrow());
    }

    AwsAccount account() {
        return read(AwsAccount::of);
    }

    List<String> inventory() {
        return read(w -> w.cloud().inventory(w));
    }

    Clock clock() {
        return ((InstantSource) () -> read(World::now)).withZone(ZoneOffset.UTC);
    }

    java.net.URI endpoint() {
        return server.endpoint();
    }

    <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C extends AutoCloseable> C client(B builder) {
        return client(builder, credentials(), clock());
    }

    private AwsCredentials credentials() {
        return AwsBasicCredentials.create(
                options.defaultKey().id(), options.defaultKey().secret());
    }

    <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C extends AutoCloseable> C client(
            B builder, AwsCredentials credentials, Clock clock) {
        return client(builder, Region.US_WEST_2, credentials, clock);
    }

    private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C extends AutoCloseable> C client(
            B builder, Region region, AwsCredentials credentials, Clock clock) {
        C client = builder.endpointOverride(endpoint())
                .region(region)
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .overrideConfiguration(configuration -> configuration
                        .retryStrategy(AwsRetryStrategy.doNotRetry())
                        .addExecutionInterceptor(new Signing(clock)))
                .build();
        clients.add(client);
        return client;
    }

    Ec2Client ec2() {
        return client(Ec2Client.builder());
    }

    EksClient eks() {
        return client(EksClient.builder());
    }

    IamClient iam() {
        return client(IamClient.builder());
    }

    StsClient sts() {
        return client(StsClient.builder());
    }

    SsmClient ssm() {
        return client(SsmClient.builder());
    }

    CloudWatchLogsClient logs() {
        return client(CloudWatchLogsClient.builder());
    }

    PricingClient pricing() {
        return client(PricingClient.builder(), Region.US_EAST_1, credentials(), clock());
    }

    ElasticLoadBalancingClient elb() {
        return client(ElasticLoadBalancingClient.builder());
    }

    ElasticLoadBalancingV2Client elbv2() {
        return client(ElasticLoadBalancingV2Client.builder());
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable client : clients) {
            client.close();
        }
        server.close();
    }

    private record Signing(Clock clock) implements ExecutionInterceptor {
        @Override
        public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
            attributes.putAttribute(AwsSignerExecutionAttribute.SIGNING_CLOCK, clock);
        }
    }
}
