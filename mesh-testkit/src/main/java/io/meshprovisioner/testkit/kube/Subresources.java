package io.meshprovisioner.testkit.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.apply.ManagedFields;
import io.meshprovisioner.testkit.kube.json.Selectors;
import io.meshprovisioner.testkit.kube.json.Trees;
import io.meshprovisioner.testkit.kube.schema.Problem;
import io.meshprovisioner.testkit.kube.schema.Timestamps;
import io.meshprovisioner.testkit.wire.Response;
import java.time.Duration;
import java.util.List;

/** What lies below an object: scale, eviction, token, log, binding, finalize. */
final class Subresources {
    private final Call call;
    private final ApiServer server;

    Subresources(Call call) {
        this.call = call;
        this.server = call.server();
    }

    Response answer(String verb) {
        return switch (call.subresource()) {
            case "scale" -> Answers.of(call, 200, new Scales(call).answer(verb));
            case "eviction" -> Answers.of(call, 201, evict(verb));
            case "token" -> Answers.of(call, 201, token(verb));
            case "log" -> log(verb);
            case "binding" -> Answers.of(call, 201, bind(verb));
            case "finalize" -> Answers.of(call, 200, finalizeNamespace(verb));
            case "exec", "attach", "portforward" -> throw ApiError.badRequest("Upgrade request required");
            default -> throw ApiError.methodNotAllowed();
        };
    }

    private ObjectNode evict(String verb) {
        only("create", verb);
        ObjectNode body = Bodies.object(call.request());
        ObjectNode pod = call.live();
        for (ObjectNode budget : server.store().list("poddisruptionbudgets.policy", call.namespace())) {
            boolean covers = Selectors.matches(Trees.at(budget, "spec", "selector"), Trees.labels(pod));
            if (covers && Trees.at(budget, "status", "disruptionsAllowed").asInt() <= 0) {
                ObjectNode details = Trees.object();
                details.putArray("causes")
                        .addObject()
                        .put("reason", "DisruptionBudget")
                        .put(
                                "message",
                                "The disruption budget " + Trees.name(budget) + " needs "
                                        + Trees.at(budget, "status", "desiredHealthy") + " healthy pods and has "
                                        + Trees.at(budget, "status", "currentHealthy") + " currently");
                throw new ApiError(
                        429,
                        "TooManyRequests",
                        "Cannot evict pod as it would violate the pod's disruption budget.",
                        details);
            }
        }
        int grace = Trees.at(body, "deleteOptions", "gracePeriodSeconds").asInt(-1);
        new Deletes(server).delete(call.type(), pod, new Deletes.Options("Background", grace, "", "", call.dryRun()));
        ObjectNode status = Trees.object().put("kind", "Status").put("apiVersion", "v1");
        status.putObject("metadata");
        return status.put("status", "Success").put("code", 201);
    }

    private ObjectNode token(String verb) {
        only("create", verb);
        ObjectNode request = Bodies.object(call.request());
        call.live();
        ObjectNode spec = Trees.with(request, "spec");
        long seconds = spec.path("expirationSeconds").asLong(3600);
        if (seconds < 600) {
            throw ApiError.invalid(
                    call.type(),
                    call.name(),
                    List.of(Problem.invalid(
                            "spec.expirationSeconds",
                            Long.toString(seconds),
                            "may not specify a duration less than 10 minutes")));
        }
        spec.put("expirationSeconds", seconds);
        if (spec.path("audiences").isEmpty()) {
            spec.putArray("audiences").add(ServiceAccountTokens.AUDIENCE);
        }
        request.put("kind", "TokenRequest").put("apiVersion", "authentication.k8s.io/v1");
        Trees.with(request, "metadata").put("name", call.name()).put("namespace", call.namespace());
        ObjectNode status = request.putObject("status");
        status.put(
                "token",
                ServiceAccountTokens.issue(server, call.namespace(), call.name(), Duration.ofSeconds(seconds)));
        status.put("expirationTimestamp", Timestamps.seconds(server.now().plusSeconds(seconds)));
        return request;
    }

    /** The name of the container that a request asks for; the pod's first where it names none. */
    static String container(Call call) {
        JsonNode containers = Trees.at(call.live(), "spec", "containers");
        String asked = call.request().query("container").orElse("");
        if (asked.isEmpty()) {
            return Trees.text(containers.path(0), "name");
        }
        if (Trees.objects(containers).stream()
                .noneMatch(one -> Trees.text(one, "name").equals(asked))) {
            throw ApiError.badRequest("container " + asked + " is not valid for pod " + call.name());
        }
        return asked;
    }

    private Response log(String verb) {
        only("get", verb);
        ObjectNode pod = call.live();
        String name = container(call);
        String written = server.cluster().logs().get(Trees.uid(pod) + " " + name);
        if (written != null) {
            return Response.of(200, "text/plain", written);
        }
        if (!Trees.text(pod, "status", "phase").equals("Running")) {
            throw ApiError.badRequest(
                    "container \"" + name + "\" in pod \"" + call.name() + "\" is waiting to start: ContainerCreating");
        }
        return Response.of(
                200, "text/plain", "(simulated) container " + name + " of pod " + call.name() + " is running\n");
    }

    private ObjectNode bind(String verb) {
        only("create", verb);
        ObjectNode pod = call.live().deepCopy();
        Trees.with(pod, "spec").put("nodeName", Trees.text(Bodies.object(call.request()), "target", "name"));
        server.store().put(call.type().storage(), pod);
        return Trees.object()
                .put("kind", "Status")
                .put("apiVersion", "v1")
                .put("status", "Success")
                .put("code", 201);
    }

    private ObjectNode finalizeNamespace(String verb) {
        only("update", verb);
        ObjectNode asked = Bodies.typed(call);
        ObjectNode live = call.live();
        ObjectNode changed = live.deepCopy();
        JsonNode finalizers = Trees.at(asked, "spec", "finalizers");
        Trees.with(changed, "spec").set("finalizers", finalizers.isArray() ? finalizers : Trees.array());
        ObjectNode managed = ManagedFields.update(live, changed, call.type().storedShape(), call.writer());
        if (Trees.deleting(live) && finalizers.isEmpty()) {
            server.store().remove(call.type().storage(), "", call.name());
            return managed;
        }
        return server.store().put(call.type().storage(), managed);
    }

    private static void only(String allowed, String verb) {
        if (!allowed.equals(verb)) {
            throw ApiError.methodNotAllowed();
        }
    }
}
