package io.meshprovisioner.istio.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshprovisioner.istio.Manifests;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValuesTest {
    private static final VirtualService REVIEWS = VirtualService.named("reviews")
            .namespace("bookinfo")
            .hosts("reviews")
            .http(r -> r.match(m -> m.header("end-user").exact("jason").uri().prefix("/reviews"))
                    .route("reviews", "v2"))
            .http(r -> r.named("split")
                    .route(
                            d -> d.host("reviews").subset("v1").weight(90),
                            d -> d.host("reviews").subset("v3").weight(10))
                    .timeout(Duration.ofSeconds(2))
                    .retries(3, t -> t.perTryTimeout(Duration.ofMillis(500))
                            .retryOn(RetryOn.GATEWAY_ERROR, RetryOn.CONNECT_FAILURE)));

    @Test
    void writesWhatIstiosDocumentsWouldSay() {
        assertThat(REVIEWS.toYaml()).isEqualTo("""
                        apiVersion: networking.istio.io/v1
                        kind: VirtualService
                        metadata:
                          name: reviews
                          namespace: bookinfo
                        spec:
                          hosts:
                          - reviews
                          http:
                          - match:
                            - uri:
                                prefix: /reviews
                              headers:
                                end-user:
                                  exact: jason
                            route:
                            - destination:
                                host: reviews
                                subset: v2
                          - name: split
                            route:
                            - destination:
                                host: reviews
                                subset: v1
                              weight: 90
                            - destination:
                                host: reviews
                                subset: v3
                              weight: 10
                            timeout: 2s
                            retries:
                              attempts: 3
                              perTryTimeout: 500ms
                              retryOn: gateway-error,connect-failure
                        """);
    }

    @Test
    void valuesAreEqualByContentInWhateverOrderItWasSaid() {
        VirtualService a = VirtualService.named("x").namespace("n").hosts("h").exportTo(".");
        VirtualService b = VirtualService.named("x").exportTo(".").hosts("h").namespace("n");
        assertThat(a).isEqualTo(b).hasSameHashCodeAs(b);
        assertThat(a.toYaml()).isEqualTo(b.toYaml());
        assertThat(a).isNotEqualTo(a.hosts("i")).isNotEqualTo(a.name("y")).isNotEqualTo(a.namespace("m"));
        assertThat(a.hosts()).containsExactly("h");
    }

    @Test
    void changesLeaveTheOriginalAlone() {
        VirtualService changed = REVIEWS.editRoute("split", r -> r.weights(Map.of("v1", 80, "v3", 20)));
        assertThat(((ForwardRoute) REVIEWS.http().get(1)).route())
                .extracting(d -> d.weight().orElseThrow())
                .containsExactly(90, 10);
        assertThat(((ForwardRoute) changed.http().get(1)).route())
                .extracting(d -> d.weight().orElseThrow())
                .containsExactly(80, 20);
        assertThat(changed.editRoute("split", r -> r.weights(Map.of("v1", 90, "v3", 10))))
                .isEqualTo(REVIEWS);
        assertThatThrownBy(() -> REVIEWS.http().add(REVIEWS.http().get(0)))
                .isInstanceOf(UnsupportedOperationException.class);
        Map<String, Object> copy = REVIEWS.toMap();
        copy.clear();
        assertThat(REVIEWS.toMap()).containsKeys("apiVersion", "kind", "metadata", "spec");
    }

    @Test
    void mistakesInChangesSayWhatIsThere() {
        assertThatThrownBy(() -> REVIEWS.editRoute("spilt", r -> r))
                .hasMessageContaining("no HTTP rule named spilt")
                .hasMessageContaining("[, split]");
        assertThatThrownBy(() -> REVIEWS.editRoute("split", r -> r.weights(Map.of("v9", 1))))
                .hasMessageContaining("v9")
                .hasMessageContaining("[v1, v3]");
        VirtualService redirects =
                VirtualService.named("a").http(r -> r.named("gone").redirect(t -> t.uri("/new")));
        assertThatThrownBy(() -> redirects.editRoute("gone", r -> r)).hasMessageContaining("replaceRoute");
        assertThat(redirects.replaceRoute("gone", r -> r.route("a")).http()).hasOnlyElementsOfType(ForwardRoute.class);
        assertThatThrownBy(() -> Percentage.of(101)).hasMessageContaining("0 to 100");
        assertThatThrownBy(() -> Percentage.of(Double.NaN)).hasMessageContaining("0 to 100");
    }

    @Test
    void toStringIsShort() {
        assertThat(REVIEWS.toString())
                .startsWith("VirtualService bookinfo/reviews {\"hosts\":[\"reviews\"]")
                .hasSizeLessThan(300);
    }

    @Test
    void whatDocumentsSayIsSeen() {
        String yaml = """
                apiVersion: networking.istio.io/v1alpha3
                kind: VirtualService
                metadata: {name: a}
                spec:
                  http:
                  - name: both
                    redirect: {uri: /x}
                    retries: {attempts: "3", per_try_timeout: 1h2m}
                    route: null
                  - route: [{destination: {host: a, port: {number: "80"}}}]
                    timeout: 1.5s
                    mirrorPercentage: {value: "12.5"}
                    unheardOf: {a: 1}
                  - route: [{destination: {host: a}}]
                    redirect: {uri: /y}
                  tcp: null
                status: {x: 1}
                """;
        VirtualService a = Manifests.read(yaml).get(VirtualService.class, "a").orElseThrow();
        assertThat(a.http().get(0)).isInstanceOf(RedirectRoute.class);
        ForwardRoute forward = (ForwardRoute) a.http().get(1);
        assertThat(forward.timeout()).contains(Duration.ofMillis(1500));
        assertThat(forward.mirrorPercentage()).contains(Percentage.of(12.5));
        assertThat(forward.route().get(0).destination().orElseThrow().port()).contains(80);
        assertThat(a.http().get(2)).isInstanceOf(OtherRoute.class);
        assertThat(a.tcp()).isEmpty();
        assertThat(a.hosts("h").toMap().get("status")).isEqualTo(Map.of("x", 1));
        assertThat(a.hosts("h").toYaml()).contains("unheardOf:", "per_try_timeout: 1h2m", "status:", "tcp: null");
    }

    @Test
    void aFieldInItsOtherSpellingIsReadAndReplaced() {
        Retries retries = new Retries((com.fasterxml.jackson.databind.node.ObjectNode)
                io.meshprovisioner.istio.yaml.Trees.of(Map.of("per_try_timeout", "2s")));
        assertThat(retries.perTryTimeout()).contains(Duration.ofSeconds(2));
        assertThat(retries.perTryTimeout(Duration.ofSeconds(3)).toString()).isEqualTo("{\"perTryTimeout\":\"3s\"}");
    }

    @Test
    void whatAFieldCannotBeIsSaidWhenItIsRead() {
        VirtualService a = Manifests.read(
                        "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: a}\n"
                                + "spec: {hosts: reviews, http: [{route: [], timeout: soon}]}")
                .get(VirtualService.class, "a")
                .orElseThrow();
        assertThatThrownBy(a::hosts).hasMessageContaining("hosts is \"reviews\", not a list");
        assertThatThrownBy(() -> ((ForwardRoute) a.http().get(0)).timeout()).hasMessageContaining("soon");
        assertThat(a.hosts("reviews").hosts()).containsExactly("reviews");
    }

    @ParameterizedTest
    @CsvSource({
        "PT2S, 2s",
        "PT0.5S, 500ms",
        "PT1.5S, 1500ms",
        "PT0.000001S, 0.000001s",
        "PT0S, 0s",
        "PT1H, 3600s",
        "PT-1.5S, -1500ms"
    })
    void durationsAreWrittenAndRead(Duration duration, String text) {
        assertThat(Durations.format(duration)).isEqualTo(text);
        assertThat(Durations.parse("f", text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @CsvSource({"1h2m3s, PT1H2M3S", "1.5h, PT1H30M", "100us, PT0.0001S", "0, PT0S", "-1m, PT-1M", ".5s, PT0.5S"})
    void everySpellingOfDurationsIsRead(String text, Duration duration) {
        assertThat(Durations.parse("f", text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @CsvSource({"5", "s", "5 s", "1d", "''", "five", "1s1"})
    void whatIsNoDurationIsRefused(String text) {
        assertThatThrownBy(() -> Durations.parse("timeout", text)).hasMessageContaining("timeout is");
    }

    @Test
    void oneOfSeveralTakesThePlaceOfTheOthers() {
        PatchMatch match = PatchMatch.start().listener(l -> l.name("a")).cluster(c -> c.name("b"));
        assertThat(match.listener()).isEmpty();
        assertThat(match.cluster()).isPresent();
        Telemetry telemetry = Telemetry.named("t").selector(Map.of("a", "b")).targetRefs(t -> t.gateway("g"));
        assertThat(telemetry.selector()).isEmpty();
        assertThat(telemetry.targetRefs()).hasSize(1);
    }

    @Test
    void portsOfGatewaysAndSubsetsHaveOneName() {
        Gateway gateway = Gateway.named("g")
                .selector(Map.of())
                .server(s -> s.https(443, t -> t.simple("a")).hosts("a"))
                .server(s -> s.https(443, t -> t.simple("b")).hosts("b"));
        assertThat(gateway.servers())
                .extracting(s -> s.port().orElseThrow().name().orElseThrow())
                .containsExactly("https-443", "https-443-2");
        DestinationRule rule = DestinationRule.named("d")
                .host("h")
                .subset("v1", Map.of("v", "1"))
                .subset("v1", Map.of("v", "2"));
        assertThat(rule.subsets()).hasSize(1);
        assertThat(rule.subsets().get(0).labels()).containsEntry("v", "2");
    }

    @Test
    void enumsOfTheModelAreThoseOfTheSchema() {
        List<Class<? extends Enum<?>>> same = List.of(
                H2UpgradePolicy.class,
                UnmatchedPreflights.class,
                ServiceEntryLocation.class,
                ServiceEntryResolution.class,
                CaptureMode.class,
                ApplyTo.class,
                PatchContext.class,
                PatchOperation.class,
                FilterClass.class,
                ProxyProtocolVersion.class,
                IstioMetric.class,
                WorkloadMode.class,
                FailStrategy.class,
                PluginType.class,
                PluginPhase.class,
                ExecutionPhase.class,
                TrafficMode.class,
                PullPolicy.class);
        for (Class<? extends Enum<?>> type : same) {
            compare(type, type.getSimpleName());
        }
        compare(LoadBalancerAlgorithm.class, "SimpleLB");
        compare(TlsProtocol.class, "TLSProtocol");
        compare(RedirectPort.class, "RedirectPortSelection");
        compare(OutboundTrafficMode.class, "OutboundTrafficPolicyMode");
        compare(RouteAction.class, "RouteMatchAction");
        compare(MutualTlsMode.class, "MutualTLSMode");
        compare(AuthorizationPolicy.Action.class, "AuthorizationAction");
    }

    private static void compare(Class<? extends Enum<?>> type, String name) {
        assertThat(io.meshprovisioner.istio.model.schema.IstioSchema.get()
                        .enumeration(name)
                        .values())
                .as(name)
                .extracting(io.meshprovisioner.istio.model.schema.EnumFacts.Value::name)
                .containsExactlyInAnyOrderElementsOf(java.util.Arrays.stream(type.getEnumConstants())
                        .map(Object::toString)
                        .toList());
    }
}
