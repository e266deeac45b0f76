package io.meshprovisioner.istio.traffic;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshprovisioner.istio.traffic.proxy.Passage;
import io.meshprovisioner.istio.traffic.route.Route;
import io.meshprovisioner.istio.traffic.route.RouteAction;
import io.meshprovisioner.istio.traffic.rule.CorsRule;
import io.meshprovisioner.istio.traffic.rule.FaultRule;
import io.meshprovisioner.istio.traffic.rule.RetryRule;
import io.meshprovisioner.istio.traffic.rule.RewriteRule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The settings of the route that decided: Envoy's configuration beside ours. */
final class EnvoyRoute {
    private EnvoyRoute() {}

    static void expected(JsonNode route, Map<String, String> fields) {
        if (route.isMissingNode()) {
            return;
        }
        String config = route.at("/metadata/filterMetadata/istio/config").asText();
        fields.put("rule", config.replaceFirst(".*/namespaces/([^/]+)/virtual-service/", "$1/"));
        JsonNode action = route.path("route");
        if (action.isMissingNode()) {
            return;
        }
        fields.put("timeout", nanos(action.path("timeout").asText("0s")));
        JsonNode retry = action.path("retryPolicy");
        fields.put("attempts", Integer.toString(retry.path("numRetries").asInt()));
        fields.put("retryOn", sorted(List.of(retry.path("retryOn").asText().split(","))));
        fields.put("retryCodes", texts(retry.path("retriableStatusCodes")));
        fields.put("perTryTimeout", nanos(retry.path("perTryTimeout").asText("0s")));
        fields.put("backoff", nanos(retry.at("/retryBackOff/baseInterval").asText("0s")));
        fields.put("otherHosts", Boolean.toString(retry.has("retryHostPredicate")));
        fields.put("authorityRewrite", action.path("hostRewriteLiteral").asText());
        fields.put("prefixRewrite", action.path("prefixRewrite").asText());
        fields.put("regexRewrite", action.at("/regexRewrite/pattern/regex").asText());
        TreeSet<String> mirrors = new TreeSet<>();
        for (JsonNode mirror : action.path("requestMirrorPolicies")) {
            JsonNode share = mirror.at("/runtimeFraction/defaultValue");
            mirrors.add(mirror.path("cluster").asText() + " " + percent(share));
        }
        fields.put("mirrors", mirrors.toString());
        JsonNode filters = route.path("typedPerFilterConfig");
        JsonNode abort = filters.path("envoy.filters.http.fault").path("abort");
        fields.put("abort", abort.path("httpStatus").asInt() + " " + percent(abort.path("percentage")));
        JsonNode cors = filters.path("envoy.filters.http.cors");
        fields.put(
                "cors",
                cors.isMissingNode()
                        ? ""
                        : cors.path("allowMethods").asText() + " "
                                + cors.path("allowHeaders").asText() + " "
                                + cors.path("maxAge").asText() + " "
                                + cors.path("allowOriginStringMatch").size());
    }

    private static double percent(JsonNode share) {
        double unit = share.path("denominator").asText().equals("MILLION") ? 10_000 : 1;
        return share.path("numerator").asDouble() / unit;
    }

    private static String nanos(String text) {
        return text.isEmpty() ? "0" : Double.toString(Double.parseDouble(text.substring(0, text.length() - 1)));
    }

    private static String nanos(@Nullable Duration duration) {
        return Double.toString(duration == null ? 0 : duration.toNanos() / 1e9);
    }

    private static String texts(JsonNode list) {
        TreeSet<String> texts = new TreeSet<>();
        list.forEach(item -> texts.add(item.asText()));
        return texts.toString();
    }

    private static String sorted(List<?> list) {
        TreeSet<String> texts = new TreeSet<>();
        list.forEach(item -> texts.add(item.toString()));
        texts.remove("");
        return texts.toString();
    }

    static void answered(Passage passage, Map<String, String> fields) {
        Route route = passage.route();
        if (route == null) {
            return;
        }
        fields.put(
                "rule",
                route.delegatedFrom()
                        .or(route::place)
                        .map(place -> place.object().namespace() + "/"
                                + place.object().name())
                        .orElse(""));
        if (!(route.action().orElse(null) instanceof RouteAction.Forward forward)) {
            return;
        }
        fields.put("timeout", nanos(forward.timeout()));
        RetryRule retry = forward.retries();
        fields.put("attempts", Integer.toString(retry.attempts()));
        fields.put("retryOn", sorted(retry.retryOn()));
        fields.put("retryCodes", sorted(retry.statusCodes()));
        fields.put("perTryTimeout", nanos(retry.perTryTimeout()));
        fields.put("backoff", nanos(retry.backoff()));
        fields.put("otherHosts", Boolean.toString(retry.otherHosts()));
        String authority = forward.authority();
        if (authority.isEmpty() && forward.clusters().size() == 1) {
            authority = forward.clusters().get(0).headers().authority();
        }
        fields.put("authorityRewrite", authority);
        RewriteRule rewrite = forward.rewrite();
        fields.put("prefixRewrite", rewrite == null ? "" : rewrite.uri());
        fields.put("regexRewrite", rewrite == null ? "" : rewrite.regex());
        TreeSet<String> mirrors = new TreeSet<>();
        forward.mirrors().forEach(mirror -> mirrors.add(mirror.cluster() + " " + mirror.percent()));
        fields.put("mirrors", mirrors.toString());
        FaultRule fault = route.fault().orElse(null);
        fields.put("abort", fault == null ? "0 0.0" : fault.abortStatus() + " " + fault.abortPercent());
        CorsRule cors = route.cors().orElse(null);
        Duration age = cors == null ? null : cors.maxAge();
        fields.put(
                "cors",
                cors == null
                        ? ""
                        : String.join(",", cors.allowMethods()) + " "
                                + String.join(",", cors.allowHeaders()) + " " + (age == null ? "" : age.toSeconds())
                                + " "
                                + cors.allowOrigins().size());
    }
}
