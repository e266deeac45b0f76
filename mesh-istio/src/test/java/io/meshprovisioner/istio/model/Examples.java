package io.meshprovisioner.istio.model;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Values that together say everything that the builders can say. */
@SuppressWarnings("deprecation") // what is deprecated must be sayable for the releases that need it
final class Examples {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Percentage TENTH = Percentage.of(10);

    private Examples() {}

    static List<IstioResource<?>> all() {
        return List.of(
                routes(),
                otherRoutes(),
                rule(),
                otherRule(),
                gateway(),
                serviceEntry(),
                selectingServiceEntry(),
                sidecar(),
                workloadEntry(),
                workloadGroup(),
                probes("exec"),
                probes("tcp"),
                probes("grpc"),
                envoyFilter(),
                targetedEnvoyFilter(),
                proxyConfig(),
                authorizationPolicy(),
                customPolicy(),
                oldTarget(),
                peerAuthentication(),
                requestAuthentication(),
                otherRequestAuthentication(),
                oldRequestAuthentication(),
                telemetry(),
                targetedTelemetry(),
                oldTelemetry(),
                wasmPlugin(),
                targetedWasmPlugin(),
                oldWasmPlugin(),
                trafficExtension(),
                luaExtension());
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
                        .match(Examples::match)
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
                                        .headers(Examples::headers),
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
                        .headers(Examples::headers))
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
                .connectionPool(Examples::pool)
                .outlierDetection(Examples::outliers)
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
                        .connectionPool(Examples::pool)
                        .outlierDetection(Examples::outliers)
                        .tls(t -> t.mutual()
                                .clientCertificate("/c")
                                .privateKey("/k")
                                .caCertificates("/ca")
                                .caCrl("/crl")
                                .sni("a")
                                .subjectAltNames("a")
                                .insecureSkipVerify(false)))
                .portLevelSettings(81, q -> q.loadBalancer(Examples::cookie)
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

    private static ConnectionPool pool(ConnectionPool c) {
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
                .trafficPolicy(Examples::policy)
                .subset("v1", Map.of("version", "v1"), Examples::policy)
                .exportTo(".")
                .workloadSelector(Map.of("app", "a"));
    }

    static DestinationRule otherRule() {
        return DestinationRule.named("other")
                .host("a")
                .trafficPolicy(p ->
                        p.loadBalancer(Examples::cookie).tls(t -> t.mutual().credentialName("c")))
                .subset("a", Map.of(), p -> p.loadBalancer(Examples::cookie)
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

    static ServiceEntry serviceEntry() {
        return ServiceEntry.named("external")
                .namespace("n")
                .hosts("a.com")
                .addresses("10.1.1.1")
                .port(443, Protocol.HTTPS)
                .port(80, Protocol.HTTP, p -> p.name("web").targetPort(8080))
                .location(ServiceEntryLocation.MESH_EXTERNAL)
                .resolution(ServiceEntryResolution.STATIC)
                .endpoint(Examples::workload)
                .exportTo("*")
                .subjectAltNames("a.com");
    }

    private static Workload workload(Workload w) {
        return w.address("10.2.2.2")
                .ports(Map.of("web", 80))
                .labels(Map.of("app", "a"))
                .network("n")
                .locality("r/z")
                .weight(1)
                .serviceAccount("sa");
    }

    static ServiceEntry selectingServiceEntry() {
        return ServiceEntry.named("vms").hosts("a.com").workloadSelector(Map.of("app", "a"));
    }

    static Sidecar sidecar() {
        return Sidecar.named("sidecar")
                .namespace("n")
                .workloadSelector(Map.of("app", "a"))
                .ingress(i -> i.port(80, Protocol.HTTP, p -> p.targetPort(1))
                        .bind("0.0.0.0")
                        .captureMode(CaptureMode.NONE)
                        .defaultEndpoint("127.0.0.1:8080")
                        .connectionPool(Examples::pool)
                        .tls(t -> t.mutual()
                                .serverCertificate("/c")
                                .privateKey("/k")
                                .caCertificates("/ca")
                                .caCrl("/crl")
                                .caCertCredentialName("x")
                                .subjectAltNames("a")
                                .verifyCertificateSpki("x")
                                .httpsRedirect(false)
                                .verifyCertificateHash("y")
                                .minProtocolVersion(TlsProtocol.TLSV1_2)
                                .maxProtocolVersion(TlsProtocol.TLSV1_3)
                                .cipherSuites("z")
                                .tlsCertificates(c -> c.serverCertificate("/c")
                                        .privateKey("/k")
                                        .caCertificates("/ca"))))
                .ingress(i -> i.port(81, Protocol.HTTP).tls(t -> t.simple("c")))
                .ingress(i -> i.port(82, Protocol.HTTP).tls(t -> t.simple().credentialNames("c")))
                .egress(e -> e.hosts("./*")
                        .port(80, Protocol.HTTP, p -> p.targetPort(1))
                        .bind("1.2.3.4")
                        .captureMode(CaptureMode.DEFAULT))
                .inboundConnectionPool(Examples::pool)
                .outboundTrafficPolicy(o -> o.mode(OutboundTrafficMode.ALLOW_ANY)
                        .egressProxy(d -> d.host("a").subset("s").port(80)));
    }

    static WorkloadEntry workloadEntry() {
        return WorkloadEntry.named("vm")
                .namespace("n")
                .address("10.2.2.2")
                .ports(Map.of("web", 80))
                .workloadLabels(Map.of("app", "a"))
                .network("n")
                .locality("r/z")
                .weight(1)
                .serviceAccount("sa");
    }

    static WorkloadGroup workloadGroup() {
        return WorkloadGroup.named("vms")
                .namespace("n")
                .template(Examples::workload)
                .metadata(m -> m.labels(Map.of("a", "1")).annotations(Map.of("b", "2")))
                .probe(p -> p.httpGet(
                                80, h -> h.path("/").host("h").scheme("HTTP").httpHeaders(Map.of("a", "b")))
                        .initialDelaySeconds(1)
                        .timeoutSeconds(2)
                        .periodSeconds(3)
                        .successThreshold(4)
                        .failureThreshold(5));
    }

    static WorkloadGroup probes(String type) {
        WorkloadGroup group = WorkloadGroup.named("vms-" + type).template(w -> w);
        return switch (type) {
            case "exec" -> group.probe(p -> p.exec("true"));
            case "tcp" -> group.probe(p -> p.tcpSocket(80, "h"));
            default -> group.probe(p -> p.grpc(80, "s"));
        };
    }

    static EnvoyFilter envoyFilter() {
        return EnvoyFilter.named("filter")
                .namespace("n")
                .workloadSelector(Map.of("app", "a"))
                .priority(-1)
                .configPatch(c -> c.applyTo(ApplyTo.HTTP_FILTER)
                        .match(m -> m.context(PatchContext.SIDECAR_INBOUND)
                                .proxy(p -> p.proxyVersion("^1\\.19.*").metadata(Map.of("a", "b")))
                                .listener(l -> l.portNumber(80)
                                        .portName("p")
                                        .name("n")
                                        .listenerFilter("f")
                                        .filterChain(f -> f.name("c")
                                                .sni("s")
                                                .transportProtocol("tls")
                                                .applicationProtocols("h2")
                                                .destinationPort(80)
                                                .filter(x -> x.name("hcm").subFilter("router")))))
                        .patch(p -> p.operation(PatchOperation.INSERT_BEFORE)
                                .value("name: x\n")
                                .filterClass(FilterClass.AUTHZ)))
                .configPatch(c -> c.applyTo(ApplyTo.HTTP_ROUTE)
                        .match(m -> m.routeConfiguration(r -> r.portNumber(80)
                                .portName("p")
                                .gateway("g")
                                .name("n")
                                .vhost(v ->
                                        v.name("v").domainName("d").route("r").routeAction(RouteAction.ROUTE))))
                        .patch(p -> p.operation(PatchOperation.MERGE).value(Map.of("a", 1))))
                .configPatch(c -> c.applyTo(ApplyTo.CLUSTER)
                        .match(m -> m.cluster(
                                x -> x.portNumber(80).service("s").subset("v").name("n")))
                        .patch(p -> p.operation(PatchOperation.REMOVE)))
                .configPatch(c -> c.applyTo(ApplyTo.HTTP_FILTER)
                        .match(m -> m.waypoint(w -> w.portNumber(80)
                                .filter(f -> f.name("hcm").subFilter("x"))
                                .route("default")))
                        .patch(p -> p.operation(PatchOperation.REMOVE)));
    }

    private static TargetRef target(io.meshprovisioner.istio.model.step.NeedsTarget t) {
        return t.gateway("g").namespace("n");
    }

    static EnvoyFilter targetedEnvoyFilter() {
        return EnvoyFilter.named("targeted").targetRefs(Examples::target);
    }

    static ProxyConfig proxyConfig() {
        return ProxyConfig.named("proxy")
                .namespace("n")
                .selector(Map.of("app", "a"))
                .concurrency(2)
                .environmentVariables(Map.of("A", "b"))
                .image("distroless");
    }

    private static AuthorizationSource source(AuthorizationSource s) {
        return s.principals("a")
                .notPrincipals("b")
                .requestPrincipals("a")
                .notRequestPrincipals("b")
                .namespaces("a")
                .notNamespaces("b")
                .serviceAccounts("a")
                .notServiceAccounts("b")
                .trustDomains("a")
                .notTrustDomains("b")
                .ipBlocks("10.0.0.0/8")
                .notIpBlocks("10.1.0.0/16")
                .remoteIpBlocks("10.0.0.0/8")
                .notRemoteIpBlocks("10.1.0.0/16");
    }

    static AuthorizationPolicy authorizationPolicy() {
        return AuthorizationPolicy.named("policy")
                .namespace("n")
                .selector(Map.of("app", "a"))
                .deny(r -> r.from(Examples::source)
                        .to(o -> o.hosts("a")
                                .notHosts("b")
                                .ports("80")
                                .notPorts("81")
                                .methods("GET")
                                .notMethods("PUT")
                                .paths("/a")
                                .notPaths("/b"))
                        .when(c -> c.key("source.ip").values("10.0.0.1").notValues("10.0.0.2")));
    }

    static AuthorizationPolicy customPolicy() {
        return AuthorizationPolicy.named("custom").targetRefs(Examples::target).custom("opa", r -> r);
    }

    static AuthorizationPolicy oldTarget() {
        return AuthorizationPolicy.named("old").allowNothing().targetRef(Examples::target);
    }

    static PeerAuthentication peerAuthentication() {
        return PeerAuthentication.named("strict")
                .namespace("n")
                .selector(Map.of("app", "a"))
                .mtls(MutualTlsMode.STRICT)
                .portLevelMtls(8080, MutualTlsMode.DISABLE);
    }

    static RequestAuthentication requestAuthentication() {
        return RequestAuthentication.named("jwt")
                .namespace("n")
                .selector(Map.of("app", "a"))
                .jwtRule(j -> j.issuer("i")
                        .audiences("a")
                        .jwksUri("https://i/keys")
                        .fromHeader(h -> h.name("x").prefix("p "))
                        .fromParams("t")
                        .fromCookies("c")
                        .outputPayloadToHeader("h")
                        .forwardOriginalToken(true)
                        .outputClaimToHeader(c -> c.claim("sub").header("x-sub"))
                        .spaceDelimitedClaims("roles")
                        .timeout(SECOND));
    }

    static RequestAuthentication otherRequestAuthentication() {
        return RequestAuthentication.named("other").targetRefs(Examples::target).jwtRule(j -> j.issuer("i")
                .jwks("{}"));
    }

    static RequestAuthentication oldRequestAuthentication() {
        return RequestAuthentication.named("old").targetRef(Examples::target);
    }

    static Telemetry telemetry() {
        return Telemetry.named("telemetry")
                .namespace("n")
                .selector(Map.of("app", "a"))
                .tracing(t -> t.match(WorkloadMode.CLIENT)
                        .providers("zipkin")
                        .randomSamplingPercentage(TENTH)
                        .disableSpanReporting(true)
                        .useRequestIdForTraceSampling(false)
                        .enableIstioTags(false)
                        .disableContextPropagation(true)
                        .customTag("a", g -> g.literal("x"))
                        .customTag("b", g -> g.environment(s -> s.name("E").defaultValue("d")))
                        .customTag("c", g -> g.header(s -> s.name("h").defaultValue("d")))
                        .customTag("d", g -> g.formatter("%REQ(x)%")))
                .metrics(m -> m.providers("prometheus")
                        .reportingInterval(SECOND)
                        .override(o -> o.match(
                                        s -> s.metric(IstioMetric.REQUEST_COUNT).mode(WorkloadMode.SERVER))
                                .disabled(true)
                                .tagOverride("a", t -> t.upsert("x"))
                                .tagOverride("b", t -> t.remove()))
                        .override(o -> o.match(s -> s.customMetric("x"))))
                .accessLogging(l -> l.match(WorkloadMode.SERVER)
                        .providers("otel")
                        .disabled(true)
                        .filter("response.code >= 400"));
    }

    static Telemetry targetedTelemetry() {
        return Telemetry.named("targeted").targetRefs(Examples::target);
    }

    static Telemetry oldTelemetry() {
        return Telemetry.named("old").targetRef(Examples::target);
    }

    static WasmPlugin wasmPlugin() {
        return WasmPlugin.named("wasm")
                .namespace("n")
                .url("oci://x/y")
                .selector(Map.of("app", "a"))
                .sha256("0")
                .imagePullPolicy(PullPolicy.IF_NOT_PRESENT)
                .imagePullSecret("s")
                .verificationKey("k")
                .pluginName("p")
                .pluginConfig(Map.of("a", List.of(1)))
                .failStrategy(FailStrategy.FAIL_OPEN)
                .type(PluginType.HTTP)
                .phase(PluginPhase.AUTHN)
                .priority(10)
                .match(t -> t.mode(TrafficMode.SERVER).ports(80))
                .env(e -> e.name("A").value("b"))
                .env(e -> e.name("H").fromHost());
    }

    static WasmPlugin targetedWasmPlugin() {
        return WasmPlugin.named("targeted").url("u").targetRefs(Examples::target);
    }

    static WasmPlugin oldWasmPlugin() {
        return WasmPlugin.named("old").url("u").targetRef(Examples::target);
    }

    static TrafficExtension trafficExtension() {
        return TrafficExtension.named("extension")
                .namespace("n")
                .wasm(w -> w.url("oci://x/y")
                        .sha256("0")
                        .imagePullPolicy(PullPolicy.ALWAYS)
                        .imagePullSecret("s")
                        .verificationKey("k")
                        .pluginName("p")
                        .pluginConfig("a: 1")
                        .failStrategy(FailStrategy.FAIL_RELOAD)
                        .type(PluginType.NETWORK)
                        .env(e -> e.name("A").value("b")))
                .selector(Map.of("app", "a"))
                .phase(ExecutionPhase.STATS)
                .priority(1)
                .match(t -> t.mode(TrafficMode.CLIENT).ports(80, 81));
    }

    static TrafficExtension luaExtension() {
        return TrafficExtension.named("lua")
                .lua("function envoy_on_request(h) end")
                .targetRefs(Examples::target);
    }
}
