package io.meshprovisioner.istio.validation.finding;

import java.util.Map;
import java.util.TreeMap;

/** The documents that rules follow, by the beginning of the rule's id. */
final class Sources {
    private static final String DOCS = "https://istio.io/latest/docs/reference/config/";
    private static final TreeMap<String, String> BY_PREFIX = new TreeMap<>(Map.ofEntries(
            Map.entry("virtualservice.", DOCS + "networking/virtual-service/#VirtualService"),
            Map.entry("virtualservice.http.", DOCS + "networking/virtual-service/#HTTPRoute"),
            Map.entry("virtualservice.http.abort", DOCS + "networking/virtual-service/#HTTPFaultInjection-Abort"),
            Map.entry("virtualservice.http.cors", DOCS + "networking/virtual-service/#CorsPolicy"),
            Map.entry("virtualservice.http.delay", DOCS + "networking/virtual-service/#HTTPFaultInjection-Delay"),
            Map.entry("virtualservice.http.direct-response", DOCS + "networking/virtual-service/#HTTPDirectResponse"),
            Map.entry("virtualservice.http.fault", DOCS + "networking/virtual-service/#HTTPFaultInjection"),
            Map.entry("virtualservice.http.match", DOCS + "networking/virtual-service/#HTTPMatchRequest"),
            Map.entry("virtualservice.http.mirror", DOCS + "networking/virtual-service/#HTTPMirrorPolicy"),
            Map.entry("virtualservice.http.redirect", DOCS + "networking/virtual-service/#HTTPRedirect"),
            Map.entry("virtualservice.http.retry", DOCS + "networking/virtual-service/#HTTPRetry"),
            Map.entry("virtualservice.http.rewrite", DOCS + "networking/virtual-service/#HTTPRewrite"),
            Map.entry("virtualservice.tls.", DOCS + "networking/virtual-service/#TLSRoute"),
            Map.entry("virtualservice.tcp.", DOCS + "networking/virtual-service/#TCPRoute"),
            Map.entry("match.", DOCS + "networking/virtual-service/#StringMatch"),
            Map.entry("header.", DOCS + "networking/virtual-service/#Headers-HeaderOperations"),
            Map.entry("gateway-name.", DOCS + "networking/virtual-service/#VirtualService-gateways"),
            Map.entry("destination.", DOCS + "networking/virtual-service/#Destination"),
            Map.entry("destinationrule.", DOCS + "networking/destination-rule/#DestinationRule"),
            Map.entry("subset.", DOCS + "networking/destination-rule/#Subset"),
            Map.entry("trafficpolicy.", DOCS + "networking/destination-rule/#TrafficPolicy"),
            Map.entry("trafficpolicy.outlier", DOCS + "networking/destination-rule/#OutlierDetection"),
            Map.entry("trafficpolicy.tunnel", DOCS + "networking/destination-rule/#TrafficPolicy-TunnelSettings"),
            Map.entry("connectionpool.", DOCS + "networking/destination-rule/#ConnectionPoolSettings"),
            Map.entry("loadbalancer.", DOCS + "networking/destination-rule/#LoadBalancerSettings"),
            Map.entry("locality.", DOCS + "networking/destination-rule/#LocalityLoadBalancerSetting"),
            Map.entry("tls.client.", DOCS + "networking/destination-rule/#ClientTLSSettings"),
            Map.entry("gateway.", DOCS + "networking/gateway/#Server"),
            Map.entry("tls.server.", DOCS + "networking/gateway/#ServerTLSSettings"),
            Map.entry("host.", DOCS + "networking/gateway/#Server-hosts"),
            Map.entry("port.", DOCS + "networking/gateway/#Port"),
            Map.entry("serviceentry.", DOCS + "networking/service-entry/#ServiceEntry"),
            Map.entry("export-to.", DOCS + "networking/service-entry/#ServiceEntry-export_to"),
            Map.entry("sidecar.", DOCS + "networking/sidecar/#Sidecar"),
            Map.entry("workloadentry.", DOCS + "networking/workload-entry/#WorkloadEntry"),
            Map.entry("workloadgroup.", DOCS + "networking/workload-group/#WorkloadGroup"),
            Map.entry("envoyfilter.", DOCS + "networking/envoy-filter/#EnvoyFilter"),
            Map.entry("proxyconfig.", DOCS + "networking/proxy-config/#ProxyConfig"),
            Map.entry("authorizationpolicy.", DOCS + "security/authorization-policy/#AuthorizationPolicy"),
            Map.entry("peerauthentication.", DOCS + "security/peer_authentication/#PeerAuthentication"),
            Map.entry("requestauthentication.", DOCS + "security/request_authentication/#RequestAuthentication"),
            Map.entry("telemetry.", DOCS + "telemetry/#Telemetry"),
            Map.entry("wasm.", DOCS + "proxy_extensions/wasm-plugin/#WasmPlugin"),
            Map.entry("trafficextension.", DOCS + "proxy_extensions/"),
            Map.entry("selector.", DOCS + "type/workload-selector/#WorkloadSelector"),
            Map.entry("target-ref.", DOCS + "type/workload-selector/#PolicyTargetReference"),
            Map.entry("IST", DOCS + "analysis/")));

    private Sources() {}

    static String of(Layer layer, String rule) {
        if (layer == Layer.ANALYSIS) {
            return DOCS + "analysis/" + rule.toLowerCase(java.util.Locale.ROOT) + "/";
        }
        for (String prefix = BY_PREFIX.floorKey(rule); prefix != null; prefix = BY_PREFIX.lowerKey(prefix)) {
            if (rule.startsWith(prefix)) {
                return BY_PREFIX.getOrDefault(prefix, DOCS);
            }
        }
        return switch (layer) {
            case SCHEMA -> "the CustomResourceDefinition in Istio's base chart";
            case METADATA -> "https://kubernetes.io/docs/concepts/overview/working-with-objects/names/";
            case RELEASE -> "https://istio.io/latest/docs/releases/supported-releases/";
            case DECODE -> "https://protobuf.dev/programming-guides/json/";
            default -> "istio.io/istio/pkg/config/validation";
        };
    }
}
