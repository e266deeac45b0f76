package io.meshprovisioner.benchmarks.model;

import io.meshprovisioner.istio.model.AuthorizationPolicy;
import io.meshprovisioner.istio.model.DestinationRule;
import io.meshprovisioner.istio.model.Gateway;
import io.meshprovisioner.istio.model.Resource;
import io.meshprovisioner.istio.model.RetryOn;
import io.meshprovisioner.istio.model.VirtualService;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The objects of the README's traffic rules, built with our values. */
final class OurObjects {
    private OurObjects() {}

    static List<Resource<?>> build() {
        return List.of(reviews(), pool(), open(), viewers());
    }

    static VirtualService reviews() {
        return VirtualService.named("reviews")
                .namespace("bookinfo")
                .hosts("reviews")
                .http(r -> r.match(
                                m -> m.header("end-user").exact("jason").uri().prefix("/reviews"))
                        .route("reviews", "v2"))
                .http(r -> r.named("split")
                        .route(
                                d -> d.host("reviews").subset("v1").weight(90),
                                d -> d.host("reviews").subset("v3").weight(10))
                        .timeout(Duration.ofSeconds(2))
                        .retries(3, t -> t.perTryTimeout(Duration.ofMillis(500))
                                .retryOn(RetryOn.GATEWAY_ERROR, RetryOn.CONNECT_FAILURE)));
    }

    static DestinationRule pool() {
        return DestinationRule.named("reviews")
                .namespace("bookinfo")
                .host("reviews")
                .subset("v1", Map.of("version", "v1"))
                .subset(
                        "v3",
                        Map.of("version", "v3"),
                        p -> p.loadBalancer(l -> l.consistentHash().httpHeaderName("x-user")))
                .trafficPolicy(p -> p.connectionPool(c -> c.tcp(t -> t.maxConnections(100)))
                        .outlierDetection(o -> o.consecutive5xxErrors(5).baseEjectionTime(Duration.ofSeconds(30)))
                        .tls(t -> t.istioMutual())
                        .portLevelSettings(9443, q -> q.tls(t -> t.simple().sni("reviews"))));
    }

    static Gateway open() {
        return Gateway.named("public")
                .namespace("bookinfo")
                .selector(Map.of("istio", "ingressgateway"))
                .server(s -> s.http(80).httpsRedirect().hosts("*.example.com"))
                .server(s -> s.https(443, t -> t.simple("example-cert")).hosts("*.example.com"));
    }

    static AuthorizationPolicy viewers() {
        return AuthorizationPolicy.named("viewers")
                .namespace("bookinfo")
                .selector(Map.of("app", "reviews"))
                .allow(r -> r.from(s -> s.principals("cluster.local/ns/bookinfo/sa/productpage"))
                        .to(o -> o.methods("GET")));
    }
}
