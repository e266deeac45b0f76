package io.meshprovisioner.testkit.kube;

import io.meshprovisioner.testkit.world.Gate;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.ServerConnection;
import io.undertow.util.Headers;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.xnio.IoUtils;

/** Serves the watches of a server and the logs that are followed, one daemon thread each; they end with it. Time-outs count in real time. */
final class Watches implements AutoCloseable {
    private static final long BOOKMARK_EVERY = Duration.ofSeconds(30).toNanos();

    private final Gate gate;
    private final Gate.Subscription subscription;
    private final ExecutorService threads;
    private final Object monitor = new Object();
    private long signals;
    private boolean closed;

    Watches(Gate gate) {
        this.gate = gate;
        AtomicInteger number = new AtomicInteger();
        this.threads = new ThreadPoolExecutor(0, 1000, 5, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
            Thread thread = new Thread(task, "mesh-kube-watch-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        this.subscription = gate.onChange(this::signal);
    }

    private void signal() {
        synchronized (monitor) {
            signals++;
            monitor.notifyAll();
        }
    }

    /** Writes what there is and what comes, until it ends. */
    private interface Stream {
        void to(OutputStream out) throws IOException, InterruptedException;
    }

    /** Streams a watch into an exchange until it times out, the client leaves or the server closes. */
    void serve(HttpServerExchange exchange, WatchOpening opening) {
        serve(exchange, "application/json", out -> {
            out.flush();
            for (byte[] line : opening.first()) {
                out.write(line);
            }
            out.flush();
            if (opening.revision() >= 0) {
                follow(out, opening, exchange.getConnection());
            }
        });
    }

    /** Streams a log until its container ends, the client leaves or the server closes. */
    void serve(HttpServerExchange exchange, LogOpening opening) {
        serve(exchange, "text/plain", out -> follow(out, opening, exchange.getConnection()));
    }

    private void serve(HttpServerExchange exchange, String type, Stream stream) {
        try {
            exchange.dispatch(threads, () -> write(exchange, type, stream));
        } catch (RejectedExecutionException e) {
            IoUtils.safeClose(exchange.getConnection());
        }
    }

    private void write(HttpServerExchange exchange, String type, Stream stream) {
        exchange.startBlocking();
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, type);
        exchange.getResponseHeaders().put(Headers.TRANSFER_ENCODING, "chunked");
        exchange.getConnection().addCloseListener(connection -> signal());
        try (OutputStream out = exchange.getOutputStream()) {
            stream.to(out);
        } catch (IOException e) {
            IoUtils.safeClose(exchange.getConnection());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            IoUtils.safeClose(exchange.getConnection());
        }
    }

    private void follow(OutputStream out, WatchOpening opening, ServerConnection connection)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(opening.timeoutSeconds());
        long nextBookmark = System.nanoTime() + BOOKMARK_EVERY;
        long revision = opening.revision();
        while (true) {
            long seen = signals();
            long from = revision;
            WatchOpening.Progress progress = gate.read(world -> WatchOpening.since(world, opening, from));
            for (byte[] line : progress.lines()) {
                out.write(line);
            }
            if (!progress.lines().isEmpty()) {
                out.flush();
            }
            revision = progress.revision();
            boolean timedOut = System.nanoTime() - end >= 0;
            if (!connection.isOpen()) {
                return;
            }
            if (opening.wantsBookmarks() && (timedOut || System.nanoTime() - nextBookmark >= 0)) {
                long at = revision;
                out.write(gate.read(world -> WatchOpening.bookmark(world, opening, at)));
                out.flush();
                nextBookmark = System.nanoTime() + BOOKMARK_EVERY;
            }
            long wake = opening.wantsBookmarks() ? Math.min(end, nextBookmark) : end;
            if (timedOut || progress.ended() || !await(seen, wake - System.nanoTime())) {
                return;
            }
        }
    }

    private void follow(OutputStream out, LogOpening opening, ServerConnection connection)
            throws IOException, InterruptedException {
        String sent = "";
        while (connection.isOpen()) {
            long seen = signals();
            LogOpening.Progress progress = gate.read(opening::now);
            String text = progress.text();
            out.write((text.startsWith(sent) ? text.substring(sent.length()) : text).getBytes(StandardCharsets.UTF_8));
            out.flush();
            sent = text.isEmpty() ? sent : text;
            if (progress.ended() || !await(seen, BOOKMARK_EVERY)) {
                return;
            }
        }
    }

    private long signals() {
        synchronized (monitor) {
            return signals;
        }
    }

    /** Waits for a change after {@code seen}, at most so long; false when the server closes. */
    private boolean await(long seen, long nanos) throws InterruptedException {
        long end = System.nanoTime() + nanos;
        synchronized (monitor) {
            while (!closed && signals == seen) {
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (left <= 0) {
                    break;
                }
                monitor.wait(left);
            }
            return !closed;
        }
    }

    @Override
    public void close() {
        subscription.close();
        synchronized (monitor) {
            closed = true;
            monitor.notifyAll();
        }
        threads.shutdownNow();
    }
}
