package io.meshprovisioner.testkit;

import io.meshprovisioner.MeshProvisioner;
import io.meshprovisioner.spi.CloudAccess;
import io.meshprovisioner.spi.CloudAccess.CloudCredentials;
import io.meshprovisioner.spi.CloudBackend;
import io.meshprovisioner.testkit.aws.AccessKey;
import io.meshprovisioner.testkit.aws.AwsAccount;
import io.meshprovisioner.testkit.aws.AwsOptions;
import io.meshprovisioner.testkit.aws.AwsServer;
import io.meshprovisioner.testkit.charts.ChartContent;
import io.meshprovisioner.testkit.charts.ContentServer;
import io.meshprovisioner.testkit.charts.OperatorCharts;
import io.meshprovisioner.testkit.kernel.ApiFault;
import io.meshprovisioner.testkit.kernel.Kernel;
import io.meshprovisioner.testkit.kernel.RecordedCall;
import io.meshprovisioner.testkit.kube.KubeCluster;
import io.meshprovisioner.testkit.kube.KubeFront;
import io.meshprovisioner.testkit.kube.KubeServer;
import io.meshprovisioner.testkit.time.RunTime;
import io.meshprovisioner.testkit.time.VirtualTime;
import io.meshprovisioner.testkit.world.CloudState.ClusterKey;
import io.meshprovisioner.testkit.world.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A cloud account, its Kubernetes clusters and Istio's chart repository, embedded: simulators behind the wire (HTTP),
 * so that the same AWS SDK, client-java and Helm code runs against them and against the real thing.
 *
 * <p>On the virtual clock (the default) time stands still while the thread that started the sandbox is busy, and jumps
 * while it waits for a run.
 */
public final class Sandbox implements AutoCloseable {
    private static final String ACCOUNT = "111122223333";
    private static final int KEYS = 64;

    private final @Nullable VirtualTime clock;
    private final Clock wallClock;
    private final Kernel kernel;
    private final AwsServer aws;
    private final KubeServer kubernetes;
    private final ContentServer charts;
    private final @Nullable Ticker ticker;
    private final List<String> atFirst;
    private final String adminToken = "sandbox-admin-" + UUID.randomUUID();
    private final AtomicInteger runs = new AtomicInteger();

    private Sandbox(SandboxOptions options) {
        this.wallClock = options.clock();
        this.clock = options.realTime() ? null : new VirtualTime(options.firstInstant(), options.seed());
        // The servers need the kernel and the world needs the servers' addresses: a cluster's endpoint is asked for
        // long after both are there.
        KubeServer[] server = new KubeServer[1];
        AwsOptions account = accountOptions(key -> endpoint(java.util.Objects.requireNonNull(server[0]), key));
        ChartContent content = ChartContent.fromEnvironment();
        World.Settings settings = new World.Settings(
                options.era(),
                options.seed(),
                options.consistencyLag(),
                options.speed(),
                AwsAccount.factory(account),
                KubeCluster.factory(new OperatorCharts(content)));
        World world = new World(settings, options.firstInstant());
        KubeFront front = KubeFront.create().withAdminToken(adminToken);
        this.kernel = clock == null
                ? new Kernel(world, front::answer, options.clock()::instant)
                : new Kernel(world, front::answer, clock);
        this.kubernetes = KubeServer.start(kernel, front, 0);
        server[0] = kubernetes;
        this.aws = AwsServer.start(kernel);
        this.charts = serving(content);
        this.ticker = options.realTime() ? new Ticker(kernel) : null;
        this.atFirst = kernel.read(World::inventory);
    }

    /** Starts one in today's era on a virtual clock. */
    public static Sandbox start() {
        return start(SandboxOptions.defaults());
    }

    public static Sandbox start(SandboxOptions options) {
        return new Sandbox(options);
    }

    private static AwsOptions.ClusterEndpoints.Endpoint endpoint(KubeServer server, ClusterKey cluster) {
        return new AwsOptions.ClusterEndpoints.Endpoint(
                server.endpoint(cluster),
                Base64.getEncoder().encodeToString(server.caPem().getBytes(StandardCharsets.UTF_8)));
    }

    private static ContentServer serving(ChartContent content) {
        try {
            return ContentServer.start(content);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The sandbox's chart server could not be started on the loopback address.", e);
        }
    }

    private static AwsOptions accountOptions(AwsOptions.ClusterEndpoints endpoints) {
        AwsOptions account = AwsOptions.DEFAULT.withEndpoints(endpoints);
        for (int i = 1; i < KEYS; i++) {
            account = account.withKey(key(i));
        }
        return account;
    }

    private static AccessKey key(int number) {
        return AccessKey.of(
                String.format(Locale.ROOT, "AKIASANDBOXRUN%06d", number),
                "sandbox-secret-key-not-a-real-one-" + String.format(Locale.ROOT, "%06d", number),
                "arn:aws:iam::" + ACCOUNT + ":user/sandbox-admin");
    }

    // ---- working with it

    /** A provisioner in {@code us-west-2} that works in this sandbox: a run of its own, on the sandbox's time. */
    public MeshProvisioner provisioner() {
        return provisioner("us-west-2");
    }

    /** As {@link #provisioner()}, in another region. */
    public MeshProvisioner provisioner(String region) {
        return openRun(region).provisioner();
    }

    /** A provisioner on a cluster of this sandbox that stands already, which only its own kubeconfig leads to. */
    public MeshProvisioner provisioner(CloudBackend existing) {
        return openRun(MeshProvisioner.forCluster(existing)).provisioner();
    }

    /** A run that can be killed. */
    public SandboxRun openRun(String region) {
        return openRun(MeshProvisioner.forRegion(region));
    }

    private SandboxRun openRun(MeshProvisioner base) {
        int number = runs.incrementAndGet();
        String run = "run-" + number;
        AccessKey key = key(1 + (number - 1) % (KEYS - 1));
        AtomicInteger operations = new AtomicInteger();
        MeshProvisioner provisioner = base.withCloudAccess(new CloudAccess(
                        Optional.of(aws.endpoint()),
                        Optional.of(new CloudCredentials(key.id(), key.secret(), Optional.empty())),
                        Optional.empty()))
                .withDownloads(charts.downloads())
                .withRunIds(() -> run + "-" + operations.incrementAndGet());
        if (clock == null) {
            return new SandboxRun(run, provisioner, () -> {
                throw new IllegalStateException("In real time a run is killed with its process.");
            });
        }
        RunTime time = new RunTime(clock, run);
        kernel.register(key.id(), run, time);
        return new SandboxRun(run, provisioner.withTime(time), () -> kernel.kill(run));
    }

    /** Has something go wrong with calls, such as {@code eks:CreateNodegroup}, {@code ec2:*} or {@code *}. */
    public Sandbox inject(String operation, ApiFault fault) {
        kernel.inject(operation, fault);
        return this;
    }

    /** Every call so far, in the order in which they were decided. */
    public List<RecordedCall> calls() {
        return kernel.calls();
    }

    /** The instant on the sandbox's clock. */
    public Instant now() {
        return clock == null ? wallClock.instant() : clock.now();
    }

    /** Lets time pass while nobody works, so that what was asked of a service by other clients comes about. */
    public void pass(Duration duration) {
        if (clock == null) {
            throw new IllegalStateException("In real time nobody can let time pass.");
        }
        CompletableFuture<Boolean> over = new CompletableFuture<>();
        clock.at(duration, "user/pass", () -> over.complete(true));
        new RunTime(clock, "user").await(over);
    }

    /** Everything that exists, one line each; two equal worlds print the same. */
    public List<String> inventory() {
        return kernel.read(World::inventory);
    }

    /** What exists now and was not there at the beginning. */
    public List<String> leftovers() {
        List<String> left = new ArrayList<>(inventory());
        left.removeAll(atFirst);
        return left;
    }

    /** The way into the world: faults, kills, snapshots. */
    public Kernel kernel() {
        return kernel;
    }

    // ---- where it is

    /** Where all AWS services are reached. */
    public URI awsEndpoint() {
        return aws.endpoint();
    }

    /** The Kubernetes API's server. */
    public KubeServer kubernetes() {
        return kubernetes;
    }

    /** Where Istio's charts are served. */
    public URI chartsEndpoint() {
        return charts.address();
    }

    /** The access key that clients outside a run sign with. */
    public AccessKey accessKey() {
        return AwsOptions.DEFAULT.defaultKey();
    }

    /** Adds the cluster {@code sandbox}, with nodes, and writes an administrator's kubeconfig for it. */
    public void addStandaloneCluster(Path kubeconfig) throws IOException {
        kernel.read(world -> {
            StandaloneCluster.addTo(world);
            return world.changes();
        });
        writeKubeconfig(StandaloneCluster.KEY, kubeconfig);
    }

    /** Writes an administrator's kubeconfig for a cluster of this sandbox. */
    public void writeKubeconfig(ClusterKey cluster, Path kubeconfig) throws IOException {
        Files.writeString(kubeconfig, kubernetes.kubeconfig(cluster, adminToken));
    }

    /** Ends everything: servers, threads, the clock. */
    @Override
    public void close() {
        if (ticker != null) {
            ticker.close();
        }
        aws.close();
        kubernetes.close();
        charts.close();
        if (clock != null) {
            clock.close();
        }
    }
}
