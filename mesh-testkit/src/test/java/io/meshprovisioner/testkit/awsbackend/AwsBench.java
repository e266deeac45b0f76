package io.meshprovisioner.testkit.awsbackend;

import io.meshprovisioner.MeshProvisioner;
import io.meshprovisioner.aws.AwsBackend;
import io.meshprovisioner.event.MeshEvent;
import io.meshprovisioner.event.Timeline;
import io.meshprovisioner.spi.CloudAccess;
import io.meshprovisioner.spi.CloudAccess.CloudCredentials;
import io.meshprovisioner.spi.KubernetesSession;
import io.meshprovisioner.testkit.aws.AccessKey;
import io.meshprovisioner.testkit.aws.AwsAccount;
import io.meshprovisioner.testkit.aws.AwsOptions;
import io.meshprovisioner.testkit.aws.AwsServer;
import io.meshprovisioner.testkit.engine.NoInstaller;
import io.meshprovisioner.testkit.kernel.CallObserver;
import io.meshprovisioner.testkit.kernel.Exchange;
import io.meshprovisioner.testkit.kernel.Kernel;
import io.meshprovisioner.testkit.kernel.RecordedCall;
import io.meshprovisioner.testkit.time.RunTime;
import io.meshprovisioner.testkit.time.VirtualTime;
import io.meshprovisioner.testkit.world.Era;
import io.meshprovisioner.testkit.world.World;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The AWS backend and the engine on one side, a simulated account behind real HTTP on the other. */
final class AwsBench implements AutoCloseable {
    static final String REGION = "us-west-2";
    static final Instant START = Instant.parse("2026-08-01T10:00:00Z");
    private static final String ARN = "arn:aws:iam::111122223333:user/tester";

    private static final String LIMITED_ARN = "arn:aws:iam::111122223333:user/limited";

    /** From this key on they are of a user whom a test may limit. */
    private static final int LIMITED = 10;

    final VirtualTime clock = new VirtualTime(START, 0);
    final Kernel kernel;
    final List<MeshEvent> events = new ArrayList<>();
    final AwsServer server;
    private int runs;
    private int limitedRuns = LIMITED;

    AwsBench() {
        this(AwsOptions.DEFAULT, Duration.ZERO);
    }

    AwsBench(AwsOptions options, Duration lag) {
        AwsOptions withKeys = options;
        for (int run = 0; run < 16; run++) {
            withKeys = withKeys.withKey(AccessKey.of(keyId(run), secret(run), run < LIMITED ? ARN : LIMITED_ARN));
        }
        World.Settings settings = new World.Settings(
                Era.TODAY, 0, lag, 1, AwsAccount.factory(withKeys), (all, key, version, now) -> new QuietCluster());
        this.kernel = new Kernel(
                new World(settings, START), io.meshprovisioner.testkit.kube.KubeFront.create()::answer, clock);
        this.server = AwsServer.start(kernel);
    }

    private static String keyId(int run) {
        return "AKIATESTRUN0000000" + (10 + run);
    }

    private static String secret(int run) {
        return "secret-of-run-" + run;
    }

    /** A provisioner as a process of its own would have it. */
    MeshProvisioner provisioner() {
        return provisioner(runs++);
    }

    /** The same for the user {@code limited}, who may do what its policy in the options allows. */
    MeshProvisioner limited() {
        return provisioner(limitedRuns++);
    }

    private MeshProvisioner provisioner(int run) {
        return provisioner("run-" + run, credentials(run));
    }

    /** A run by whoever has this key. */
    MeshProvisioner provisioner(String name, CloudCredentials key) {
        RunTime time = new RunTime(clock, name);
        kernel.register(key.accessKeyId(), name, time);
        return MeshProvisioner.forRegion(REGION)
                .withCloudBackend(new AwsBackend())
                .withCloudAccess(new CloudAccess(Optional.of(server.endpoint()), Optional.of(key), Optional.empty()))
                .withKubernetesBackend((access, t, recorder) -> (KubernetesSession) Proxy.newProxyInstance(
                        AwsBench.class.getClassLoader(),
                        new Class<?>[] {KubernetesSession.class},
                        (proxy, method, args) -> {
                            return switch (method.getName()) {
                                case "hashCode" -> 1;
                                case "equals" -> false;
                                default -> null;
                            };
                        }))
                .withInstaller(new NoInstaller())
                .withTime(time)
                .withRunIds(() -> name)
                .withListener(events::add);
    }

    /** Installs the defaults in a run of its own. */
    Timeline install() {
        return provisioner().install().timeline().orElseThrow();
    }

    /** What we made, one line each. */
    List<String> mine() {
        return inventory().stream()
                .filter(line -> line.contains("mesh-provisioner/mesh="))
                .toList();
    }

    CloudCredentials credentials(int run) {
        return new CloudCredentials(keyId(run), secret(run), Optional.empty());
    }

    /** Somebody else in the account. */
    Neighbour neighbour() {
        return new Neighbour(
                server.endpoint(), AwsOptions.DEFAULT.defaultKey(), new RunTime(clock, "neighbour").clock());
    }

    /** The user of the runs, with clients of its own; no run may be under way. */
    Neighbour asRun(int run) {
        return new Neighbour(
                server.endpoint(), AccessKey.of(keyId(run), secret(run), ARN), new RunTime(clock, "neighbour").clock());
    }

    /** Lets time pass while nothing of ours is under way. */
    void pass(Duration duration) {
        java.util.concurrent.CompletableFuture<Boolean> over = new java.util.concurrent.CompletableFuture<>();
        clock.at(duration, "test/pass", () -> over.complete(true));
        new RunTime(clock, "test").await(over);
    }

    List<String> worldWithoutLease() {
        return withoutLease(inventory());
    }

    static List<String> withoutLease(List<String> inventory) {
        return inventory.stream()
                .filter(line -> !line.contains("ssm parameter"))
                .toList();
    }

    /** How often each operation was called since the record began at {@code from}. */
    Map<String, Long> counts(int from) {
        return kernel.calls().stream()
                .skip(from)
                .collect(Collectors.groupingBy(RecordedCall::operation, java.util.TreeMap::new, Collectors.counting()));
    }

    List<String> inventory() {
        return kernel.read(world -> world.cloud().inventory(world));
    }

    @Override
    public void close() {
        server.close();
        clock.close();
    }

    /** The run dies at this call: before anything is done, or before its answer comes. */
    void kill(String operation, boolean effected) {
        kernel.observe(new CallObserver() {
            @Override
            public boolean beforeEffect(int index, Exchange exchange) {
                return effected || !exchange.operation().equals(operation);
            }

            @Override
            public boolean afterEffect(int index, Exchange exchange) {
                return !exchange.operation().equals(operation);
            }
        });
    }
}
