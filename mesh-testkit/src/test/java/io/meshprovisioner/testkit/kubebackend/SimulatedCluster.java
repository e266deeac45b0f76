package io.meshprovisioner.testkit.kubebackend;

import io.meshprovisioner.kubernetes.ClientJavaBackend;
import io.meshprovisioner.spi.ApiAccess;
import io.meshprovisioner.spi.ApiCall;
import io.meshprovisioner.spi.KubernetesSession;
import io.meshprovisioner.testkit.kube.KubeCluster;
import io.meshprovisioner.testkit.kube.KubeFront;
import io.meshprovisioner.testkit.kube.KubeServer;
import io.meshprovisioner.testkit.wire.Request;
import io.meshprovisioner.testkit.wire.Response;
import io.meshprovisioner.testkit.world.CloudState.ClusterKey;
import io.meshprovisioner.testkit.world.Era;
import io.meshprovisioner.testkit.world.Gate;
import io.meshprovisioner.testkit.world.World;
import io.meshprovisioner.time.Time;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Predicate;

/** One simulated cluster over HTTPS, without nodes; connections can be cut at a call. */
final class SimulatedCluster implements Gate, AutoCloseable {
    private static final String TOKEN = "test-admin-token";
    private static final ClusterKey KEY = new ClusterKey("us-west-2", "test");

    private final World world;
    private final KubeFront front = KubeFront.create().withAdminToken(TOKEN);
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final List<Request> requests = Collections.synchronizedList(new ArrayList<>());
    private final KubeServer server;
    private final Time time = Time.system();
    private volatile Predicate<Request> cut = request -> false;
    private volatile boolean effected;

    SimulatedCluster(String version) {
        world = new World(
                new World.Settings(Era.TODAY, 0, Duration.ZERO, settings -> new NoCloud(), KubeCluster.factory()),
                Instant.parse("2026-01-01T00:00:00Z"));
        world.createCluster(KEY, version);
        server = KubeServer.start(this, front, 0);
    }

    ApiAccess access() {
        return new ApiAccess(
                KEY.name(),
                URI.create(server.endpoint(KEY)),
                server.caPem(),
                "1.35",
                () -> new ApiAccess.Token(TOKEN, Instant.MAX));
    }

    KubernetesSession session() {
        return new ClientJavaBackend().open(access(), time, ApiCall.Recorder.NONE);
    }

    Time time() {
        return time;
    }

    /** Drops the connections of these requests, before they have an effect. */
    void cut(Predicate<Request> which) {
        cut = which;
        effected = false;
    }

    /** Drops the connections of these requests, the first one after its effect. */
    void cutAfterEffect(Predicate<Request> which) {
        cut = which;
        effected = true;
    }

    List<Request> requests() {
        synchronized (requests) {
            return List.copyOf(requests);
        }
    }

    void forgetRequests() {
        requests.clear();
    }

    List<String> inventory() {
        return read(World::inventory);
    }

    void advance(Duration duration) {
        synchronized (world) {
            world.advanceTo(world.now().plus(duration));
        }
        listeners.forEach(Runnable::run);
    }

    @Override
    public CompletionStage<Response> aws(Request request) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<Response> kubernetes(ClusterKey cluster, Request request) {
        requests.add(request);
        boolean dropped = cut.test(request);
        if (dropped && !effected) {
            return CompletableFuture.failedFuture(new IllegalStateException("cut"));
        }
        effected &= !dropped;
        Response response;
        synchronized (world) {
            response = front.answer(world, cluster, request);
        }
        listeners.forEach(Runnable::run);
        return dropped
                ? CompletableFuture.failedFuture(new IllegalStateException("cut"))
                : CompletableFuture.completedFuture(response);
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

    @Override
    public void close() {
        server.close();
        time.close();
    }
}
