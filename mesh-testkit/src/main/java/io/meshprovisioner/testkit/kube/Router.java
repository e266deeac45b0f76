package io.meshprovisioner.testkit.kube;

import io.meshprovisioner.testkit.wire.Request;
import io.meshprovisioner.testkit.wire.Response;
import io.meshprovisioner.testkit.world.CloudState.KubeIdentity;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds out what a path means. */
final class Router {
    private final ApiServer server;

    Router(ApiServer server) {
        this.server = server;
    }

    /** Answers a request that is not a watch. */
    Response handle(Request request, KubeIdentity caller) {
        try {
            Optional<Call> call = call(request, caller);
            return call.isPresent() ? new Verbs(call.get()).answer() : new Discovery(server).answer(request);
        } catch (ApiError error) {
            return error.response();
        }
    }

    /** The resource that a request is about; empty for discovery and health. */
    Optional<Call> call(Request request, KubeIdentity caller) {
        List<String> steps = new ArrayList<>();
        for (String step : request.path().split("/")) {
            if (!step.isEmpty()) {
                steps.add(URLDecoder.decode(step.replace("+", "%2B"), StandardCharsets.UTF_8));
            }
        }
        String group;
        if (steps.size() >= 3 && steps.get(0).equals("api")) {
            group = "";
            steps = steps.subList(1, steps.size());
        } else if (steps.size() >= 4 && steps.get(0).equals("apis")) {
            group = steps.get(1);
            steps = steps.subList(2, steps.size());
        } else {
            return Optional.empty();
        }
        String version = steps.get(0);
        steps = steps.subList(1, steps.size());
        if (steps.get(0).equals("watch")) {
            steps = steps.subList(1, steps.size());
        }
        String namespace = "";
        boolean inNamespace = steps.size() >= 3
                && steps.get(0).equals("namespaces")
                && !(group.isEmpty()
                        && steps.size() == 3
                        && List.of("status", "finalize").contains(steps.get(2)));
        if (inNamespace) {
            namespace = steps.get(1);
            steps = steps.subList(2, steps.size());
        }
        if (steps.isEmpty() || steps.size() > 3) {
            throw ApiError.noSuchPath();
        }
        ResourceType type = server.registry()
                .find(server.store(), group, version, steps.get(0))
                .filter(found -> found.namespaced() || !inNamespace)
                .orElseThrow(ApiError::noSuchPath);
        String name = steps.size() > 1 ? steps.get(1) : "";
        String subresource = steps.size() > 2 ? steps.get(2) : "";
        if (!subresource.isEmpty() && !type.subresources().contains(subresource)) {
            throw ApiError.noSuchPath();
        }
        if (type.namespaced() && namespace.isEmpty() && !name.isEmpty()) {
            throw ApiError.noSuchPath();
        }
        return Optional.of(new Call(server, request, caller, type, version, namespace, name, subresource));
    }

    /** Whether a request asks for a watch. */
    static boolean isWatch(Request request) {
        return request.method().equals("GET")
                && (request.query("watch")
                                .map(value -> value.equals("true") || value.equals("1"))
                                .orElse(false)
                        || request.path().contains("/watch/"));
    }
}
