package io.meshprovisioner.istio.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.meshprovisioner.istio.Manifests;
import io.meshprovisioner.istio.model.VirtualService;
import io.meshprovisioner.istio.traffic.answer.Outcome;
import io.meshprovisioner.istio.traffic.answer.Reason;
import io.meshprovisioner.istio.traffic.answer.Share;
import io.meshprovisioner.istio.traffic.hop.Hop;
import io.meshprovisioner.istio.traffic.question.HttpRequest;
import io.meshprovisioner.istio.traffic.question.Token;
import io.meshprovisioner.istio.traffic.question.Transport;
import io.meshprovisioner.istio.traffic.route.RouteAction;
import io.meshprovisioner.istio.traffic.snapshot.Snapshot;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrafficTest {
    private static final String MESH = """
            apiVersion: v1
            kind: Service
            metadata: {name: reviews, namespace: bookinfo}
            spec: {clusterIP: 10.0.0.1, selector: {app: reviews}, ports: [{name: http, port: 9080}]}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: productpage, namespace: bookinfo}
            spec: {clusterIP: 10.0.0.2, selector: {app: productpage}, ports: [{name: http, port: 9080}]}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: reviews-v1, namespace: bookinfo}
            spec:
              selector: {matchLabels: {app: reviews, version: v1}}
              template: {metadata: {labels: {app: reviews, version: v1}}, spec: {serviceAccountName: reviews}}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: reviews-v2, namespace: bookinfo}
            spec:
              selector: {matchLabels: {app: reviews, version: v2}}
              template: {metadata: {labels: {app: reviews, version: v2}}, spec: {serviceAccountName: reviews}}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: productpage-v1, namespace: bookinfo}
            spec:
              selector: {matchLabels: {app: productpage}}
              template: {metadata: {labels: {app: productpage}}, spec: {serviceAccountName: productpage}}
            ---
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: {name: reviews, namespace: bookinfo}
            spec:
              host: reviews
              subsets: [{name: v1, labels: {version: v1}}, {name: v2, labels: {version: v2}}]
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: reviews, namespace: bookinfo}
            spec:
              hosts: [reviews]
              http:
              - match: [{sourceLabels: {app: tester}}]
                route: [{destination: {host: reviews, subset: v1}}]
              - match: [{headers: {end-user: {exact: jason}}}]
                rewrite: {uri: /beta/}
                route: [{destination: {host: reviews, subset: v2}}]
              - name: split
                timeout: 2s
                route:
                - {destination: {host: reviews, subset: v1}, weight: 90}
                - {destination: {host: reviews, subset: v2}, weight: 10}
            """;

    private final Traffic traffic = Traffic.of(Manifests.read(MESH));

    private static Traffic with(String more) {
        return Traffic.of(Manifests.read(MESH + "---\n" + more));
    }

    @Test
    void aHeaderChoosesTheRule() {
        Decision jason =
                traffic.from("bookinfo/productpage").header("end-user", "jason").get("http://reviews:9080/reviews/0");

        assertThat(jason.destinations()).extracting(Share::subset).containsExactly("v2");
        assertThat(jason.decidedBy()).get().hasToString("VirtualService bookinfo/reviews spec.http[1]");
        assertThat(jason.upstream()).get().extracting(HttpRequest::path).isEqualTo("/beta/reviews/0");
        assertThat(jason.passedOver()).singleElement().satisfies(passed -> {
            assertThat(passed.place().path()).isEqualTo("spec.http[0]");
            assertThat(passed.reason()).isEqualTo("match 0 is for clients with labels {app=tester}");
        });
    }

    @Test
    void everybodyElseIsSplit() {
        Decision anybody = traffic.from("bookinfo/productpage-v1").get("http://reviews:9080/reviews/0");

        assertThat(anybody.outcome()).isInstanceOf(Outcome.Forwarded.class);
        assertThat(anybody.destinations())
                .extracting(Share::subset, Share::percent)
                .containsExactly(tuple("v1", 90.0), tuple("v2", 10.0));
        assertThat(anybody.forwarding())
                .get()
                .extracting(RouteAction.Forward::timeout)
                .isEqualTo(Duration.ofSeconds(2));
        assertThat(LongStream.range(0, 1000)
                        .mapToObj(anybody::pick)
                        .filter(share -> share.orElseThrow().subset().equals("v2")))
                .hasSizeBetween(60, 140);
    }

    @Test
    void theReasonIsATree() {
        String why = traffic.from("bookinfo/productpage")
                .get("http://reviews:9080/reviews/0")
                .why()
                .toTree();

        assertThat(why)
                .startsWith("GET http://reviews:9080/reviews/0 from bookinfo/productpage: goes to 90 %")
                .contains(
                        "passed over VirtualService bookinfo/reviews spec.http[0]: match 0 is for clients with labels",
                        "passed over VirtualService bookinfo/reviews spec.http[1]: it asks for: header end-user is"
                                + " \"jason\"",
                        "decided by VirtualService bookinfo/reviews spec.http[2] named split",
                        "timeout PT2S, retries 2",
                        "at bookinfo/reviews-v1");
    }

    @Test
    void anOlderRuleForTheHostIsNamed() {
        Decision decision = with("""
                        apiVersion: networking.istio.io/v1
                        kind: VirtualService
                        metadata: {name: early, namespace: bookinfo, creationTimestamp: "2020-01-01T00:00:00Z"}
                        spec:
                          hosts: [reviews.bookinfo.svc.cluster.local]
                          http: [{directResponse: {status: 418}}]
                        """).from("bookinfo/productpage").get("http://reviews:9080/");

        assertThat(decision.status()).hasValue(418);
        assertThat(decision.passedOver())
                .extracting(Object::toString)
                .containsExactly(
                        "VirtualService bookinfo/reviews spec: VirtualService bookinfo/early has the host already:"
                                + " it is older, or its host fits better");
    }

    @Test
    void aPolicyOfOneVersionDoesNotHideTheOther() {
        Traffic strict = with("""
                apiVersion: security.istio.io/v1
                kind: AuthorizationPolicy
                metadata: {name: no-v2, namespace: bookinfo}
                spec:
                  selector: {matchLabels: {app: reviews, version: v2}}
                  action: DENY
                  rules: [{from: [{source: {principals: ["cluster.local/ns/bookinfo/sa/productpage"]}}]}]
                """);

        Decision split = strict.from("bookinfo/productpage").get("http://reviews:9080/");
        Decision jason =
                strict.from("bookinfo/productpage").header("end-user", "jason").get("http://reviews:9080/");

        assertThat(split.outcome()).isInstanceOf(Outcome.Forwarded.class);
        assertThat(split.journey().legs())
                .extracting(leg -> leg.outcome() instanceof Outcome.Refused)
                .containsExactly(false, true);
        assertThat(jason.outcome()).isEqualTo(new Outcome.Refused(Reason.DENIED, 403, ""));
        assertThat(jason.why().toTree()).contains("denied: ").contains("no-v2");
    }

    @Test
    void aGatewayAnswersForItsHostsAlthoughNoneRunsInTheFiles() {
        Traffic open = with("""
                apiVersion: networking.istio.io/v1
                kind: Gateway
                metadata: {name: public, namespace: bookinfo}
                spec:
                  selector: {istio: ingressgateway}
                  servers:
                  - {port: {number: 80, name: http, protocol: HTTP}, tls: {httpsRedirect: true}, hosts: ["*.example.com"]}
                  - {port: {number: 443, name: https, protocol: HTTPS}, tls: {mode: SIMPLE, credentialName: c}, hosts: ["*.example.com"]}
                ---
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: site, namespace: bookinfo}
                spec:
                  hosts: [www.example.com]
                  gateways: [public]
                  http: [{route: [{destination: {host: productpage}}]}]
                """);

        assertThat(open.fromOutside().get("http://www.example.com/a?b=c").outcome())
                .isEqualTo(new Outcome.Redirected(301, "https://www.example.com/a?b=c"));
        assertThat(open.fromOutside().get("https://www.example.com/").destinations())
                .extracting(Share::host)
                .containsExactly("productpage.bookinfo.svc.cluster.local");
        assertThat(open.fromOutside().get("https://www.example.org/").status()).isEmpty();
        assertThat(open.fromOutside().get("http://www.other.org/").outcome())
                .as("the gateway that listens on the port counts, not the port it does not have")
                .isEqualTo(new Outcome.Refused(Reason.NO_VIRTUAL_HOST, 404, "NR"));
    }

    @Test
    void gatewayApiAndIngressLeadToTheSameService() {
        Traffic open = with("""
                apiVersion: gateway.networking.k8s.io/v1
                kind: Gateway
                metadata: {name: web, namespace: bookinfo}
                spec:
                  gatewayClassName: istio
                  listeners: [{name: http, port: 80, protocol: HTTP, hostname: "*.example.com"}]
                ---
                apiVersion: gateway.networking.k8s.io/v1
                kind: HTTPRoute
                metadata: {name: api, namespace: bookinfo}
                spec:
                  parentRefs: [{name: web}]
                  hostnames: [api.example.com]
                  rules:
                  - matches: [{path: {type: PathPrefix, value: /v1}}]
                    filters: [{type: URLRewrite, urlRewrite: {path: {type: ReplacePrefixMatch, replacePrefixMatch: /}}}]
                    backendRefs: [{name: reviews, port: 9080}]
                  - matches: [{path: {type: Exact, value: /v1/only}}]
                    backendRefs: [{name: productpage, port: 9080}]
                ---
                apiVersion: networking.k8s.io/v1
                kind: Ingress
                metadata: {name: old, namespace: bookinfo, annotations: {kubernetes.io/ingress.class: istio}}
                spec:
                  rules:
                  - host: old.example.com
                    http: {paths: [{path: /r, pathType: Prefix, backend: {service: {name: reviews, port: {number: 9080}}}}]}
                """);

        Decision prefix = open.fromOutside().get("http://api.example.com/v1/x?q=1");
        assertThat(prefix.destinations()).extracting(Share::host).containsExactly("reviews.bookinfo.svc.cluster.local");
        assertThat(prefix.upstream()).get().extracting(HttpRequest::path).isEqualTo("/x?q=1");
        assertThat(open.fromOutside().get("http://api.example.com/v1/only").destinations())
                .extracting(Share::host)
                .containsExactly("productpage.bookinfo.svc.cluster.local");
        assertThat(open.fromOutside().get("http://api.example.com/v10").status())
                .hasValue(404);
        assertThat(open.fromOutside().get("http://old.example.com/r/1").destinations())
                .extracting(Share::host)
                .containsExactly("reviews.bookinfo.svc.cluster.local");
        assertThat(open.fromOutside().get("http://old.example.com/rr").status()).hasValue(404);
    }

    @Test
    void aGatewayRoutesByTheClaimsOfAToken() {
        Traffic open = with("""
                apiVersion: networking.istio.io/v1
                kind: Gateway
                metadata: {name: public, namespace: istio-system}
                spec:
                  selector: {istio: ingressgateway}
                  servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["*"]}]
                ---
                apiVersion: security.istio.io/v1
                kind: RequestAuthentication
                metadata: {name: jwt, namespace: istio-system}
                spec:
                  selector: {matchLabels: {istio: ingressgateway}}
                  jwtRules: [{issuer: issuer.example.com, jwksUri: https://issuer.example.com/keys}]
                ---
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: site, namespace: bookinfo}
                spec:
                  hosts: [www.example.com]
                  gateways: [istio-system/public]
                  http:
                  - match: [{headers: {"@request.auth.claims[group][role]": {exact: tester}}}]
                    route: [{destination: {host: reviews}}]
                  - route: [{destination: {host: productpage}}]
                """);
        Token tester = Token.of(Map.of("iss", "issuer.example.com", "group", Map.of("role", List.of("a", "tester"))));

        assertThat(open.fromOutside()
                        .token(tester)
                        .get("http://www.example.com/")
                        .destinations())
                .extracting(Share::host)
                .containsExactly("reviews.bookinfo.svc.cluster.local");
        assertThat(open.fromOutside().get("http://www.example.com/").destinations())
                .extracting(Share::host)
                .containsExactly("productpage.bookinfo.svc.cluster.local");
        assertThat(open.fromOutside()
                        .token(tester.broken())
                        .get("http://www.example.com/")
                        .status())
                .hasValue(401);
    }

    @Test
    void whatIfOneObjectWereDifferent() {
        VirtualService all = VirtualService.named("reviews")
                .namespace("bookinfo")
                .hosts("reviews")
                .http(rule -> rule.route("reviews", "v3"));

        Decision broken = traffic.with(all).from("bookinfo/productpage").get("http://reviews:9080/");

        assertThat(broken.outcome()).isEqualTo(new Outcome.Refused(Reason.NO_CLUSTER, 503, "NC"));
        assertThat(traffic.from("bookinfo/productpage")
                        .get("http://reviews:9080/")
                        .outcome())
                .isInstanceOf(Outcome.Forwarded.class);
    }

    @Test
    void whoIsNotThereIsNotGuessed() {
        assertThatThrownBy(() -> traffic.from("bookinfo/details"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[productpage-v1, reviews-v1, reviews-v2]");
        assertThat(traffic.fromNamespace("bookinfo").get("http://reviews:9080/").outcome())
                .isInstanceOf(Outcome.Forwarded.class);
    }

    @Test
    void withoutSidecarNoRuleDecides() {
        Traffic plain = Traffic.of(Manifests.read(MESH + """
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: curl, namespace: bookinfo, labels: {sidecar.istio.io/inject: "false"}}
                spec: {}
                ---
                apiVersion: security.istio.io/v1
                kind: PeerAuthentication
                metadata: {name: default, namespace: bookinfo}
                spec: {mtls: {mode: STRICT}}
                """));

        Decision decision = plain.from("bookinfo/curl").get("http://reviews:9080/");

        assertThat(decision.decidedBy()).isEmpty();
        assertThat(decision.outcome())
                .isInstanceOfSatisfying(Outcome.Refused.class, refused -> assertThat(refused.reason())
                        .isEqualTo(Reason.NO_FILTER_CHAIN));
        assertThat(decision.why().toTree()).contains("STRICT");
    }

    private static final String REDIRECTING = """
            apiVersion: networking.istio.io/v1
            kind: Gateway
            metadata: {name: public, namespace: shop}
            spec:
              selector: {istio: ingressgateway}
              servers:
              - port: {number: 80, name: http, protocol: HTTP}
                hosts: [shop.com]
                tls: {httpsRedirect: true}
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: v, namespace: shop}
            spec: {hosts: [shop.com], gateways: [public], http: [{directResponse: {status: 200}}]}
            """;

    @Test
    void whatATrustedProxySaysOfItsClientKeepsFromARedirect() {
        Snapshot snapshot = Snapshot.of(Manifests.read(REDIRECTING));
        Snapshot trusting =
                snapshot.mesh(mesh -> mesh.yaml("defaultConfig: {gatewayTopology: {numTrustedProxies: 1}}"));

        assertThat(Traffic.of(snapshot).fromOutside().get("http://shop.com/").status())
                .hasValue(301);
        assertThat(forwarded(snapshot, "https").status()).hasValue(301);
        assertThat(forwarded(trusting, "https").status()).hasValue(200);
        assertThat(forwarded(trusting, "http").status()).hasValue(301);
        assertThat(Traffic.of(trusting).fromOutside().get("http://shop.com/").status())
                .hasValue(301);
    }

    private static Decision forwarded(Snapshot snapshot, String protocol) {
        return Traffic.of(snapshot)
                .fromOutside()
                .header("x-forwarded-proto", protocol)
                .get("http://shop.com/");
    }

    @Test
    void policiesOfAGatewayAreNotAskedAboutWhatItPassesOnByItself() {
        String mesh = """
                apiVersion: v1
                kind: Service
                metadata: {name: cart, namespace: shop}
                spec: {clusterIP: 10.1.0.1, selector: {app: cart}, ports: [{name: tcp, port: 9000}]}
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: cart, namespace: shop, labels: {app: cart, security.istio.io/tlsMode: istio}}
                spec: {}
                status: {podIP: 10.0.0.1}
                ---
                apiVersion: networking.istio.io/v1
                kind: Gateway
                metadata: {name: east-west, namespace: istio-system}
                spec:
                  selector: {istio: eastwestgateway}
                  servers:
                  - {port: {number: 15443, name: tls, protocol: TLS}, hosts: ["*.local"], tls: {mode: AUTO_PASSTHROUGH}}
                ---
                apiVersion: security.istio.io/v1
                kind: AuthorizationPolicy
                metadata: {name: nobody, namespace: istio-system}
                spec: {selector: {matchLabels: {istio: eastwestgateway}}}
                """;
        Decision decision = Traffic.of(Manifests.read(mesh))
                .fromOutside()
                .connect(
                        "anything",
                        15443,
                        new Transport.IstioMutual(
                                "outbound_.9000_._.cart.shop.svc.cluster.local", "istio", "cluster.local/ns/a/sa/b"));

        assertThat(decision.outcome()).isInstanceOf(Outcome.Forwarded.class);
        assertThat(decision.destinations())
                .extracting(Share::cluster)
                .containsExactly("outbound_.9000_._.cart.shop.svc.cluster.local");
    }

    /** What is unknown goes where the listener that it meets lets it: that of an address takes only its own. */
    @ParameterizedTest
    @CsvSource({
        "REGISTRY_ONLY, 80, http, block_all",
        "REGISTRY_ONLY, 80, tcp, BlackHoleCluster",
        "REGISTRY_ONLY, 81, http, block_all",
        "REGISTRY_ONLY, 81, tcp, outbound|81||shop.com",
        "REGISTRY_ONLY, 82, http, outbound|82||shop.com",
        "REGISTRY_ONLY, 83, http, BlackHoleCluster",
        "REGISTRY_ONLY, 99, http, BlackHoleCluster",
        "REGISTRY_ONLY, 15006, tcp, BlackHoleCluster",
        "ALLOW_ANY, 80, http, PassthroughCluster",
        "ALLOW_ANY, 80, tcp, PassthroughCluster",
        "ALLOW_ANY, 81, http, PassthroughCluster",
        "ALLOW_ANY, 81, tcp, outbound|81||shop.com",
        "ALLOW_ANY, 83, http, PassthroughCluster",
        "ALLOW_ANY, 15001, tcp, BlackHoleCluster",
        "ALLOW_ANY, 15006, tcp, BlackHoleCluster",
    })
    void unknownHostsMeetTheListenerOfTheirPort(String policy, int port, String protocol, String expected) {
        String entry = """
                apiVersion: networking.istio.io/v1
                kind: ServiceEntry
                metadata: {name: shop, namespace: default}
                spec:
                  hosts: [shop.com]
                  resolution: DNS
                  ports:
                  - {number: 80, name: http, protocol: HTTP}
                  - {number: 81, name: any}
                  - {number: 82, name: tcp, protocol: TCP}
                  - {number: 83, name: tls, protocol: TLS}
                """;
        Snapshot snapshot = Snapshot.of(Manifests.read(entry))
                .mesh(mesh -> mesh.yaml("outboundTrafficPolicy: {mode: " + policy + "}"));
        Question question = Traffic.of(snapshot).fromNamespace("default");
        Decision decision = protocol.equals("http")
                ? question.get("http://unknown.example.net:" + port + "/")
                : question.connect("unknown.example.net", port, Transport.PLAINTEXT);
        Hop first = decision.journey().first().orElseThrow();

        assertThat(
                        first.passage().virtualHost().equals("block_all")
                                ? "block_all"
                                : first.destinations().get(0).share().cluster().name())
                .isEqualTo(expected);
    }
}
