package io.meshprovisioner.istio.model;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What says where requests go, and how: VirtualService, DestinationRule, Gateway. */
@SuppressWarnings("deprecation") // what is deprecated must be sayable for the releases that need it
final class RoutingExamples {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Percentage TENTH = Percentage.of(10);

    private RoutingExamples() {}

    static List<IstioResource<?>> all() {
        return List.of(routes(), otherRoutes(), rule(), otherRule(), gateway());
    }

    private static HttpMatch match(HttpMatch m) {
        return m.named("m")
                .uri()
                .prefix("/a")
                .scheme()
                .exact("https")
                .method()
                .regex("GET|HEAD")
                .authority()
                .exact("a")
                .header("h")
                .exact("1")
                .header("g")
                .present()
                .header("i")
                .prefix("x")
                .header("j")
                .regex("y")
                .withoutHeader("w")
                .exact("1")
                .withoutHeader("x")
                .prefix("1")
                .withoutHeader("y")
                .regex("1")
                .queryParam("q")
                .exact("1")
                .queryParam("r")
                .prefix("1")
                .queryParam("s")
                .regex("1")
                .ignoreUriCase(true)
                .port(80)
                .sourceLabels(Map.of("app", "a"))
                .sourceNamespace("n")
                .gateways("mesh")
                .statPrefix("s");
    }

    static VirtualService routes() {
        return VirtualService.named("routes")
                .namespace("n")
                .hosts("a", "b")
                .gateways("mesh", "n/g")
                .exportTo(".")
                .http(r -> r.named("all")
                        .match(RoutingExamples::match)
                        .match(m -> m.uri()
                                .exact("/b")
                                .scheme()
                                .prefix("h")
                                .method()
                                .exact("PUT")
                                .authority()
                                .prefix("a"))
                        .match(m -> m.uri()
                                .regex("/c")
                                .scheme()
                                .regex("h.*")
                                .method()
                                .prefix("P")
                                .authority()
                                .regex("a.*"))
                        .route(
                                d -> d.host("a")
                                        .subset("v1")
                                        .port(80)
                                        .weight(60)
                                        .headers(RoutingExamples::headers),
                                d -> d.host("b").weight(40))
                        .timeout(SECOND)
                        .retries(3, t -> t.perTryTimeout(SECOND)
                                .retryOn(RetryOn.GATEWAY_ERROR, RetryOn.status(503))
                                .retryRemoteLocalities(true)
                                .retryIgnorePreviousHosts(false)
                                .backoff(SECOND))
                        .fault(f -> f.delay(d -> d.fixedDelay(SECOND).percentage(TENTH))
                                .abort(a -> a.httpStatus(500).percentage(TENTH)))
                        .rewrite(w -> w.uri("/x").authority("x"))
                        .mirror(d -> d.host("c").subset("v1").port(80))
                        .mirrorPercentage(TENTH)
                        .corsPolicy(c -> c.allowOrigins(o -> o.exact("https://a"))
                                .allowOrigins(o -> o.prefix("https://b"))
                                .allowOrigins(o -> o.regex("https://.*"))
                                .allowMethods("GET")
                                .allowHeaders("x")
                                .exposeHeaders("y")
                                .maxAge(Duration.ofHours(24))
                                .allowCredentials(true)
                                .unmatchedPreflights(UnmatchedPreflights.IGNORE))
                        .headers(RoutingExamples::headers))
                .http(r -> r.redirect(t ->
                        t.uri("/x").authority("x").port(8443).scheme("https").redirectCode(302)))
                .http(r -> r.redirect(t -> t.derivePort(RedirectPort.FROM_REQUEST_PORT)))
                .http(r -> r.directResponse(503, b -> b.string("closed")))
                .http(r -> r.delegate(d -> d.name("x").namespace("y")))
                .tls(r -> r.match(m -> m.sniHosts("a")
                                .destinationSubnets("10.0.0.0/8")
                                .port(443)
                                .sourceLabels(Map.of("app", "a"))
                                .gateways("mesh")
                                .sourceNamespace("n"))
                        .route(d -> d.host("a").subset("v1").port(443).weight(50), d -> d.host("b")
                                .weight(50)))
                .tcp(r -> r.match(m -> m.destinationSubnets("10.0.0.0/8")
                                .port(27017)
                                .sourceSubnet("10.0.0.0/8")
                                .sourceLabels(Map.of("app", "a"))
                                .gateways("mesh")
                                .sourceNamespace("n"))
                        .route(d -> d.host("a").subset("v1").port(27017).weight(50), d -> d.host("b")
                                .weight(50)));
    }

    private static Headers headers(Headers h) {
        return h.request(o -> o.set(Map.of("a", "1")).add(Map.of("b", "2")).remove("c"))
                .response(o -> o.set(Map.of("a", "1")).add(Map.of("b", "2")).remove("c"));
    }

    static VirtualService otherRoutes() {
        return VirtualService.named("other")
                .hosts("a")
                .http(r -> r.directResponse(200, b -> b.bytes(new byte[] {1, 2})))
                .http(r -> r.route("a")
                        .fault(f -> f.delay(d -> d.exponentialDelay(SECOND).percent(5))
                                .abort(a -> a.grpcStatus("UNAVAILABLE")))
                        .rewrite(w -> w.uriRegexRewrite(x -> x.match("^/a").rewrite("/b")))
                        .mirrors(m -> m.host("c").subset("v1").port(80).percentage(TENTH))
                        .mirrorPercent(5)
                        .corsPolicy(c -> c.allowOrigin("https://a")))
                .http(r -> r.route("a").fault(f -> f.abort(a -> a.http2Error("x"))));
    }

    private static TrafficPolicy policy(TrafficPolicy p) {
        return p.loadBalancer(l -> l.simple(LoadBalancerAlgorithm.LEAST_REQUEST)
                        .warmup(w -> w.duration(SECOND).minimumPercent(10).aggression(1.5))
                        .localityLbSetting(s -> s.enabled(true)
                                .distribute("a/*", Map.of("b/*", 100))
                                .failover(f -> f.from("a").to("b"))
                                .failoverPriority("region")))
                .connectionPool(RoutingExamples::pool)
                .outlierDetection(RoutingExamples::outliers)
                .tls(t -> t.mutual()
                        .clientCertificate("/c")
                        .privateKey("/k")
                        .caCertificates("/ca")
                        .caCrl("/crl")
                        .sni("a")
                        .subjectAltNames("a")
                        .insecureSkipVerify(false))
                .portLevelSettings(80, q -> q.loadBalancer(l -> l.simple(LoadBalancerAlgorithm.ROUND_ROBIN)
                                .warmup(w ->
                                        w.duration(SECOND).minimumPercent(10).aggression(1.5))
                                .localityLbSetting(s -> s.enabled(true)
                                        .distribute("a/*", Map.of("b/*", 100))
                                        .failover(f -> f.from("a").to("b"))
                                        .failoverPriority("region")))
                        .connectionPool(RoutingExamples::pool)
                        .outlierDetection(RoutingExamples::outliers)
                        .tls(t -> t.mutual()
                                .clientCertificate("/c")
                                .privateKey("/k")
                                .caCertificates("/ca")
                                .caCrl("/crl")
                                .sni("a")
                                .subjectAltNames("a")
                                .insecureSkipVerify(false)))
                .portLevelSettings(81, q -> q.loadBalancer(RoutingExamples::cookie)
                        .tls(t -> t.mutual().credentialName("c")))
                .portLevelSettings(
                        82,
                        q -> q.loadBalancer(
                                l -> l.consistentHash().httpHeaderName("h").maglev(65537)))
                .portLevelSettings(
                        83,
                        q -> q.loadBalancer(l -> l.consistentHash()
                                .useSourceIp()
                                .minimumRingSize(2048)
                                .warmupDurationSecs(SECOND)))
                .portLevelSettings(
                        84, q -> q.loadBalancer(l -> l.consistentHash().httpQueryParameterName("q")))
                .tunnel(t -> t.targetHost("h").targetPort(3128).protocol("CONNECT"))
                .proxyProtocol(ProxyProtocolVersion.V2)
                .retryBudget(b -> b.percent(20).minRetryConcurrency(3));
    }

    private static LoadBalancer cookie(io.meshprovisioner.istio.model.step.NeedsLoadBalancer l) {
        return l.consistentHash()
                .httpCookie("c", c -> c.path("/").ttl(SECOND).attribute(a -> a.name("SameSite")
                        .value("Lax")))
                .ringHash(2048);
    }

    static ConnectionPool pool(ConnectionPool c) {
        return c.tcp(t -> t.maxConnections(100)
                        .connectTimeout(SECOND)
                        .maxConnectionDuration(SECOND)
                        .idleTimeout(SECOND)
                        .tcpKeepalive(k -> k.probes(3).time(SECOND).interval(SECOND)))
                .http(h -> h.http1MaxPendingRequests(1)
                        .http2MaxRequests(2)
                        .maxRequestsPerConnection(3)
                        .maxRetries(4)
                        .idleTimeout(SECOND)
                        .h2UpgradePolicy(H2UpgradePolicy.DO_NOT_UPGRADE)
                        .useClientProtocol(true)
                        .maxConcurrentStreams(5));
    }

    private static OutlierDetection outliers(OutlierDetection o) {
        return o.consecutiveErrors(1)
                .splitExternalLocalOriginErrors(true)
                .consecutiveLocalOriginFailures(2)
                .consecutiveGatewayErrors(3)
                .consecutive5xxErrors(4)
                .interval(SECOND)
                .baseEjectionTime(SECOND)
                .maxEjectionPercent(50)
                .minHealthPercent(10);
    }

    static DestinationRule rule() {
        return DestinationRule.named("rule")
                .namespace("n")
                .host("a")
                .trafficPolicy(RoutingExamples::policy)
                .subset("v1", Map.of("version", "v1"), RoutingExamples::policy)
                .exportTo(".")
                .workloadSelector(Map.of("app", "a"));
    }

    static DestinationRule otherRule() {
        return DestinationRule.named("other")
                .host("a")
                .trafficPolicy(p -> p.loadBalancer(RoutingExamples::cookie)
                        .tls(t -> t.mutual().credentialName("c")))
                .subset("a", Map.of(), p -> p.loadBalancer(RoutingExamples::cookie)
                        .tls(t -> t.simple().credentialName("c")))
                .subset(
                        "b",
                        Map.of(),
                        p -> p.loadBalancer(
                                l -> l.consistentHash().httpHeaderName("h").maglev(65537)))
                .subset(
                        "c",
                        Map.of(),
                        p -> p.loadBalancer(l -> l.consistentHash()
                                .useSourceIp()
                                .minimumRingSize(2048)
                                .warmupDurationSecs(SECOND)))
                .subset(
                        "d",
                        Map.of(),
                        p -> p.loadBalancer(l -> l.consistentHash().httpQueryParameterName("q")));
    }

    static DestinationRule policyOf(int which) {
        DestinationRule base = DestinationRule.named("p" + which).host("a");
        return switch (which) {
            case 0 ->
                base.trafficPolicy(p -> p.loadBalancer(
                        l -> l.consistentHash().httpHeaderName("h").maglev(65537)));
            case 1 ->
                base.trafficPolicy(p -> p.loadBalancer(l ->
                        l.consistentHash().useSourceIp().minimumRingSize(2048).warmupDurationSecs(SECOND)));
            default ->
                base.trafficPolicy(p -> p.loadBalancer(l -> l.consistentHash().httpQueryParameterName("q")));
        };
    }

    static Gateway gateway() {
        return Gateway.named("gateway")
                .namespace("n")
                .selector(Map.of("istio", "ingressgateway"))
                .server(s -> s.http(80)
                        .httpsRedirect()
                        .hosts("a")
                        .named("s")
                        .bind("0.0.0.0")
                        .defaultEndpoint("127.0.0.1:1"))
                .server(s -> s.https(443, t -> t.mutual("c")
                                .caCertCredentialName("ca")
                                .subjectAltNames("a")
                                .verifyCertificateSpki("x")
                                .verifyCertificateHash("y")
                                .minProtocolVersion(TlsProtocol.TLSV1_2)
                                .maxProtocolVersion(TlsProtocol.TLSV1_3)
                                .cipherSuites("z"))
                        .hosts("a"))
                .server(s -> s.https(444, t -> t.optionalMutual()
                                .serverCertificate("/c")
                                .privateKey("/k")
                                .caCertificates("/ca")
                                .caCrl("/crl"))
                        .hosts("a"))
                .server(s -> s.https(445, t -> t.simple().credentialNames("a", "b"))
                        .hosts("a")
                        .port(p -> p.name("p").targetPort(1)))
                .server(s -> s.https(446, t -> t.simple().tlsCertificates(c -> c.serverCertificate("/c")
                                .privateKey("/k")
                                .caCertificates("/ca")))
                        .hosts("a"))
                .server(s -> s.tls(447, t -> t.passthrough()).hosts("a"));
    }
}
