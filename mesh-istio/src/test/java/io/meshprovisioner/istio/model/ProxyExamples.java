package io.meshprovisioner.istio.model;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What changes the proxies themselves: EnvoyFilter, ProxyConfig, Telemetry, WasmPlugin, TrafficExtension. */
@SuppressWarnings("deprecation") // what is deprecated must be sayable for the releases that need it
final class ProxyExamples {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Percentage TENTH = Percentage.of(10);

    private ProxyExamples() {}

    static List<IstioResource<?>> all() {
        return List.of(
                envoyFilter(),
                targetedEnvoyFilter(),
                proxyConfig(),
                telemetry(),
                targetedTelemetry(),
                oldTelemetry(),
                wasmPlugin(),
                targetedWasmPlugin(),
                oldWasmPlugin(),
                trafficExtension(),
                luaExtension());
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

    static TargetRef target(io.meshprovisioner.istio.model.step.NeedsTarget t) {
        return t.gateway("g").namespace("n");
    }

    static EnvoyFilter targetedEnvoyFilter() {
        return EnvoyFilter.named("targeted").targetRefs(ProxyExamples::target);
    }

    static ProxyConfig proxyConfig() {
        return ProxyConfig.named("proxy")
                .namespace("n")
                .selector(Map.of("app", "a"))
                .concurrency(2)
                .environmentVariables(Map.of("A", "b"))
                .image("distroless");
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
        return Telemetry.named("targeted").targetRefs(ProxyExamples::target);
    }

    static Telemetry oldTelemetry() {
        return Telemetry.named("old").targetRef(ProxyExamples::target);
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
        return WasmPlugin.named("targeted").url("u").targetRefs(ProxyExamples::target);
    }

    static WasmPlugin oldWasmPlugin() {
        return WasmPlugin.named("old").url("u").targetRef(ProxyExamples::target);
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
                .targetRefs(ProxyExamples::target);
    }
}
