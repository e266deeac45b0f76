package io.meshprovisioner.engine;

import io.meshprovisioner.event.MeshEvent;
import io.meshprovisioner.event.ProgressListener;
import io.meshprovisioner.spi.ApiAccess;
import io.meshprovisioner.spi.ApiCall;
import io.meshprovisioner.spi.CloudSession;
import io.meshprovisioner.spi.KubernetesSession;
import io.meshprovisioner.spi.MeshInstaller;
import io.meshprovisioner.time.Time;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Everything one run opens, and closes at its end: time, threads, clients. What was handed in stays open. */
final class Workplace implements AutoCloseable, MeshInstaller.Sessions {
    private final RunSettings settings;
    private final Time time;
    private final boolean ownTime;
    private final @Nullable ThreadPoolExecutor ownThreads;
    private final Run run;
    private final Map<String, Integer> calls = new TreeMap<>();
    private final Map<ApiAccess, KubernetesSession> sessions = new HashMap<>();
    private final CloudSession cloud;
    private final Audit audit;
    private boolean closed;

    Workplace(RunSettings settings, String region, String what) {
        this.settings = settings;
        this.audit = new Audit(settings.audit());
        this.ownTime = settings.time().isEmpty();
        this.time = settings.time().orElseGet(Time::system);
        this.ownThreads = settings.executor().isPresent() ? null : threads();
        Executor executor = settings.executor().orElse(ownThreads);
        this.run = new Run(
                settings.runId() + "/" + what,
                time,
                java.util.Objects.requireNonNull(executor),
                settings.concurrency(),
                new Deliverer(settings.listener())::deliver);
        run.onInterrupt(this::interrupt);
        this.cloud = settings.cloud().open(region, settings.access(), time, this::called);
    }

    private static ThreadPoolExecutor threads() {
        AtomicInteger count = new AtomicInteger();
        return new ThreadPoolExecutor(0, Integer.MAX_VALUE, 5, TimeUnit.SECONDS, new SynchronousQueue<>(), runnable -> {
            Thread thread = new Thread(runnable, "mesh-provisioner-worker-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    Run run() {
        return run;
    }

    Time time() {
        return time;
    }

    CloudSession cloud() {
        return cloud;
    }

    Audit audit() {
        return audit;
    }

    RunSettings settings() {
        return settings;
    }

    @Override
    public KubernetesSession on(ApiAccess access) {
        synchronized (sessions) {
            if (closed) {
                throw new IllegalStateException("The run has ended.");
            }
            return sessions.computeIfAbsent(access, key -> settings.kubernetes().open(key, time, this::called));
        }
    }

    private void interrupt() {
        synchronized (sessions) {
            sessions.values().forEach(KubernetesSession::interrupt);
        }
    }

    private void called(ApiCall call) {
        synchronized (calls) {
            calls.merge(call.service() + ":" + call.operation(), 1, Integer::sum);
        }
        audit.called(call, run);
    }

    Map<String, Integer> calls() {
        synchronized (calls) {
            return new TreeMap<>(calls);
        }
    }

    @Override
    public void close() {
        synchronized (sessions) {
            closed = true;
            sessions.values().forEach(KubernetesSession::close);
            sessions.clear();
        }
        cloud.close();
        audit.close();
        if (ownThreads != null) {
            ownThreads.shutdown();
        }
        if (ownTime) {
            time.close();
        }
    }

    /** Hands events on one at a time; a listener's failure is the listener's. */
    private static final class Deliverer {
        private final ProgressListener listener;

        Deliverer(ProgressListener listener) {
            this.listener = listener;
        }

        synchronized void deliver(MeshEvent event) {
            try {
                listener.on(event);
            } catch (RuntimeException failure) {
                org.slf4j.LoggerFactory.getLogger(Workplace.class)
                        .warn("A progress listener failed on {}", event, failure);
            }
        }
    }
}
