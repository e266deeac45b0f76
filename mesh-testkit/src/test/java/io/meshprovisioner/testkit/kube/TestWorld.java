package io.meshprovisioner.testkit.kube;

import io.meshprovisioner.testkit.Program;
import io.meshprovisioner.testkit.wire.Request;
import io.meshprovisioner.testkit.wire.Response;
import io.meshprovisioner.testkit.world.CloudState.ClusterKey;
import io.meshprovisioner.testkit.world.ClusterState;
import io.meshprovisioner.testkit.world.ClusterState.NodeRequest;
import io.meshprovisioner.testkit.world.Era;
import io.meshprovisioner.testkit.world.Gate;
import io.meshprovisioner.testkit.world.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A world with one cluster behind a server; its time stands still until told otherwise, or runs ahead of real time. */
final class TestWorld implements Gate, AutoCloseable {
    static final ClusterKey KEY = new ClusterKey("us-west-2", "test");
    static final String TOKEN = "test-admin-token";

    private final World world;
    private final KubeFront front = KubeFront.create().withAdminToken(TOKEN);
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final KubeServer server;
    private ScheduledExecutorService clock;

    TestWorld(String version) {
        this(version, 1);
    }

    TestWorld(String version, double speed) {
        world = new World(
                new World.Settings(
                        Era.TODAY, 0, Duration.ZERO, speed, settings -> new FakeCloud(), KubeCluster.factory()),
                Instant.parse("2026-01-01T00:00:00Z"));
        world.createCluster(KEY, version);
        server = KubeServer.start(this, front, 0);
    }

    KubeServer server() {
        return server;
    }

    World world() {
        return world;
    }

    ClusterState cluster() {
        return world.cluster(KEY).orElseThrow();
    }

    /** Three nodes as of the guide, and the CNI that makes them Ready. */
    TestWorld withNodes(int count) {
        synchronized (world) {
            cluster().put(world, Manifests.daemonSet("kube-system", "aws-node"));
            for (int i = 1; i <= count; i++) {
                cluster()
                        .addNode(
                                world,
                                new NodeRequest(
                                        "ip-10-0-0-" + i + ".us-west-2.compute.internal",
                                        "10.0.0." + i,
                                        "aws:///us-west-2a/i-" + i,
                                        "us-west-2a",
                                        "us-west-2",
                                        "t3.medium",
                                        2000,
                                        4L << 30,
                                        17,
                                        "v1.34.1",
                                        Map.of("eks.amazonaws.com/nodegroup", "main"),
                                        List.of()));
            }
        }
        return this;
    }

    TestWorld advance(Duration duration) {
        synchronized (world) {
            world.advanceTo(world.now().plus(duration));
        }
        tell();
        return this;
    }

    /** Lets a second of the world pass in each real 20 milliseconds. */
    TestWorld live() {
        clock = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "test-clock");
            thread.setDaemon(true);
            return thread;
        });
        clock.scheduleAtFixedRate(() -> advance(Duration.ofSeconds(1)), 20, 20, TimeUnit.MILLISECONDS);
        return this;
    }

    /** An answer without any transport. */
    Response call(String method, String path, String body, String... headers) {
        Map<String, List<String>> all = new java.util.HashMap<>();
        all.put("authorization", List.of("Bearer " + TOKEN));
        for (int i = 0; i < headers.length; i += 2) {
            all.put(headers[i], List.of(headers[i + 1]));
        }
        int question = path.indexOf('?');
        Request request = new Request(
                method,
                question < 0 ? path : path.substring(0, question),
                question < 0 ? "" : path.substring(question + 1),
                all,
                body.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return kubernetes(KEY, request).toCompletableFuture().join();
    }

    @Override
    public CompletionStage<Response> aws(Request request) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<Response> kubernetes(ClusterKey cluster, Request request) {
        Response response;
        long before;
        long after;
        synchronized (world) {
            before = world.changes();
            try {
                response = front.answer(world, cluster, request);
            } catch (RuntimeException e) {
                return CompletableFuture.failedFuture(e);
            }
            after = world.changes();
        }
        if (after != before) {
            tell();
        }
        return CompletableFuture.completedFuture(response);
    }

    private void tell() {
        listeners.forEach(Runnable::run);
    }

    @Override
    public <T> T read(Function<World, T> look) {
        synchronized (world) {
            return look.apply(world);
        }
    }

    @Override
    public Subscription onChange(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /** A client that is on this machine or not, pointed at this cluster. */
    Program program(String name, String variable, Path home) throws IOException {
        Path config = home.resolve("kubeconfig");
        Files.writeString(config, server.kubeconfig(KEY, TOKEN));
        return Program.find(name, variable, home, Map.of("KUBECONFIG", config.toString()));
    }

    @Override
    public void close() {
        if (clock != null) {
            clock.shutdownNow();
        }
        server.close();
    }
}
