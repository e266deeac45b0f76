package io.meshprovisioner.testkit.kernel;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.time.RunTime;
import io.meshprovisioner.testkit.time.VirtualTime;
import io.meshprovisioner.testkit.wire.Request;
import io.meshprovisioner.testkit.wire.Response;
import io.meshprovisioner.testkit.world.CloudState.ClusterKey;
import io.meshprovisioner.testkit.world.Gate;
import io.meshprovisioner.testkit.world.Hashes;
import io.meshprovisioner.testkit.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The one way into a world. A run's own calls are decided in events of the virtual clock, after a latency, while the
 * party that waits for them is suspended in the ledger; anybody else's calls (kubectl, Helm's worker, a test's own
 * client) are answered at once, at the instant that is.
 */
public final class Kernel implements Gate {
    private final Object lock = new Object();
    private final @Nullable VirtualTime clock;
    private final Supplier<Instant> now;
    private final Map<String, RunPort> runs = new HashMap<>();
    private final Map<String, Integer> ordinals = new HashMap<>();
    private final Map<String, Exchange> inFlight = new LinkedHashMap<>();
    private final List<RecordedCall> calls = new ArrayList<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final FaultPlan faults = new FaultPlan();
    private final Door door;
    private CallObserver observer = CallObserver.NONE;
    private World world;
    private long announced;

    /** On a virtual clock. */
    public Kernel(World world, Door door, VirtualTime clock) {
        this.world = world;
        this.door = door;
        this.clock = clock;
        this.now = clock::now;
    }

    /** On a clock that runs by itself; every call is answered at once. */
    public Kernel(World world, Door door, Supplier<Instant> now) {
        this.world = world;
        this.door = door;
        this.clock = null;
        this.now = now;
    }

    // ---- runs

    /** Makes a run known by the access key that it signs with. */
    public void register(String accessKeyId, String run, RunTime time) {
        synchronized (lock) {
            runs.put(accessKeyId, new RunPort(run, time));
        }
    }

    /** Refuses everything further from a run's connections and ends its tasks, as if its process were killed. */
    public void kill(String run) {
        RunPort port;
        synchronized (lock) {
            port = port(run);
            port.dead = true;
        }
        port.time.kill();
    }

    /** Holds a run still: its tasks, and its requests that are on their way, until {@link #resume}. */
    public void pause(String run) {
        synchronized (lock) {
            RunPort port = port(run);
            port.paused = true;
            port.time.pause();
        }
    }

    /** Lets a paused run go on. */
    public void resume(String run) {
        List<Exchange> held;
        RunPort port;
        synchronized (lock) {
            port = port(run);
            port.paused = false;
            held = List.copyOf(port.held);
            port.held.clear();
        }
        held.forEach(exchange ->
                virtual().at(Duration.ZERO, exchange.key() + "/resumed", () -> decideSafely(exchange, port)));
        port.time.resume();
    }

    private RunPort port(String run) {
        return runs.values().stream()
                .filter(candidate -> candidate.name.equals(run))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No run is named " + run + "."));
    }

    /** Sees every call of every run from now on. */
    public void observe(CallObserver newObserver) {
        synchronized (lock) {
            observer = newObserver;
        }
    }

    // ---- faults and records

    public void inject(String operation, ApiFault fault) {
        synchronized (lock) {
            faults.inject(operation, fault);
        }
    }

    /** Limits how many calls of an operation pass: a token bucket on virtual time. */
    public void throttle(String operation, int burst, double perSecond) {
        synchronized (lock) {
            faults.throttle(operation, burst, perSecond);
        }
    }

    public void clearFaults() {
        synchronized (lock) {
            faults.clear();
        }
    }

    /** Every call so far, in the order in which they were decided. */
    public List<RecordedCall> calls() {
        synchronized (lock) {
            return List.copyOf(calls);
        }
    }

    // ---- the world

    /** A copy of the world as it is. */
    public World snapshot() {
        synchronized (lock) {
            world.advanceTo(now.get());
            return world.copy();
        }
    }

    /** Puts another world in place of this one, at its instant; nothing of before is under way any more. */
    public void restore(World other) {
        synchronized (lock) {
            inFlight.clear();
            ordinals.clear();
            calls.clear();
            runs.clear();
            world = other.copy();
            virtual().reset(world.now());
        }
    }

    /** The requests that are on their way at this moment. */
    public List<Exchange> inFlight() {
        synchronized (lock) {
            return List.copyOf(inFlight.values());
        }
    }

    /** Lets a request of a dead run reach the world later. */
    public void land(Exchange exchange, Duration delay) {
        virtual().at(delay, "landing/" + exchange.key(), () -> {
            synchronized (lock) {
                world.advanceTo(now.get());
                answer(exchange.abandoned());
            }
            announce();
        });
    }

    @Override
    public <T> T read(Function<World, T> look) {
        T result;
        synchronized (lock) {
            world.advanceTo(now.get());
            result = look.apply(world);
        }
        announce();
        return result;
    }

    @Override
    public Subscription onChange(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /** Lets what is due happen, and tells watchers. */
    public void tick() {
        read(World::changes);
    }

    private void announce() {
        boolean news;
        synchronized (lock) {
            news = world.changes() != announced;
            announced = world.changes();
        }
        if (news) {
            listeners.forEach(Runnable::run);
        }
    }

    // ---- requests

    @Override
    public CompletionStage<Response> aws(Request request) {
        String operation;
        synchronized (lock) {
            operation = world.cloud().operation(request);
        }
        return take(request, Optional.empty(), operation);
    }

    @Override
    public CompletionStage<Response> kubernetes(ClusterKey cluster, Request request) {
        return take(request, Optional.of(cluster), "kubernetes:" + request.method() + " " + request.path());
    }

    private CompletionStage<Response> take(Request request, Optional<ClusterKey> cluster, String operation) {
        RunPort port;
        Exchange exchange;
        synchronized (lock) {
            port = Callers.accessKeyId(request).map(runs::get).orElse(null);
            if (port != null && port.dead) {
                return CompletableFuture.failedFuture(new DroppedException(operation));
            }
            boolean parked = port != null && clock != null && Callers.isProduct(request);
            exchange = new Exchange(
                    request,
                    cluster,
                    port == null ? "" : port.name,
                    operation,
                    key(port, operation, request),
                    parked,
                    new CompletableFuture<>());
            if (parked) {
                inFlight.put(exchange.key(), exchange);
            }
        }
        if (exchange.parked()) {
            RunPort owner = java.util.Objects.requireNonNull(port);
            virtual().at(latency(exchange), exchange.key(), () -> decideSafely(exchange, owner));
            virtual().suspend();
        } else {
            decideSafely(exchange, port);
        }
        return exchange.answer();
    }

    private String key(@Nullable RunPort port, String operation, Request request) {
        String content = (port == null ? "" : port.name) + "/" + operation + "/"
                + Hashes.hex(request.path() + "?" + request.rawQuery() + "\n" + request.text(), 16);
        return content + "/" + ordinals.merge(content, 1, Integer::sum);
    }

    private static Duration latency(Exchange exchange) {
        double fraction = Hashes.fraction(exchange.key());
        return exchange.cluster().isPresent()
                ? Duration.ofMillis(5 + (long) (20 * fraction))
                : Duration.ofMillis(60 + (long) (140 * fraction));
    }

    /** A simulator that breaks down must not leave the ledger with a party that waits for ever. */
    private void decideSafely(Exchange exchange, @Nullable RunPort port) {
        try {
            decide(exchange, port);
        } catch (RuntimeException | Error broken) {
            org.slf4j.LoggerFactory.getLogger(Kernel.class)
                    .error("The sandbox broke down over {}", exchange.operation(), broken);
            if (exchange.parked() && !exchange.answer().isDone()) {
                virtual().resume();
            }
            exchange.answer().completeExceptionally(broken);
        }
    }

    private void decide(Exchange exchange, @Nullable RunPort port) {
        Optional<Response> answer;
        String killed = null;
        synchronized (lock) {
            world.advanceTo(now.get());
            if (port != null && port.paused && exchange.parked()) {
                port.held.add(exchange);
                return;
            }
            if (port != null && port.dead) {
                answer = drop(exchange, "dropped");
            } else if (port == null) {
                answer = Optional.of(answer(exchange));
            } else {
                Optional<ApiFault> fault = faults.next(exchange.operation(), now.get());
                if (fault.isPresent() && fault.get().kind() == ApiFault.Kind.SLOW && exchange.parked()) {
                    virtual().at(fault.get().delay(), exchange.key() + "/slow", () -> decideSafely(exchange, port));
                    return;
                }
                int index = port.index++;
                if (!observer.beforeEffect(index, exchange)) {
                    killed = port.name;
                    answer = drop(exchange, "dropped");
                } else if (fault.isPresent() && fault.get().kind() != ApiFault.Kind.ANSWER_LOST) {
                    answer = fail(exchange, fault.get());
                } else {
                    answer = Optional.of(answer(exchange));
                    if (!observer.afterEffect(index, exchange)) {
                        killed = port.name;
                        answer = drop(exchange, "answer lost");
                    } else if (fault.isPresent() && fault.get().kind() == ApiFault.Kind.ANSWER_LOST) {
                        answer = drop(exchange, "answer lost");
                    }
                }
            }
            inFlight.remove(exchange.key());
        }
        if (killed != null) {
            kill(killed);
        }
        announce();
        if (exchange.parked()) {
            virtual().resume();
        }
        answer.ifPresentOrElse(response -> exchange.answer().complete(response), () -> exchange.answer()
                .completeExceptionally(new DroppedException(exchange.operation())));
    }

    private Optional<Response> drop(Exchange exchange, String outcome) {
        record(exchange, outcome);
        return Optional.empty();
    }

    private Optional<Response> fail(Exchange exchange, ApiFault fault) {
        if (fault.kind() == ApiFault.Kind.CONNECTION_LOST) {
            return drop(exchange, "dropped");
        }
        boolean throttled = fault.kind() == ApiFault.Kind.THROTTLED;
        Response response;
        if (exchange.cluster().isPresent()) {
            response = throttled
                    ? status(429, "TooManyRequests", fault.message())
                    : status(fault.status(), fault.code(), fault.message());
        } else {
            response = throttled
                    ? world.cloud().throttled(exchange.request())
                    : world.cloud().error(exchange.request(), fault.status(), fault.code(), fault.message());
        }
        record(exchange, Integer.toString(response.status()));
        return Optional.of(response);
    }

    private Response answer(Exchange exchange) {
        Response response = exchange.cluster()
                .map(key -> door.answer(world, key, exchange.request()))
                .orElseGet(() -> world.cloud().handle(world, exchange.request()));
        record(exchange, Integer.toString(response.status()));
        return response;
    }

    private static Response status(int code, String reason, String message) {
        ObjectNode status = JsonNodeFactory.instance.objectNode();
        status.put("kind", "Status").put("apiVersion", "v1").putObject("metadata");
        status.put("status", "Failure")
                .put("message", message)
                .put("reason", reason)
                .put("code", code);
        return Response.of(code, "application/json", status.toString());
    }

    private void record(Exchange exchange, String outcome) {
        calls.add(new RecordedCall(exchange.run(), exchange.operation(), exchange.key(), now.get(), outcome));
    }

    private VirtualTime virtual() {
        return java.util.Objects.requireNonNull(clock, "This sandbox runs in real time.");
    }

    /** Answers a Kubernetes request once it is decided: finds out who calls, and asks the cluster. */
    @FunctionalInterface
    public interface Door {
        Response answer(World world, ClusterKey cluster, Request request);
    }

    /** The connection ends without an answer. */
    public static final class DroppedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        DroppedException(String operation) {
            super("The connection of " + operation + " was dropped.");
        }
    }

    private static final class RunPort {
        private final String name;
        private final RunTime time;
        private final List<Exchange> held = new ArrayList<>();
        private boolean dead;
        private boolean paused;
        private int index;

        RunPort(String name, RunTime time) {
            this.name = name;
            this.time = time;
        }
    }
}
