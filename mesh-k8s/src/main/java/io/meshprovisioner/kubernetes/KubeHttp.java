package io.meshprovisioner.kubernetes;

import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.openapi.Pair;
import io.meshprovisioner.connect.Connections;
import io.meshprovisioner.error.Failure;
import io.meshprovisioner.error.RunCancelledException;
import io.meshprovisioner.spi.ApiAccess;
import io.meshprovisioner.spi.ApiCall;
import io.meshprovisioner.time.Time;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Response;
import okio.AsyncTimeout;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/**
 * The one place where calls to the API are made: it adds the token, bounds the time by {@link Time}, tells the
 * recorder, and sends nothing twice but what a 401 refused.
 */
final class KubeHttp implements AutoCloseable {
    static final Duration CALL_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    /** Real time, for when the clock of the run stands still; the bound that counts is {@link #CALL_TIMEOUT}. */
    private static final Duration BACKSTOP = Duration.ofMinutes(2);

    private final ApiClient client;
    private final OkHttpClient streaming;
    private final Bearer bearer;
    private final Connections way;
    private final Time time;
    private final ApiCall.Recorder recorder;
    private final AtomicLong sequence = new AtomicLong();
    private final Set<Call> active = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    KubeHttp(
            ApiAccess access, Time time, ApiCall.Recorder recorder, UnaryOperator<OkHttpClient.Builder> customization) {
        this.bearer = new Bearer(access.tokens(), time);
        this.way = access.connections().towards(access.endpoint());
        this.time = time;
        this.recorder = recorder;
        OkHttpClient.Builder builder = new OkHttpClient.Builder()
                .dispatcher(new Dispatcher())
                .connectionPool(new ConnectionPool(16, 30, TimeUnit.SECONDS))
                // With HTTP/1.1 a lost connection belongs to exactly one call.
                .protocols(List.of(Protocol.HTTP_1_1))
                .retryOnConnectionFailure(false)
                .followRedirects(false)
                .connectTimeout(CONNECT_TIMEOUT)
                .readTimeout(BACKSTOP)
                .writeTimeout(BACKSTOP);
        new ProxyWay(access.connections(), access.endpoint()).in(builder);
        this.client = new ApiClient(customization.apply(builder).build())
                .setBasePath(withoutSlash(access.endpoint().toString()))
                .setUserAgent(userAgent());
        if (!access.certificateAuthority().isBlank()) {
            byte[] authority = access.certificateAuthority().getBytes(StandardCharsets.UTF_8);
            client.setSslCaCert(new ByteArrayInputStream(authority));
        }
        this.streaming =
                client.getHttpClient().newBuilder().readTimeout(Duration.ZERO).build();
    }

    private static String withoutSlash(String endpoint) {
        return endpoint.endsWith("/") ? endpoint.substring(0, endpoint.length() - 1) : endpoint;
    }

    private static String userAgent() {
        String version = KubeHttp.class.getPackage().getImplementationVersion();
        return "mesh-provisioner/" + (version == null ? "dev" : version);
    }

    /** The answer, when it is a success. */
    KubeAnswer call(KubeCall call) {
        KubeAnswer answer = ask(call);
        if (!answer.ok()) {
            throw KubeFailures.of(call, answer);
        }
        return answer;
    }

    /** The answer, when it is a success, or empty when it is a 404. */
    Optional<KubeAnswer> find(KubeCall call) {
        KubeAnswer answer = ask(call);
        if (answer.status() == 404) {
            return Optional.empty();
        }
        if (!answer.ok()) {
            throw KubeFailures.of(call, answer);
        }
        return Optional.of(answer);
    }

    /** The answer, whatever it is; a 401 is tried once more with a new token, since it had no effect. */
    KubeAnswer ask(KubeCall call) {
        ApiAccess.Token token = bearer.token();
        KubeAnswer answer = send(call, token);
        if (answer.status() != 401) {
            return answer;
        }
        bearer.refused(token);
        return send(call, bearer.token());
    }

    /** A client for what upgrades its connection: the same HTTP client, with the token on each request. */
    ApiClient upgrading() {
        OkHttpClient http = streaming
                .newBuilder()
                .addInterceptor(chain -> chain.proceed(chain.request()
                        .newBuilder()
                        .header("Authorization", "Bearer " + bearer.token().value())
                        .build()))
                .build();
        ApiClient upgrading = new ApiClient(http).setBasePath(client.getBasePath());
        // The constructor leaves trust to the client handed in; setting anything about it would begin anew.
        return upgrading;
    }

    /** An answer that goes on until it is closed, by this side from any thread. */
    Stream stream(KubeCall call) {
        ApiAccess.Token token = bearer.token();
        Call request = prepare(call, token, streaming);
        active.add(request);
        try {
            if (closed) {
                throw closedFailure(call, null);
            }
            Response response = request.execute();
            if (response.isSuccessful()) {
                record(call, "ok", "");
                return new Stream(request, response.body().source());
            }
            try (response) {
                if (response.code() == 401) {
                    bearer.refused(token);
                }
                KubeAnswer answer = answer(response, response.body().bytes());
                record(call, outcome(answer), answer.requestId());
                throw KubeFailures.of(call, answer);
            }
        } catch (IOException e) {
            record(call, e.getClass().getSimpleName(), "");
            throw interrupted(call, e).orElseGet(() -> KubeFailures.lost(call, e, true, way));
        }
    }

    /** An answer under way. */
    final class Stream implements AutoCloseable {
        private final Call request;
        private final BufferedSource source;

        private Stream(Call request, BufferedSource source) {
            this.request = request;
            this.source = source;
        }

        BufferedSource source() {
            return source;
        }

        /** Makes the reading thread's read fail. */
        void cancel() {
            request.cancel();
        }

        @Override
        public void close() {
            request.cancel();
            active.remove(request);
        }
    }

    private KubeAnswer send(KubeCall call, ApiAccess.Token token) {
        Sending sending = new Sending();
        Call request = prepare(call, token, client.getHttpClient());
        request.addEventListener(sending);
        active.add(request);
        Time.Scheduled timeout = time.after(
                CALL_TIMEOUT,
                "kubernetes timeout " + call.operation() + " " + sequence.incrementAndGet(),
                request::cancel);
        try {
            if (closed) {
                throw closedFailure(call, null);
            }
            try (Response response = request.execute()) {
                KubeAnswer answer = answer(response, response.body().bytes());
                record(call, outcome(answer), answer.requestId());
                return answer;
            }
        } catch (IOException e) {
            record(call, e.getClass().getSimpleName(), "");
            throw interrupted(call, e).orElseGet(() -> KubeFailures.lost(call, e, sending.mayHaveArrived(), way));
        } finally {
            timeout.cancel();
            active.remove(request);
        }
    }

    private Call prepare(KubeCall call, ApiAccess.Token token, OkHttpClient http) {
        Map<String, String> headers = new HashMap<>();
        headers.put("Accept", "application/json");
        headers.put("Authorization", "Bearer " + token.value());
        if (call.contentType() != null) {
            headers.put("Content-Type", call.contentType());
        }
        List<Pair> query = call.query().entrySet().stream()
                .map(entry -> new Pair(entry.getKey(), entry.getValue()))
                .toList();
        byte[] body = call.body() == null ? null : Json.bytes(call.body());
        try {
            return http.newCall(client.buildRequest(
                    null,
                    call.path(),
                    call.method(),
                    query,
                    List.of(),
                    body,
                    headers,
                    new HashMap<>(),
                    new HashMap<>(),
                    new String[0],
                    null));
        } catch (ApiException e) {
            throw new IllegalArgumentException("The request cannot be built: " + e.getMessage(), e);
        }
    }

    private static KubeAnswer answer(Response response, byte[] body) {
        String id = Optional.ofNullable(response.header("Audit-Id")).orElse("");
        boolean plain = Optional.ofNullable(response.header("Content-Type"))
                .filter(type -> type.startsWith("text/plain"))
                .isPresent();
        return plain && response.isSuccessful()
                ? KubeAnswer.ofText(response.code(), body, retryAfter(response), id)
                : KubeAnswer.of(response.code(), body, retryAfter(response), id);
    }

    private static Optional<Duration> retryAfter(Response response) {
        String header = response.header("Retry-After");
        if (header == null) {
            return Optional.empty();
        }
        try {
            if (header.chars().allMatch(Character::isDigit)) {
                return Optional.of(Duration.ofSeconds(Long.parseLong(header)));
            }
            String date = response.header("Date");
            ZonedDateTime until = ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME);
            return date == null
                    ? Optional.empty()
                    : Optional.of(
                            Duration.between(ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME), until));
        } catch (NumberFormatException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private Optional<RuntimeException> interrupted(KubeCall call, IOException e) {
        return closed || Thread.currentThread().isInterrupted()
                ? Optional.of(closedFailure(call, e))
                : Optional.empty();
    }

    private static RuntimeException closedFailure(KubeCall call, @Nullable IOException e) {
        Failure failure = Failure.of(
                        "The call to the Kubernetes API was given up, since its session was closed or its thread interrupted.",
                        "Run again: it continues where this run ended.")
                .at(call.resource());
        return new RunCancelledException(e == null ? failure : failure.causedBy(e));
    }

    private static String outcome(KubeAnswer answer) {
        return answer.ok() ? "ok" : answer.reason().isEmpty() ? "HTTP " + answer.status() : answer.reason();
    }

    private void record(KubeCall call, String outcome, String requestId) {
        recorder.called(new ApiCall("kubernetes", call.operation(), call.changing(), time.now(), outcome, requestId));
    }

    /** Ends every call and every connection. */
    @Override
    public void close() {
        closed = true;
        active.forEach(Call::cancel);
        OkHttpClient http = client.getHttpClient();
        http.dispatcher().cancelAll();
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
        releaseWatchdog();
    }

    /**
     * Okio's watchdog thread sleeps until the timeout that it saw last would be over, even where its call has long
     * ended, and only then begins the minute after which it ends. A timeout that is over at once lets it begin now.
     */
    private static void releaseWatchdog() {
        AsyncTimeout last = new AsyncTimeout();
        last.timeout(1, TimeUnit.MILLISECONDS);
        last.enter();
        last.exit();
    }
}
