package io.meshprovisioner.istio.traffic.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.meshprovisioner.istio.validation.text.GoDurations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** What a recorded Envoy cluster, and ours, say of the same things, as texts to compare. */
final class EnvoyCluster {
    private static final String HTTP = "envoy.extensions.upstreams.http.v3.HttpProtocolOptions";

    private EnvoyCluster() {}

    static Map<String, String> recorded(JsonNode cluster, JsonNode assignment) {
        Map<String, String> facts = new TreeMap<>();
        facts.put("type", cluster.path("type").asText());
        facts.put("connectTimeout", seconds(cluster.path("connectTimeout")));
        facts.put("lb", cluster.path("lbPolicy").asText("ROUND_ROBIN"));
        JsonNode limits = cluster.path("circuitBreakers").path("thresholds").path(0);
        for (String limit : List.of("maxConnections", "maxPendingRequests", "maxRequests", "maxRetries")) {
            facts.put(limit, Long.toString(limits.path(limit).asLong(ConnectionLimits.UNLIMITED)));
        }
        balancing(cluster, facts);
        http(cluster.path("typedExtensionProtocolOptions").path(HTTP), facts);
        outliers(cluster.path("outlierDetection"), facts);
        keepalive(cluster.path("upstreamConnectionOptions").path("tcpKeepalive"), facts);
        security(cluster, facts);
        JsonNode endpoints = assignment.isMissingNode() ? cluster.path("loadAssignment") : assignment;
        facts.put("endpoints", endpoints(endpoints.path("endpoints")));
        facts.put(
                "rule",
                cluster.path("metadata")
                        .path("filterMetadata")
                        .path("istio")
                        .path("config")
                        .asText()
                        .replaceFirst(".*/namespaces/(.*)/destination-rule/", "$1/"));
        return facts;
    }

    private static void balancing(JsonNode cluster, Map<String, String> facts) {
        JsonNode common = cluster.path("commonLbConfig");
        JsonNode panic = common.path("healthyPanicThreshold");
        facts.put(
                "panic",
                panic.isMissingNode() ? "" : Double.toString(panic.path("value").asDouble()));
        facts.put("weighted", Boolean.toString(common.has("localityWeightedLbConfig")));
        facts.put(
                "table",
                cluster.path("ringHashLbConfig")
                        .path("minimumRingSize")
                        .asText(cluster.path("maglevLbConfig").path("tableSize").asText("0")));
        JsonNode slow =
                cluster.path("leastRequestLbConfig").path("slowStartConfig").path("slowStartWindow");
        facts.put(
                "warmup",
                slow.isMissingNode()
                        ? seconds(cluster.path("roundRobinLbConfig")
                                .path("slowStartConfig")
                                .path("slowStartWindow"))
                        : seconds(slow));
    }

    private static void http(JsonNode options, Map<String, String> facts) {
        JsonNode common = options.path("commonHttpProtocolOptions");
        facts.put("idle", seconds(common.path("idleTimeout")));
        facts.put("maxDuration", seconds(common.path("maxConnectionDuration")));
        facts.put("perConnection", common.path("maxRequestsPerConnection").asText("0"));
        JsonNode h2 = options.path("explicitHttpConfig").path("http2ProtocolOptions");
        facts.put("streams", h2.path("maxConcurrentStreams").asText("0"));
        facts.put(
                "version",
                options.has("useDownstreamProtocolConfig") ? "AS_CLIENT" : h2.isMissingNode() ? "HTTP_1" : "HTTP_2");
        JsonNode upstream = options.path("upstreamHttpProtocolOptions");
        facts.put("autoSni", Boolean.toString(upstream.path("autoSni").asBoolean()));
        facts.put("autoSan", Boolean.toString(upstream.path("autoSanValidation").asBoolean()));
    }

    private static void outliers(JsonNode outliers, Map<String, String> facts) {
        facts.put("outliers", Boolean.toString(!outliers.isMissingNode()));
        facts.put("5xx", outliers.path("consecutive5xx").asText(""));
        facts.put("gatewayErrors", outliers.path("consecutiveGatewayFailure").asText(""));
        facts.put("interval", seconds(outliers.path("interval")));
        facts.put("ejection", seconds(outliers.path("baseEjectionTime")));
        facts.put("maxEjection", outliers.path("maxEjectionPercent").asText("0"));
    }

    private static void keepalive(JsonNode keepalive, Map<String, String> facts) {
        facts.put(
                "keepalive",
                keepalive.isMissingNode()
                        ? ""
                        : keepalive.path("keepaliveTime").asText("") + "/"
                                + keepalive.path("keepaliveInterval").asText("") + "/"
                                + keepalive.path("keepaliveProbes").asText("0"));
    }

    private static void security(JsonNode cluster, Map<String, String> facts) {
        JsonNode match = cluster.path("transportSocketMatches").path(0).path("transportSocket");
        JsonNode socket = match.isMissingNode() ? cluster.path("transportSocket") : match;
        JsonNode config = socket.path("typedConfig");
        String proxyProtocol = "";
        if (config.has("transportSocket")) {
            proxyProtocol = config.path("config").path("version").asText("V1");
            config = config.path("transportSocket").path("typedConfig");
        }
        JsonNode common = config.path("commonTlsContext");
        JsonNode validation = common.path("combinedValidationContext");
        List<String> names = new ArrayList<>();
        validation
                .path("defaultValidationContext")
                .path("matchSubjectAltNames")
                .forEach(name -> names.add(name.path("exact").asText()));
        boolean mesh = validation
                .path("validationContextSdsSecretConfig")
                .path("name")
                .asText()
                .equals("ROOTCA");
        String mode = common.isMissingNode()
                ? "PLAINTEXT"
                : !match.isMissingNode()
                        ? "AUTOMATIC"
                        : mesh ? "ISTIO_MUTUAL" : common.has("tlsCertificateSdsSecretConfigs") ? "MUTUAL" : "SIMPLE";
        facts.put("tls", mode);
        facts.put("sni", config.path("sni").asText(""));
        facts.put("identities", names.toString());
        facts.put("verified", Boolean.toString(common.isMissingNode() || !validation.isMissingNode()));
        facts.put("proxyProtocol", proxyProtocol);
    }

    private static String endpoints(JsonNode groups) {
        List<String> all = new ArrayList<>();
        for (JsonNode group : groups) {
            JsonNode place = group.path("locality");
            List<String> endpoints = new ArrayList<>();
            for (JsonNode one : group.path("lbEndpoints")) {
                JsonNode address = one.path("endpoint").path("address").path("socketAddress");
                endpoints.add(address.path("address").asText() + ":"
                        + address.path("portValue").asInt() + "*"
                        + one.path("loadBalancingWeight").asInt(1)
                        + (one.path("metadata")
                                        .path("filterMetadata")
                                        .path("envoy.transport_socket_match")
                                        .has("tlsMode")
                                ? " mtls"
                                : ""));
            }
            all.add(place.path("region").asText("") + "/" + place.path("zone").asText("") + "/"
                    + place.path("subZone").asText("") + " priority "
                    + group.path("priority").asInt() + " weight "
                    + group.path("loadBalancingWeight").asInt(1) + " " + endpoints);
        }
        return String.join("\n", all);
    }

    static Map<String, String> ours(Cluster cluster) {
        Map<String, String> facts = new TreeMap<>();
        ConnectionLimits limits = cluster.limits();
        LoadBalancing balancing = cluster.loadBalancing();
        ClientSecurity security = cluster.security();
        facts.put("type", cluster.discovery().toString());
        facts.put("connectTimeout", limits.connectTimeout().toString());
        facts.put("lb", balancing.algorithm().toString());
        facts.put("maxConnections", Long.toString(limits.maxConnections()));
        facts.put("maxPendingRequests", Long.toString(limits.maxPendingRequests()));
        facts.put("maxRequests", Long.toString(limits.maxRequests()));
        facts.put("maxRetries", Long.toString(limits.maxRetries()));
        facts.put(
                "panic",
                balancing.panicThreshold().isPresent()
                        ? Double.toString(balancing.panicThreshold().getAsDouble())
                        : "");
        facts.put("weighted", Boolean.toString(balancing.localityWeighted()));
        facts.put("table", Long.toString(balancing.tableSize()));
        facts.put("warmup", seconds(balancing.warmup()));
        facts.put("idle", seconds(limits.idleTimeout()));
        facts.put("maxDuration", seconds(limits.maxConnectionDuration()));
        facts.put("perConnection", Long.toString(limits.maxRequestsPerConnection()));
        facts.put("streams", Long.toString(limits.maxConcurrentStreams()));
        facts.put("version", cluster.httpVersion().toString());
        facts.put("autoSni", Boolean.toString(security.serverNameOfRequest()));
        facts.put("autoSan", Boolean.toString(security.identityOfRequest()));
        Optional<Outliers> outliers = cluster.outliers();
        facts.put("outliers", Boolean.toString(outliers.isPresent()));
        facts.put("5xx", outliers.map(one -> number(one.consecutive5xx())).orElse(""));
        facts.put(
                "gatewayErrors",
                outliers.map(one -> number(one.consecutiveGatewayErrors())).orElse(""));
        facts.put("interval", seconds(outliers.flatMap(Outliers::interval)));
        facts.put("ejection", seconds(outliers.flatMap(Outliers::baseEjectionTime)));
        facts.put(
                "maxEjection",
                outliers.map(one -> Long.toString(one.maxEjectionPercent())).orElse("0"));
        facts.put(
                "keepalive",
                limits.keepalive()
                        .map(one ->
                                one.time().map(time -> "" + time.toSeconds()).orElse("") + "/"
                                        + one.interval()
                                                .map(time -> "" + time.toSeconds())
                                                .orElse("") + "/"
                                        + one.probes())
                        .orElse(""));
        facts.put("tls", security.mode().toString());
        facts.put("sni", security.serverName());
        facts.put("identities", security.identities().toString());
        facts.put(
                "verified", Boolean.toString(security.mode() == ClientSecurity.Mode.PLAINTEXT || security.verified()));
        facts.put("proxyProtocol", security.proxyProtocol());
        facts.put("endpoints", endpoints(cluster.localities()));
        facts.put(
                "rule",
                cluster.rule()
                        .map(rule -> rule.objects().get(0).namespace() + "/"
                                + rule.objects().get(0).name())
                        .orElse(""));
        return facts;
    }

    private static String endpoints(List<LocalityGroup> groups) {
        List<String> all = new ArrayList<>();
        for (LocalityGroup group : groups) {
            all.add(group.locality().region() + "/" + group.locality().zone() + "/"
                    + group.locality().subzone() + " priority " + group.priority() + " weight " + group.weight() + " "
                    + group.endpoints().stream()
                            .map(one -> one + "*" + one.weight() + (one.mutualTls() ? " mtls" : ""))
                            .toList());
        }
        return String.join("\n", all);
    }

    private static String number(OptionalLong number) {
        return number.isPresent() ? Long.toString(number.getAsLong()) : "";
    }

    private static String seconds(Optional<Duration> duration) {
        return duration.map(Duration::toString).orElse("");
    }

    private static String seconds(JsonNode duration) {
        return duration.isMissingNode()
                ? ""
                : Duration.ofNanos(GoDurations.parse(duration.asText()).orElseThrow())
                        .toString();
    }

    static JsonNode assignment(JsonNode endpoints, String name) {
        for (JsonNode one : endpoints) {
            if (one.path("clusterName").asText().equals(name)) {
                return one;
            }
        }
        return MissingNode.getInstance();
    }
}
