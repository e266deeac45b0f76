package io.meshprovisioner.istio.traffic;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshprovisioner.istio.traffic.proxy.Passage;
import io.meshprovisioner.istio.traffic.question.HttpRequest;
import io.meshprovisioner.istio.traffic.route.Downstream;
import io.meshprovisioner.istio.traffic.route.Location;
import io.meshprovisioner.istio.traffic.route.RequestView;
import io.meshprovisioner.istio.traffic.route.Route;
import io.meshprovisioner.istio.traffic.route.RouteAction;
import io.meshprovisioner.istio.traffic.route.Upstream;
import io.meshprovisioner.istio.traffic.rule.FaultRule;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** What a real Envoy did with the call: the request as the service saw it, and where a redirect led. */
final class EnvoyAnswer {
    private EnvoyAnswer() {}

    static void expected(JsonNode line, Map<String, String> fields) {
        JsonNode envoy = line.path("envoy");
        JsonNode upstream = envoy.path("upstream");
        if (envoy.has("status")) {
            TreeSet<String> answered = new TreeSet<>();
            for (JsonNode header : envoy.path("responseHeaders")) {
                if (!header.get(0).asText().equals("content-type")) {
                    answered.add(header.get(0).asText() + ": " + header.get(1).asText());
                }
            }
            TreeSet<String> lost = new TreeSet<>();
            envoy.path("responseHeadersLost").forEach(name -> lost.add(name.asText()));
            fields.put("answerHeaders", answered + " lost " + lost);
        }
        if (envoy.has("location")) {
            fields.put("location", envoy.path("location").asText());
        }
        if (upstream.isMissingNode()) {
            return;
        }
        fields.put("upstreamMethod", upstream.path("method").asText());
        fields.put("upstreamPath", upstream.path("path").asText());
        fields.put("upstreamAuthority", upstream.path("authority").asText());
        TreeSet<String> headers = new TreeSet<>();
        upstream.path("headers")
                .forEach(header -> headers.add(
                        header.get(0).asText() + ": " + header.get(1).asText()));
        fields.put("upstreamHeaders", headers.toString());
    }

    /** The headers that the echo server always answers with. */
    private static final Map<String, List<String>> ECHOED = Map.of(
            "x-rrm", List.of("old"),
            "x-q", List.of("old"),
            "x-rset", List.of("old"),
            "x-radd", List.of("old"),
            "x-rd", List.of("old"),
            "x-r", List.of("old"));

    private static String answerHeaders(Route route, RequestView view) {
        if (route.cors().isPresent() && Downstream.isPreflight(view.request())) {
            Map<String, List<String>> headers = Downstream.preflight(route, view.request());
            if (!headers.isEmpty()) {
                TreeSet<String> own = new TreeSet<>();
                headers.forEach((name, values) -> own.add(name + ": " + values.get(0)));
                return own + " lost []";
            }
        }
        if (!(route.action().orElse(null) instanceof RouteAction.Forward forward)
                || forward.clusters().isEmpty()
                || route.fault().filter(FaultRule::abortsAll).isPresent()) {
            return "[] lost []";
        }
        Map<String, List<String>> headers =
                Downstream.headers(ECHOED, route, forward.clusters().get(0), view.request());
        TreeSet<String> added = new TreeSet<>();
        headers.forEach((name, values) ->
                values.stream().filter(value -> !value.equals("old")).forEach(value -> added.add(name + ": " + value)));
        TreeSet<String> lost = new TreeSet<>(ECHOED.keySet());
        lost.removeIf(name -> headers.getOrDefault(name, List.of()).contains("old"));
        return added + " lost " + lost;
    }

    static void answered(TrafficCase one, Passage passage, Map<String, String> fields) {
        fields.put("answerHeaders", "[] lost []");
        Route route = passage.route();
        RequestView view = passage.request();
        if (route == null || view == null) {
            return;
        }
        fields.put("answerHeaders", answerHeaders(route, view));
        RouteAction action = route.action().orElse(null);
        if (action instanceof RouteAction.Redirect redirect) {
            fields.put("location", Location.of(view, route, redirect));
        } else if (action instanceof RouteAction.Forward forward
                && !forward.clusters().isEmpty()) {
            HttpRequest request =
                    Upstream.request(view, route, forward, forward.clusters().get(0));
            fields.put("upstreamMethod", request.method());
            fields.put("upstreamPath", request.path());
            fields.put("upstreamAuthority", request.authority());
            TreeSet<String> headers = new TreeSet<>();
            request.headers().forEach((name, values) -> values.forEach(value -> headers.add(name + ": " + value)));
            fields.put("upstreamHeaders", headers.toString());
        }
    }
}
