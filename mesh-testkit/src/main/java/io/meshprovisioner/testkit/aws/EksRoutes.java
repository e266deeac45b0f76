package io.meshprovisioner.testkit.aws;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.wire.Request;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The REST routes of EKS: method and path template to operation. */
final class EksRoutes {
    private final List<Route> routes = new ArrayList<>();

    /** An operation: reads members, takes its effect, answers the result. */
    @FunctionalInterface
    interface Handler {
        ObjectNode answer(Call call, EksIn in);
    }

    record Route(String operation, String method, List<String> template, Handler handler) {}

    /** A route with what the path's variables are. */
    record Match(Route route, Map<String, String> variables) {}

    void on(String operation, String method, String template, Handler handler) {
        routes.add(new Route(operation, method, List.of(template.split("/", -1)), handler));
    }

    Optional<Match> find(Request request) {
        List<String> segments = List.of(request.path().split("/", -1));
        for (Route route : routes) {
            if (route.method().equals(request.method()) && route.template().size() == segments.size()) {
                Optional<Map<String, String>> variables = match(route.template(), segments);
                if (variables.isPresent()) {
                    return Optional.of(new Match(route, variables.get()));
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Map<String, String>> match(List<String> template, List<String> segments) {
        Map<String, String> variables = new TreeMap<>();
        for (int i = 0; i < template.size(); i++) {
            String step = template.get(i);
            if (step.startsWith("{")) {
                variables.put(
                        step.substring(1, step.length() - 1),
                        URLDecoder.decode(segments.get(i).replace("+", "%2B"), StandardCharsets.UTF_8));
            } else if (!step.equals(segments.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(variables);
    }
}
