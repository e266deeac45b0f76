package io.meshprovisioner.testkit.charts;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Serves public content over HTTP on the loopback address: {@code /https/<host>/<path>} answers for
 * {@code https://<host>/<path>}. Its threads are daemons and end with {@link #close()}.
 */
public final class ContentServer implements AutoCloseable {
    private static final Pattern PATH = Pattern.compile("/(https?)/(.+)");

    private final HttpServer server;
    private final ExecutorService workers;

    private ContentServer(HttpServer server, ExecutorService workers) {
        this.server = server;
        this.workers = workers;
    }

    /**
     * Starts serving.
     *
     * @throws IOException when no port can be had
     */
    public static ContentServer start(PublicContent content) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        ExecutorService workers = Executors.newFixedThreadPool(2, task -> daemon(task, "sandbox-content"));
        server.setExecutor(workers);
        server.createContext("/", exchange -> answer(exchange, content));
        startAsDaemon(server);
        return new ContentServer(server, workers);
    }

    /** Where it listens. */
    public URI address() {
        InetSocketAddress at = server.getAddress();
        return URI.create("http://" + at.getAddress().getHostAddress() + ":" + at.getPort());
    }

    /** Downloads that go here instead of to the internet. */
    public SandboxDownloads downloads() {
        return new SandboxDownloads(address());
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
    }

    private static void answer(HttpExchange exchange, PublicContent content) throws IOException {
        try (exchange) {
            Matcher path = PATH.matcher(exchange.getRequestURI().getRawPath());
            Optional<byte[]> body =
                    path.matches() && exchange.getRequestMethod().equals("GET")
                            ? content.get(URI.create(path.group(1) + "://" + path.group(2)))
                            : Optional.empty();
            exchange.getResponseHeaders().set("Connection", "close");
            if (body.isEmpty()) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            exchange.getResponseHeaders().set("Content-Type", "application/octet-stream");
            exchange.sendResponseHeaders(200, body.get().length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body.get());
            }
        }
    }

    /** The server's own thread is a daemon when the thread that starts it is one. */
    private static void startAsDaemon(HttpServer server) throws IOException {
        FutureTask<Void> start = new FutureTask<>(server::start, null);
        daemon(start, "sandbox-content-start").start();
        try {
            start.get();
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IOException("The sandbox's content server cannot start.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while the sandbox's content server started.", e);
        }
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
