package io.meshprovisioner.istio.gatewayapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshprovisioner.istio.Manifests;
import io.meshprovisioner.istio.model.IstioOperator;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GatewayApiTest {

    @Test
    void gatewaysAndRoutesReadLikeTheirDocuments() {
        Gateway gateway = Gateway.named("public")
                .namespace("bookinfo")
                .gatewayClassName("istio")
                .listener("http", l -> l.http(80).hostname("*.example.com").allowedRoutes(r -> r.fromSame()))
                .listener("https", l -> l.https(443, t -> t.terminate("example-cert"))
                        .allowedRoutes(r -> r.fromSelector(Map.of("team", "a")).kind("HTTPRoute")));
        HTTPRoute route = HTTPRoute.named("reviews")
                .namespace("bookinfo")
                .parentRef(p -> p.name("public").sectionName("http"))
                .hostnames("reviews.example.com")
                .rule(r -> r.match(m -> m.path()
                                .pathPrefix("/reviews")
                                .header("end-user")
                                .exact("jason")
                                .method("GET"))
                        .filter(f -> f.requestHeaderModifier(
                                h -> h.set(Map.of("x", "1")).remove("y")))
                        .backendRef(b -> b.name("reviews-v1").port(9080).weight(90))
                        .backendRef(b -> b.name("reviews-v2").port(9080).weight(10))
                        .requestTimeout(Duration.ofSeconds(2)))
                .rule(r ->
                        r.filter(f -> f.requestRedirect(t -> t.scheme("https").statusCode(301))));
        assertThat(gateway.toYaml() + "---\n" + route.toYaml()).isEqualTo("""
                        apiVersion: gateway.networking.k8s.io/v1
                        kind: Gateway
                        metadata:
                          name: public
                          namespace: bookinfo
                        spec:
                          gatewayClassName: istio
                          listeners:
                          - name: http
                            hostname: "*.example.com"
                            port: 80
                            protocol: HTTP
                            allowedRoutes:
                              namespaces:
                                from: Same
                          - name: https
                            port: 443
                            protocol: HTTPS
                            tls:
                              mode: Terminate
                              certificateRefs:
                              - name: example-cert
                            allowedRoutes:
                              namespaces:
                                from: Selector
                                selector:
                                  matchLabels:
                                    team: a
                              kinds:
                              - kind: HTTPRoute
                        ---
                        apiVersion: gateway.networking.k8s.io/v1
                        kind: HTTPRoute
                        metadata:
                          name: reviews
                          namespace: bookinfo
                        spec:
                          parentRefs:
                          - name: public
                            sectionName: http
                          hostnames:
                          - reviews.example.com
                          rules:
                          - matches:
                            - path:
                                type: PathPrefix
                                value: /reviews
                              headers:
                              - type: Exact
                                name: end-user
                                value: jason
                              method: GET
                            filters:
                            - type: RequestHeaderModifier
                              requestHeaderModifier:
                                set:
                                - name: x
                                  value: "1"
                                remove:
                                - "y"
                            backendRefs:
                            - name: reviews-v1
                              port: 9080
                              weight: 90
                            - name: reviews-v2
                              port: 9080
                              weight: 10
                            timeouts:
                              request: 2s
                          - filters:
                            - type: RequestRedirect
                              requestRedirect:
                                scheme: https
                                statusCode: 301
                        """);
    }

    @Test
    void namespacesAreChosenByExpressionsToo() {
        Gateway gateway = Gateway.named("g").gatewayClassName("istio").listener("a", l -> l.http(80)
                .allowedRoutes(r -> r.fromSelector(s -> s.matchLabels(Map.of("team", "a"))
                        .matchExpression("tier", LabelOperator.IN, "front", "back")
                        .matchExpression("retired", LabelOperator.DOES_NOT_EXIST))));

        assertThat(gateway.toMap().toString())
                .contains(
                        "selector={matchLabels={team=a}, matchExpressions=[{key=tier, operator=In, values=[front, back]},"
                                + " {key=retired, operator=DoesNotExist}]}");
        assertThat(Manifests.of(gateway).notes()).isEmpty();
        assertThatThrownBy(() -> new NamespaceSelector(io.meshprovisioner.istio.yaml.Trees.empty())
                        .matchExpression("a", LabelOperator.EXISTS, "b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Exists takes no values");
    }

    @Test
    void everyKindIsWrittenAndReadWithoutUnknownFields() {
        Manifests all = Manifests.of(
                GatewayClass.named("c")
                        .controllerName("istio.io/gateway-controller")
                        .description("d")
                        .parametersRef(p -> p.name("cm").namespace("n")),
                Gateway.named("g")
                        .gatewayClassName("istio")
                        .addresses("1.2.3.4")
                        .addressHostnames("a.b")
                        .infrastructure(i -> i.labels(Map.of("a", "b"))
                                .annotations(Map.of("c", "d"))
                                .parametersRef(p -> p.name("x")))
                        .allowedListeners(l -> l.fromAll())
                        .tls(t -> t.backendClientCertificate(c -> c.name("s").namespace("n"))
                                .frontendCaCertificates("ca")
                                .frontendCaCertificates(443, "ca2"))
                        .listener("a", l -> l.tls(443, t -> t.passthrough()))
                        .listener("b", l -> l.tcp(1))
                        .listener("c", l -> l.hbone(15008)),
                HTTPRoute.named("h").parentRef("g").rule(r -> r.named("n")
                        .match(m -> m.path().exact("/a").queryParam("q").regularExpression("x"))
                        .filter(f -> f.responseHeaderModifier(h -> h.add(Map.of("a", "b"))))
                        .filter(f -> f.requestMirror(
                                m -> m.name("s").backendRef(b -> b.port(80)).fraction(1, 1000)))
                        .filter(f -> f.urlRewrite(w -> w.hostname("h").replacePrefixMatch("/")))
                        .filter(f -> f.cors(c -> c.allowOrigins("*")
                                .allowCredentials(true)
                                .allowMethods("GET")
                                .allowHeaders("a")
                                .exposeHeaders("b")
                                .maxAge(5)))
                        .filter(f -> f.extensionRef(e -> e.name("x").group("g").kind("K")))
                        .backendRef(b -> b.name("a.com")
                                .hostname()
                                .port(443)
                                .filter(f -> f.requestMirror(m -> m.name("t").percent(5))))
                        .backendRequestTimeout(Duration.ofMillis(500))),
                GRPCRoute.named("r")
                        .parentRef(p -> p.name("s").service().port(80))
                        .rule(r -> r.match(m -> m.method(x ->
                                                x.service("a.B").method("C").regularExpression())
                                        .header("h")
                                        .exact("v"))
                                .backendRef(b -> b.name("s").port(80).namespace("o"))),
                TLSRoute.named("t")
                        .parentRef("g")
                        .hostnames("a.b")
                        .rule(r -> r.backendRef(b -> b.name("s").port(443))),
                TCPRoute.named("t")
                        .parentRef("g")
                        .rule(r -> r.backendRef(b -> b.name("s").port(1))),
                ReferenceGrant.named("x")
                        .namespace("o")
                        .from(f -> f.group("gateway.networking.k8s.io")
                                .kind("HTTPRoute")
                                .namespace("n"))
                        .to(t -> t.group("").kind("Service"))
                        .to("one", t -> t.group("").kind("Secret")),
                Ingress.named("i")
                        .ingressClassName("istio")
                        .defaultBackend(b -> b.service("d", 80))
                        .tls("cert", "a.com")
                        .rule("a.com", r -> r.prefix("/", b -> b.service("s", "http"))
                                .exact("/x", b -> b.service("s", 81)))
                        .rule(r -> r.prefix(
                                "/", b -> b.resource(x -> x.name("n").group("g").kind("k")))),
                IstioOperator.named("o")
                        .namespace("istio-system")
                        .profile("demo")
                        .hub("h")
                        .tag("t")
                        .revision("r")
                        .meshConfig(Map.of("accessLogFile", "/dev/stdout"))
                        .component("pilot", c -> c.enabled(true).k8s(Map.of("a", 1)))
                        .ingressGateway("a", g -> g.enabled(true))
                        .ingressGateway("a", g -> g.namespace("n"))
                        .egressGateway("b", g -> g.enabled(false))
                        .values(Map.of("global", Map.of("x", 1))));
        assertThat(all.notes()).isEmpty();
        Manifests again = Manifests.read(all.toYaml());
        assertThat(again).isEqualTo(all);
        assertThat(again.get(HTTPRoute.class, "h")).isEqualTo(all.get(HTTPRoute.class, "h"));
        assertThat(again.get(HTTPRoute.class, "h")
                        .orElseThrow()
                        .rules()
                        .get(0)
                        .timeouts()
                        .orElseThrow()
                        .backendRequest())
                .contains(Duration.ofMillis(500));
        assertThat(again.get(IstioOperator.class, "istio-system/o")
                        .orElseThrow()
                        .toYaml())
                .contains(
                        "  profile: demo\n  hub: h\n  tag: t\n  revision: r\n",
                        "    - name: a\n      enabled: true\n      namespace: \"n\"\n");
        assertThat(again.list(Gateway.class)).hasSize(1);
        assertThat(again.list(io.meshprovisioner.istio.model.Gateway.class)).isEmpty();
    }
}
