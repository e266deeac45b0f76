package io.meshprovisioner.testkit.memory;

import io.meshprovisioner.MeshProvisioner;
import io.meshprovisioner.aws.AwsBackend;
import io.meshprovisioner.engine.Conductor;
import io.meshprovisioner.engine.RunSettings;
import io.meshprovisioner.error.MeshException;
import io.meshprovisioner.event.ProgressListener;
import io.meshprovisioner.istio.install.IstioInstaller;
import io.meshprovisioner.kubernetes.ClientJavaBackend;
import io.meshprovisioner.plan.Graph;
import io.meshprovisioner.spec.MeshSpec;
import io.meshprovisioner.spi.CloudAccess;
import io.meshprovisioner.spi.CloudAccess.CloudCredentials;
import io.meshprovisioner.testkit.aws.AccessKey;
import io.meshprovisioner.testkit.aws.AwsAccount;
import io.meshprovisioner.testkit.aws.AwsOptions;
import io.meshprovisioner.testkit.charts.ChartContent;
import io.meshprovisioner.testkit.charts.OperatorCharts;
import io.meshprovisioner.testkit.kernel.Kernel;
import io.meshprovisioner.testkit.kube.KubeCluster;
import io.meshprovisioner.testkit.kube.KubeFront;
import io.meshprovisioner.testkit.time.RunTime;
import io.meshprovisioner.testkit.time.VirtualTime;
import io.meshprovisioner.testkit.world.Era;
import io.meshprovisioner.testkit.world.World;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.auth.signer.AwsSignerExecutionAttribute;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.eks.EksClient;

/**
 * A sandbox whose wire is memory, below the clients: the same AWS SDK and client-java code, no sockets, no servers, no
 * child process. For series of thousands of runs.
 */
public final class InMemorySandbox implements AutoCloseable {
    private static final AccessKey KEY = AwsOptions.DEFAULT.defaultKey();
    private static final AccessKey NEIGHBOUR =
            AccessKey.of("AKIANEIGHBOUR0000001", "neighbour", "arn:aws:iam::111122223333:user/neighbour");
    private static final ChartContent CHARTS = ChartContent.own();

    private final VirtualTime clock;
    private final Kernel kernel;
    private int runs;

    public InMemorySandbox(Era era, long seed) {
        this(era, seed, account -> account);
    }

    /** Whose runs may do what these policies allow, and nothing else. */
    public static InMemorySandbox limitedTo(List<String> policies) {
        AccessKey limited = AccessKey.of(KEY.id(), KEY.secret(), "arn:aws:iam::111122223333:user/tester");
        return new InMemorySandbox(
                Era.TODAY, 0, account -> account.withKey(limited).withUser("tester", policies));
    }

    private InMemorySandbox(Era era, long seed, UnaryOperator<AwsOptions> change) {
        Instant start = Instant.parse(era == Era.GUIDE ? "2021-05-04T09:00:00Z" : "2026-08-15T09:00:00Z");
        AwsOptions account = change.apply(AwsOptions.DEFAULT.withKey(NEIGHBOUR))
                .withoutSignatureCheck()
                .withEndpoints(key -> new AwsOptions.ClusterEndpoints.Endpoint(
                        "https://sandbox.invalid" + InMemoryKubernetes.PREFIX + key, TestAuthority.base64()));
        this.clock = new VirtualTime(start, seed);
        this.kernel = new Kernel(
                new World(
                        new World.Settings(
                                era,
                                seed,
                                Duration.ofSeconds(2),
                                AwsAccount.factory(account),
                                KubeCluster.factory(new OperatorCharts(CHARTS))),
                        start),
                KubeFront.create()::answer,
                clock);
    }

    public Kernel kernel() {
        return kernel;
    }

    /** EKS as somebody else in the account calls it, answered at once; for this instant and a few minutes. */
    public EksClient eks() {
        return client(EksClient.builder());
    }

    /** The same of any service. */
    public <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C client(B builder) {
        return builder.httpClient(new InMemoryAws(kernel))
                .endpointOverride(URI.create("http://sandbox.invalid"))
                .region(Region.US_WEST_2)
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(NEIGHBOUR.id(), NEIGHBOUR.secret())))
                .overrideConfiguration(settings -> settings.putExecutionAttribute(
                        AwsSignerExecutionAttribute.SIGNING_CLOCK, Clock.fixed(clock.now(), ZoneOffset.UTC)))
                .build();
    }

    public Instant now() {
        return clock.now();
    }

    /** Lets time pass while nobody calls. */
    public void pass(Duration time) {
        RunTime passing = new RunTime(clock, "passing-" + ++runs);
        CompletableFuture<Boolean> passed = new CompletableFuture<>();
        passing.after(time, "pass", () -> passed.complete(true));
        passing.await(passed);
    }

    /** A run of its own; the one before it must have ended or been killed. */
    public MeshProvisioner newRun() {
        RunSettings settings = newSettings();
        int[] operations = new int[1];
        return MeshProvisioner.forRegion("us-west-2")
                .withTime(settings.time().orElseThrow())
                .withRunIds(() -> settings.runId() + "-" + ++operations[0])
                .withCloudAccess(settings.access())
                .withCloudBackend(settings.cloud())
                .withKubernetesBackend(settings.kubernetes())
                .withDownloads(settings.downloads());
    }

    /** Whether an install comes to a good end with a graph that was tampered with. */
    public boolean installs(MeshSpec spec, UnaryOperator<Graph> shape) {
        try {
            new Conductor(newSettings(), shape).install(spec, Set.of()).join();
            return true;
        } catch (MeshException failure) {
            return false;
        }
    }

    private RunSettings newSettings() {
        String run = "run-" + ++runs;
        RunTime time = new RunTime(clock, run);
        kernel.register(KEY.id(), run, time);
        return new RunSettings(
                run,
                Optional.of(time),
                Optional.empty(),
                16,
                Duration.ofHours(1),
                ProgressListener.NONE,
                new AwsBackend().withHttpClient(() -> new InMemoryAws(kernel)),
                new CloudAccess(
                        Optional.of(URI.create("http://sandbox.invalid")),
                        Optional.of(new CloudCredentials(KEY.id(), KEY.secret(), Optional.empty())),
                        Optional.empty()),
                new ClientJavaBackend()
                        .withHttp(http -> http.addInterceptor(new InMemoryKubernetes(kernel)))
                        .withHelm((access, t) -> new StandInHelm(kernel, access, t)),
                new IstioInstaller(),
                address -> CHARTS.get(address)
                        .map(ByteArrayInputStream::new)
                        .orElseThrow(() -> new FileNotFoundException(address + " is not there.")),
                Optional.empty());
    }

    @Override
    public void close() {
        clock.close();
    }
}
