package io.meshprovisioner.kubernetes;

import io.meshprovisioner.error.MeshException;
import io.meshprovisioner.plan.CallFailure;
import io.meshprovisioner.spi.KubernetesSession.WatchEvent;
import io.meshprovisioner.spi.Manifest;
import io.meshprovisioner.time.Time;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A watch that goes on over lost connections. It begins with an ADDED for each object that exists; after the server
 * has forgotten where we were, it begins anew, so that an object can be announced twice.
 */
final class ObjectWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ObjectWatch.class);
    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final KubeHttp http;
    private final Time time;
    private final String kind;
    private final String path;
    private final Consumer<WatchEvent> onEvent;
    private final Consumer<ObjectWatch> onClose;
    private final ExecutorService thread;
    private String resourceVersion = "";
    private Duration pause = SHORTEST_PAUSE;
    private volatile KubeHttp.@Nullable Stream open;
    private volatile Time.@Nullable Scheduled again;
    private volatile boolean closed;

    ObjectWatch(
            KubeHttp http,
            Time time,
            String kind,
            String path,
            Consumer<WatchEvent> onEvent,
            Consumer<ObjectWatch> onClose) {
        this.http = http;
        this.time = time;
        this.kind = kind;
        this.path = path;
        this.onEvent = onEvent;
        this.onClose = onClose;
        this.thread = Executors.newSingleThreadExecutor(task -> {
            Thread daemon = new Thread(task, "mesh-provisioner-watch-" + kind);
            daemon.setDaemon(true);
            return daemon;
        });
    }

    void start() {
        try {
            thread.execute(this::follow);
        } catch (RejectedExecutionException e) {
            LOG.debug("The watch of {} was closed before it began again.", kind);
        }
    }

    private void follow() {
        try (KubeHttp.Stream stream = http.stream(request())) {
            open = stream;
            if (!closed) {
                read(stream.source());
            }
        } catch (IOException e) {
            LOG.debug("The watch of {} was interrupted: {}", kind, e.getMessage());
        } catch (CallFailure e) {
            if (e.kind() == CallFailure.Kind.CONFLICT) {
                resourceVersion = "";
            }
            LOG.debug("The watch of {} was interrupted: {}", kind, e.getMessage());
        } catch (MeshException e) {
            if (!closed) {
                LOG.warn("The watch of {} ends: {}", kind, e.getMessage());
                close();
            }
        } finally {
            open = null;
        }
        if (!closed) {
            again = time.after(pause, "watch again " + path, this::start);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
        }
    }

    private KubeCall request() {
        KubeCall call =
                KubeCall.read("watch", kind, kind, path).with("watch", "true").with("allowWatchBookmarks", "true");
        return resourceVersion.isEmpty() ? call : call.with("resourceVersion", resourceVersion);
    }

    private void read(BufferedSource source) throws IOException {
        for (String line = source.readUtf8Line(); line != null && !closed; line = source.readUtf8Line()) {
            Map<String, Object> event =
                    Json.document(line.getBytes(StandardCharsets.UTF_8)).orElse(Map.of());
            String type = Json.text(event.get("type"));
            Map<String, Object> object = Json.map(event.get("object"));
            if (type.equals("ERROR")) {
                resourceVersion = "";
                return;
            }
            pause = SHORTEST_PAUSE;
            resourceVersion = Json.text(Json.map(object.get("metadata")).get("resourceVersion"));
            if (type.equals("ADDED") || type.equals("MODIFIED") || type.equals("DELETED")) {
                tell(new WatchEvent(type, Manifest.of(object)));
            }
        }
    }

    private void tell(WatchEvent event) {
        try {
            onEvent.accept(event);
        } catch (RuntimeException e) {
            LOG.warn("The listener of a watch of {} failed.", kind, e);
        }
    }

    @Override
    public void close() {
        closed = true;
        Time.Scheduled scheduled = again;
        if (scheduled != null) {
            scheduled.cancel();
        }
        thread.shutdownNow();
        KubeHttp.Stream stream = open;
        if (stream != null) {
            stream.cancel();
        }
        onClose.accept(this);
    }
}
