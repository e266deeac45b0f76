package io.meshprovisioner.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshprovisioner.error.AccessDeniedException;
import io.meshprovisioner.error.CredentialsException;
import io.meshprovisioner.error.ResourceConflictException;
import io.meshprovisioner.error.ServiceFailureException;
import io.meshprovisioner.kubernetes.ScriptedApi.Reply;
import io.meshprovisioner.plan.CallFailure;
import io.meshprovisioner.plan.Permit;
import io.meshprovisioner.spi.ApiAccess;
import io.meshprovisioner.spi.ApiCall;
import io.meshprovisioner.spi.KubernetesBackend;
import io.meshprovisioner.spi.KubernetesSession;
import io.meshprovisioner.spi.KubernetesSession.ApplyOptions;
import io.meshprovisioner.spi.KubernetesSession.ObjectKey;
import io.meshprovisioner.spi.Manifest;
import io.meshprovisioner.time.Time;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientJavaSessionTest {
    private static final Permit PERMIT = new Permit(0, Instant.EPOCH);
    private static final ObjectKey MAP = ObjectKey.of("v1", "ConfigMap", "shop", "settings");
    private static final String RESOURCES = """
            {"kind":"APIResourceList","resources":[
              {"name":"configmaps","kind":"ConfigMap","namespaced":true},
              {"name":"pods","kind":"Pod","namespaced":true},
              {"name":"pods/status","kind":"Pod","namespaced":true},
              {"name":"namespaces","kind":"Namespace","namespaced":false}]}""";

    private final ScriptedApi api = new ScriptedApi();
    private final List<ApiCall> calls = Collections.synchronizedList(new ArrayList<>());
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    private final Time time = Time.system(new Clock() {
        @Override
        public java.time.ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now.get();
        }
    });
    private KubernetesSession session;

    @BeforeEach
    void open() {
        session = open(api.access(() -> now.get().plus(Duration.ofMinutes(14))));
    }

    private KubernetesSession open(ApiAccess access) {
        return new ClientJavaBackend().open(access, time, calls::add);
    }

    @AfterEach
    void close() {
        session.close();
        api.close();
        time.close();
    }

    /** Discovery of v1 as usual, everything else as the test says. */
    private void answering(ScriptedApi.Handler rest) {
        api.answering((exchange, request) ->
                request.path().equals("/api/v1") ? Reply.ok(RESOURCES) : rest.handle(exchange, request));
    }

    private static Manifest configMap() {
        return Manifest.of(Map.of(
                "apiVersion",
                "v1",
                "kind",
                "ConfigMap",
                "metadata",
                Map.of("name", "settings", "namespace", "shop", "managedFields", List.of(Map.of())),
                "data",
                Map.of("a", "1")));
    }

    @Test
    void isFoundByTheServiceLoader() {
        assertThat(ServiceLoader.load(KubernetesBackend.class)).anyMatch(ClientJavaBackend.class::isInstance);
    }

    @Test
    void openingMakesNoCall() {
        assertThat(api.asked()).isEmpty();
        assertThat(calls).isEmpty();
    }

    @Test
    void readsTheVersionWithOurNameAndAToken() {
        api.answering((exchange, request) -> Reply.ok("{\"gitVersion\":\"v1.35.2-eks-1234\"}"));
        assertThat(session.serverVersion()).isEqualTo("v1.35.2-eks-1234");
        assertThat(api.asked().get(0).userAgent()).startsWith("mesh-provisioner/");
        assertThat(api.asked().get(0).token()).isEqualTo("Bearer token-1");
        assertThat(calls).containsExactly(new ApiCall("kubernetes", "GetVersion", false, now.get(), "ok"));
    }

    @Test
    void keepsATokenUntilItsLastMinute() {
        answering((exchange, request) -> Reply.status(404, "NotFound", "no"));
        session.get(MAP);
        now.set(now.get().plus(Duration.ofMinutes(12)));
        session.get(MAP);
        now.set(now.get().plus(Duration.ofMinutes(2)));
        session.get(MAP);
        assertThat(api.asked())
                .extracting(ScriptedApi.Asked::token)
                .containsExactly("Bearer token-1", "Bearer token-1", "Bearer token-1", "Bearer token-2");
    }

    @Test
    void tries401OnceMoreWithANewToken() {
        answering((exchange, request) -> request.token().equals("Bearer token-1")
                ? Reply.status(401, "Unauthorized", "Unauthorized")
                : Reply.ok("{\"metadata\":{\"name\":\"settings\"}}"));
        assertThat(session.get(MAP)).isPresent();
        answering((exchange, request) -> Reply.status(401, "Unauthorized", "Unauthorized"));
        int before = api.asked().size();
        assertThatThrownBy(() -> session.get(MAP))
                .isInstanceOf(CredentialsException.class)
                .hasMessageContaining("access entry")
                .message()
                .doesNotContain("token-");
        assertThat(api.asked()).hasSize(before + 2);
    }

    @Test
    void asksForTheKindsOfAGroupOnceAndAgainForAnUnknownKind() {
        List<String> kinds = Collections.synchronizedList(new ArrayList<>());
        api.answering((exchange, request) -> {
            if (request.path().equals("/apis/networking.istio.io/v1")) {
                return kinds.isEmpty()
                        ? Reply.status(404, "NotFound", "no")
                        : Reply.ok(
                                "{\"resources\":[{\"name\":\"gateways\",\"kind\":\"Gateway\",\"namespaced\":true}]}");
            }
            return Reply.ok("{\"items\":[{\"metadata\":{\"name\":\"g\"}}]}");
        });
        assertThat(session.list("networking.istio.io/v1", "Gateway", Optional.empty(), ""))
                .isEmpty();
        kinds.add("Gateway");
        List<Manifest> gateways = session.list("networking.istio.io/v1", "Gateway", Optional.empty(), "");
        session.list("networking.istio.io/v1", "Gateway", Optional.of("shop"), "a=b");
        assertThat(gateways).singleElement().satisfies(gateway -> {
            assertThat(gateway.kind()).isEqualTo("Gateway");
            assertThat(gateway.apiVersion()).isEqualTo("networking.istio.io/v1");
        });
        assertThat(api.asked())
                .extracting(ScriptedApi.Asked::line)
                .containsExactly(
                        "GET /apis/networking.istio.io/v1",
                        "GET /apis/networking.istio.io/v1",
                        "GET /apis/networking.istio.io/v1/gateways",
                        "GET /apis/networking.istio.io/v1/namespaces/shop/gateways");
    }

    @Test
    void listsInPagesAndStartsAnewWhenTheyExpire() {
        answering((exchange, request) -> {
            if (request.query().contains("continue=gone")) {
                return Reply.status(410, "Expired", "too old");
            }
            if (request.query().contains("continue=two")) {
                return Reply.ok("{\"metadata\":{\"continue\":\"gone\"},\"items\":[{\"metadata\":{\"name\":\"b\"}}]}");
            }
            return request.query().contains("limit=500")
                    ? Reply.ok("{\"metadata\":{\"continue\":\"two\"},\"items\":[{\"metadata\":{\"name\":\"a\"}}]}")
                    : Reply.ok("{\"items\":[{\"metadata\":{\"name\":\"a\"}},{\"metadata\":{\"name\":\"b\"}}]}");
        });
        assertThat(session.list("v1", "Pod", Optional.empty(), "app=x"))
                .extracting(Manifest::name)
                .containsExactly("a", "b");
        assertThat(api.asked().get(1).query()).contains("labelSelector=app=x").contains("limit=500");
    }

    @Test
    void numbersStayWhatTheyAre() {
        answering((exchange, request) -> Reply.ok("{\"a\":1,\"b\":1.5,\"c\":12345678901}"));
        assertThat(session.get(MAP).orElseThrow().toMap())
                .containsEntry("a", 1)
                .containsEntry("b", 1.5)
                .containsEntry("c", 12345678901L);
    }

    @Test
    void appliesOnTheServer() {
        answering((exchange, request) -> Reply.ok(request.body()));
        session.apply(configMap(), ApplyOptions.OURS, PERMIT);
        session.apply(configMap(), new ApplyOptions("other", false, true), PERMIT);
        ScriptedApi.Asked ours = api.asked().get(1);
        assertThat(ours.line()).isEqualTo("PATCH /api/v1/namespaces/shop/configmaps/settings");
        assertThat(ours.query()).isEqualTo("fieldManager=mesh-provisioner&force=true");
        assertThat(ours.contentType()).isEqualTo("application/apply-patch+yaml");
        assertThat(ours.body()).contains("\"a\":\"1\"").doesNotContain("managedFields");
        assertThat(api.asked().get(2).query()).isEqualTo("fieldManager=other&force=false&dryRun=All");
        assertThat(calls).extracting(ApiCall::changing).containsExactly(false, true, false);
    }

    @Test
    void deletesInTheBackground() {
        answering((exchange, request) -> request.path().contains("settings")
                ? Reply.ok("{\"kind\":\"Status\",\"status\":\"Success\"}")
                : Reply.status(404, "NotFound", "no"));
        assertThat(session.delete(MAP, PERMIT)).isTrue();
        assertThat(session.delete(ObjectKey.cluster("v1", "Namespace", "shop"), PERMIT))
                .isFalse();
        assertThat(session.delete(ObjectKey.cluster("v1", "Unheard", "of"), PERMIT))
                .isFalse();
        assertThat(api.asked().get(1).query()).isEqualTo("propagationPolicy=Background");
        assertThat(api.asked().get(2).line()).isEqualTo("DELETE /api/v1/namespaces/shop");
    }

    @Test
    void patches() {
        answering((exchange, request) -> Reply.ok(request.body()));
        session.patch(MAP, "{\"data\":{\"a\":null}}", PERMIT);
        assertThat(api.asked().get(1).contentType()).isEqualTo("application/merge-patch+json");
        assertThat(api.asked().get(1).body()).isEqualTo("{\"data\":{\"a\":null}}");
    }

    @ParameterizedTest
    @CsvSource({
        "429, TooManyRequests, slow down, THROTTLED",
        "503, ServiceUnavailable, later, UNAVAILABLE",
        "409, AlreadyExists, exists, CONFLICT",
        "409, Conflict, modified, CONFLICT",
        "500, InternalError, failed calling webhook validation.istio.io: no endpoints, UNAVAILABLE",
        "500, InternalError, etcdserver: request timed out, ANSWER_LOST",
        "504, Timeout, too slow, ANSWER_LOST"
    })
    void saysWhatTryingAgainMayCure(int status, String reason, String message, CallFailure.Kind kind) {
        answering((exchange, request) -> Reply.status(status, reason, message).header("Retry-After", "7"));
        assertThatThrownBy(() -> session.apply(configMap(), ApplyOptions.OURS, PERMIT))
                .isInstanceOfSatisfying(CallFailure.class, failure -> {
                    assertThat(failure.kind()).isEqualTo(kind);
                    assertThat(failure.retryAfter()).contains(Duration.ofSeconds(7));
                    assertThat(failure.error().code()).isEqualTo(reason);
                });
        assertThat(calls.get(1).outcome()).isEqualTo(reason);
    }

    @Test
    void saysWhatItCannotCure() {
        answering((exchange, request) -> Reply.status(403, "Forbidden", "User x cannot patch configmaps"));
        assertThatThrownBy(() -> session.apply(configMap(), ApplyOptions.OURS, PERMIT))
                .isInstanceOf(AccessDeniedException.class)
                .hasMessageContaining("\"patch\"")
                .hasMessageContaining("ConfigMap shop/settings");
        answering((exchange, request) -> Reply.status(
                422, "Invalid", "is invalid", "{\"field\":\"spec.replicas\",\"message\":\"must be positive\"}"));
        assertThatThrownBy(() -> session.apply(configMap(), ApplyOptions.OURS, PERMIT))
                .isInstanceOf(ServiceFailureException.class)
                .hasMessageContaining("spec.replicas: must be positive");
        answering((exchange, request) -> Reply.status(
                409,
                "Conflict",
                "conflict",
                "{\"reason\":\"FieldManagerConflict\",\"field\":\".data.a\",\"message\":\"conflict with kubectl\"}"));
        assertThatThrownBy(() -> session.apply(configMap(), ApplyOptions.OURS, PERMIT))
                .isInstanceOf(ResourceConflictException.class)
                .hasMessageContaining(".data.a: conflict with kubectl");
    }

    @Test
    void aNamespaceOnItsWayOutIsABusyOne() {
        answering((exchange, request) -> Reply.status(
                403, "Forbidden", "being terminated", "{\"reason\":\"NamespaceTerminating\",\"message\":\"x\"}"));
        assertThatThrownBy(() -> session.apply(configMap(), ApplyOptions.OURS, PERMIT))
                .isInstanceOfSatisfying(
                        CallFailure.class, failure -> assertThat(failure.kind()).isEqualTo(CallFailure.Kind.CONFLICT));
    }

    @Test
    void aLostAnswerIsNotSentAgain() {
        answering((exchange, request) -> null);
        assertThatThrownBy(() -> session.apply(configMap(), ApplyOptions.OURS, PERMIT))
                .isInstanceOfSatisfying(CallFailure.class, failure -> assertThat(failure.kind())
                        .isEqualTo(CallFailure.Kind.ANSWER_LOST));
        assertThatThrownBy(() -> session.get(MAP))
                .isInstanceOfSatisfying(CallFailure.class, failure -> assertThat(failure.kind())
                        .isEqualTo(CallFailure.Kind.UNAVAILABLE));
        assertThat(api.asked())
                .extracting(ScriptedApi.Asked::method)
                .as("one arrival a call, also of the read on a connection that had been used")
                .containsExactly("GET", "PATCH", "GET");
    }

    @Test
    void whatNeverLeftHasHadNoEffect() {
        answering((exchange, request) -> Reply.ok("{}"));
        session.get(MAP);
        api.close();
        assertThatThrownBy(() -> session.apply(configMap(), ApplyOptions.OURS, PERMIT))
                .isInstanceOf(CallFailure.class);
        assertThatThrownBy(() -> session.apply(configMap(), ApplyOptions.OURS, PERMIT))
                .isInstanceOfSatisfying(CallFailure.class, failure -> assertThat(failure.kind())
                        .isEqualTo(CallFailure.Kind.UNAVAILABLE));
    }

    @Test
    void aForeignCertificateIsRefused() {
        try (ScriptedApi other = new ScriptedApi()) {
            ApiAccess ours = api.access();
            URI theirs = other.access().endpoint();
            try (KubernetesSession mixed =
                    open(new ApiAccess("mixed", theirs, ours.certificateAuthority(), "1.35", ours.tokens()))) {
                assertThatThrownBy(mixed::serverVersion)
                        .isInstanceOf(ServiceFailureException.class)
                        .hasMessageContaining("certificate");
            }
            assertThat(other.asked()).isEmpty();
        }
    }

    @Test
    void anOldPermitSendsNothing() {
        answering((exchange, request) -> Reply.ok("{}"));
        Permit old = new Permit(3, now.get().minus(Duration.ofSeconds(26)));
        assertThatThrownBy(() -> session.apply(configMap(), ApplyOptions.OURS, old))
                .isInstanceOf(CallFailure.class)
                .hasMessageContaining("nothing was sent");
        assertThat(api.asked()).extracting(ScriptedApi.Asked::method).containsExactly("GET");
    }

    @Test
    void anUnknownKindMayAppearLater() {
        answering((exchange, request) -> Reply.ok("{}"));
        Manifest gateway = Manifest.of(
                Map.of("apiVersion", "v1", "kind", "Gateway", "metadata", Map.of("name", "g", "namespace", "x")));
        assertThat(session.get(ObjectKey.of(gateway))).isEmpty();
        assertThatThrownBy(() -> session.apply(gateway, ApplyOptions.OURS, PERMIT))
                .isInstanceOfSatisfying(CallFailure.class, failure -> assertThat(failure.kind())
                        .isEqualTo(CallFailure.Kind.NOT_YET_CONSISTENT))
                .hasMessageContaining("CustomResourceDefinition");
    }

    @Test
    void closingEndsACallUnderWay() throws Exception {
        answering((exchange, request) -> {
            Thread.sleep(20_000);
            return null;
        });
        BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();
        Thread caller = new Thread(() -> {
            try {
                session.get(MAP);
            } catch (RuntimeException e) {
                failures.add(e);
            }
        });
        caller.start();
        while (api.asked().size() < 2) {
            Thread.onSpinWait();
        }
        session.close();
        assertThat(failures.poll(5, TimeUnit.SECONDS))
                .isInstanceOf(io.meshprovisioner.error.RunCancelledException.class);
    }

    @Test
    void watchesUntilClosed() throws Exception {
        answering((exchange, request) -> {
            exchange.sendResponseHeaders(200, 0);
            String event =
                    "{\"type\":\"%s\",\"object\":{\"kind\":\"Pod\",\"metadata\":{\"name\":\"p\",\"resourceVersion\":\"%s\"}}}\n";
            boolean first = !request.query().contains("resourceVersion");
            exchange.getResponseBody()
                    .write((first ? event.formatted("ADDED", "7") : event.formatted("DELETED", "8")).getBytes());
            exchange.getResponseBody().flush();
            if (!first) {
                Thread.sleep(20_000);
            }
            return null;
        });
        BlockingQueue<String> events = new LinkedBlockingQueue<>();
        AutoCloseable watch = session.watch(
                "v1",
                "Pod",
                Optional.of("shop"),
                event -> events.add(event.type() + " " + event.object().name()));
        assertThat(events.poll(5, TimeUnit.SECONDS)).isEqualTo("ADDED p");
        assertThat(events.poll(5, TimeUnit.SECONDS))
                .as("goes on where the lost connection ended")
                .isEqualTo("DELETED p");
        assertThat(api.asked().get(2).query()).contains("resourceVersion=7").contains("watch=true");
        watch.close();
        for (int i = 0; i < 50 && watchThreads() > 0; i++) {
            Thread.sleep(100);
        }
        assertThat(watchThreads()).isZero();
    }

    private static long watchThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("mesh-provisioner-watch"))
                .count();
    }
}
