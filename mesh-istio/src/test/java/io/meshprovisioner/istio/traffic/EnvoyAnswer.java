package io.meshprovisioner.istio.traffic;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshprovisioner.istio.traffic.proxy.Passage;
import io.meshprovisioner.istio.traffic.question.HttpRequest;
import io.meshprovisioner.istio.traffic.route.Location;
import io.meshprovisioner.istio.traffic.route.RequestView;
import io.meshprovisioner.istio.traffic.route.Route;
import io.meshprovisioner.istio.traffic.route.RouteAction;
import io.meshprovisioner.istio.traffic.route.Upstream;
import java.util.Map;
import java.util.TreeSet;

/** What a real Envoy did with the call: the request as the service saw it, and where a redirect led. */
final class EnvoyAnswer {
    private EnvoyAnswer() {}

    static void expected(JsonNode line, Map<String, String> fields) {
        JsonNode envoy = line.path("envoy");
        JsonNode upstream = envoy.path("upstream");
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

    static void answered(TrafficCase one, Passage passage, Map<String, String> fields) {
        Route route = passage.route();
        RequestView view = passage.request();
        if (route == null || view == null) {
            return;
        }
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
