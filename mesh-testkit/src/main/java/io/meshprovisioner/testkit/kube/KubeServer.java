package io.meshprovisioner.testkit.kube;

import io.meshprovisioner.testkit.wire.Request;
import io.meshprovisioner.testkit.wire.Response;
import io.meshprovisioner.testkit.world.CloudState.ClusterKey;
import io.meshprovisioner.testkit.world.Gate;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.SameThreadExecutor;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.xnio.IoUtils;

/**
 * One HTTPS server on 127.0.0.1 in front of all simulated clusters, each below a path of its own. Requests go to a
 * {@link Gate}; watches are served here from the clusters' logs of changes. Closing it stops every thread of it.
 */
public final class KubeServer implements AutoCloseable {
    private static final Pattern PATH = Pattern.compile("/clusters/([^/]+)/([^/]+)(/.*)?");
    private static final int LARGEST_BODY = 32 << 20;

    private final Gate gate;
    private final KubeFront front;
    private final ServerCertificate certificate;
    private final Watches watches;
    private final Upgrades upgrades;
    private final Undertow undertow;

    private KubeServer(Gate gate, KubeFront front, int port) {
        this.gate = gate;
        this.front = front;
        this.certificate = ServerCertificate.create();
        this.watches = new Watches(gate);
        this.upgrades = new Upgrades(gate);
        this.undertow = Undertow.builder()
                .addHttpsListener(port, "127.0.0.1", certificate.context(), this::handle)
                .setIoThreads(2)
                .setWorkerThreads(4)
                .setServerOption(UndertowOptions.ALWAYS_SET_KEEP_ALIVE, false)
                .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, (long) LARGEST_BODY)
                .build();
    }

    /**
     * Starts a server.
     *
     * @param front the same that the gate answers with: it says who may watch
     * @param port 0 for any free one
     */
    public static KubeServer start(Gate gate, KubeFront front, int port) {
        ServerLogs.quiet();
        KubeServer server = new KubeServer(gate, front, port);
        server.undertow.start();
        return server;
    }

    /** The port it listens on. */
    public int port() {
        return ((InetSocketAddress) undertow.getListenerInfo().get(0).getAddress()).getPort();
    }

    /** The API endpoint of a cluster, whether or not the cluster exists yet. */
    public String endpoint(ClusterKey cluster) {
        return "https://127.0.0.1:" + port() + "/clusters/" + cluster.region() + "/" + cluster.name();
    }

    /** The certificate authority that signed the server's certificate, PEM. */
    public String caPem() {
        return certificate.pem();
    }

    /** A kubeconfig for a cluster with a bearer token: handle it as a secret. */
    public String kubeconfig(ClusterKey cluster, String token) {
        return Kubeconfigs.of(cluster.name(), endpoint(cluster), caPem(), token);
    }

    @Override
    public void close() {
        watches.close();
        undertow.stop();
    }

    private void handle(HttpServerExchange exchange) {
        Matcher path = PATH.matcher(exchange.getRequestURI());
        if (!path.matches()) {
            send(exchange, ApiError.noSuchPath().response());
            return;
        }
        ClusterKey cluster = new ClusterKey(path.group(1), path.group(2));
        String rest = Optional.ofNullable(path.group(3)).orElse("/");
        exchange.getRequestReceiver()
                .receiveFullBytes(
                        (received, body) -> {
                            Request request = new Request(
                                    received.getRequestMethod().toString(),
                                    rest,
                                    received.getQueryString(),
                                    headers(received),
                                    body);
                            received.dispatch(SameThreadExecutor.INSTANCE, () -> answer(received, cluster, request));
                        },
                        (received, failure) -> IoUtils.safeClose(received.getConnection()));
    }

    private static Map<String, List<String>> headers(HttpServerExchange exchange) {
        Map<String, List<String>> headers = new TreeMap<>();
        for (HeaderValues values : exchange.getRequestHeaders()) {
            headers.put(values.getHeaderName().toString(), List.copyOf(values));
        }
        return headers;
    }

    private void answer(HttpServerExchange exchange, ClusterKey cluster, Request request) {
        if (Upgrades.asked(exchange)) {
            UpgradeOpening opening = gate.read(world -> UpgradeOpening.of(world, front, cluster, request));
            begin(exchange, opening.refusal(), () -> upgrades.serve(exchange, opening));
            return;
        }
        if (Router.isWatch(request)) {
            WatchOpening opening = gate.read(world -> WatchOpening.of(world, front, cluster, request));
            begin(exchange, opening.refusal(), () -> watches.serve(exchange, opening));
            return;
        }
        if (LogOpening.asked(request)) {
            LogOpening opening = gate.read(world -> LogOpening.of(world, front, cluster, request));
            begin(exchange, opening.refusal(), () -> watches.serve(exchange, opening));
            return;
        }
        gate.kubernetes(cluster, request).whenComplete((response, failure) -> {
            if (response == null) {
                IoUtils.safeClose(exchange.getConnection());
            } else {
                send(exchange, response);
            }
        });
    }

    private static void begin(HttpServerExchange exchange, Optional<Response> refusal, Runnable serve) {
        refusal.ifPresentOrElse(response -> send(exchange, response), serve);
    }

    private static void send(HttpServerExchange exchange, Response response) {
        exchange.setStatusCode(response.status());
        response.headers()
                .forEach((name, value) -> exchange.getResponseHeaders().put(new HttpString(name), value));
        exchange.getResponseHeaders().put(Headers.CONTENT_LENGTH, response.body().length);
        exchange.getResponseSender().send(ByteBuffer.wrap(response.body()));
    }
}
