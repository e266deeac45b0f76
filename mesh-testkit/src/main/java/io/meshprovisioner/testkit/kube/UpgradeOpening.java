package io.meshprovisioner.testkit.kube;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.json.Trees;
import io.meshprovisioner.testkit.kube.traffic.PodPrograms;
import io.meshprovisioner.testkit.wire.Request;
import io.meshprovisioner.testkit.wire.Response;
import io.meshprovisioner.testkit.world.CloudState.ClusterKey;
import io.meshprovisioner.testkit.world.CloudState.KubeIdentity;
import io.meshprovisioner.testkit.world.World;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * A connection into a pod that begins, or why it does not.
 *
 * @param refusal the answer instead of the upgrade
 * @param container what a command runs in; empty for a port-forward
 * @param command what runs there
 * @param ports those that are forwarded, in the order of their channels; none for a command
 */
record UpgradeOpening(
        Optional<Response> refusal,
        ClusterKey cluster,
        String namespace,
        String pod,
        String container,
        List<String> command,
        List<Integer> ports) {

    static UpgradeOpening of(World world, KubeFront front, ClusterKey cluster, Request request) {
        if (!(world.cluster(cluster).orElse(null) instanceof KubeCluster kube)) {
            return refused(cluster, ApiError.noSuchPath());
        }
        Optional<KubeIdentity> caller = front.authenticate(world, cluster, request);
        if (caller.isEmpty()) {
            return refused(cluster, ApiError.unauthorized());
        }
        try {
            Call call = new Router(new ApiServer(world, kube))
                    .call(request, caller.get())
                    .orElseThrow(ApiError::noSuchPath);
            Authorizer.check(call, Verbs.verb(call));
            return switch (call.subresource()) {
                case "portforward" -> portForward(call);
                case "exec" -> exec(call);
                default -> throw ApiError.badRequest("The sandbox upgrades no " + call.subresource() + ".");
            };
        } catch (ApiError error) {
            return refused(cluster, error);
        }
    }

    private static UpgradeOpening portForward(Call call) {
        String phase = phase(call);
        if (!phase.equals("Running")) {
            throw ApiError.badRequest("unable to forward port because pod is not running. Current status=" + phase);
        }
        return new UpgradeOpening(
                Optional.empty(),
                call.server().key(),
                call.namespace(),
                call.name(),
                "",
                List.of(),
                ports(call.request()));
    }

    private static UpgradeOpening exec(Call call) {
        List<String> command = call.request().query().getOrDefault("command", List.of());
        if (command.isEmpty()) {
            throw ApiError.badRequest("you must specify at least one command for the container");
        }
        String container = Subresources.container(call);
        String phase = phase(call);
        if (!phase.equals("Running")) {
            throw ApiError.badRequest(
                    "cannot exec into a container in a pod that is not running; current phase is " + phase);
        }
        return new UpgradeOpening(
                Optional.empty(), call.server().key(), call.namespace(), call.name(), container, command, List.of());
    }

    private static String phase(Call call) {
        return Trees.text(call.live(), "status", "phase");
    }

    /** {@code ports=80&ports=81}, or {@code ports=80,81}. */
    private static List<Integer> ports(Request request) {
        try {
            List<Integer> ports = request.query().getOrDefault("ports", List.of()).stream()
                    .flatMap(text -> List.of(text.split(",")).stream())
                    .map(Integer::valueOf)
                    .toList();
            if (ports.isEmpty()) {
                throw ApiError.badRequest("query parameter \"ports\" is required");
            }
            return ports;
        } catch (NumberFormatException e) {
            throw ApiError.badRequest("unable to parse \"ports\": " + e.getMessage());
        }
    }

    private static UpgradeOpening refused(ClusterKey cluster, ApiError error) {
        return new UpgradeOpening(Optional.of(error.response()), cluster, "", "", "", List.of(), List.of());
    }

    /** What the pod's program answers now; empty where nothing listens, or the pod is gone. */
    Optional<PodPrograms.Answer> ask(World world, int port, String method, String path) {
        return inPod(world, (programs, pod) -> programs.answer(pod, port, method, path));
    }

    /** What the command does now; empty where there is no such program, or the pod is gone. */
    Optional<PodPrograms.Result> run(World world) {
        return inPod(world, (programs, pod) -> programs.run(pod, container, command));
    }

    private <T> Optional<T> inPod(World world, BiFunction<PodPrograms, ObjectNode, Optional<T>> work) {
        return world.cluster(cluster).filter(KubeCluster.class::isInstance).flatMap(state -> {
            ApiServer server = new ApiServer(world, (KubeCluster) state);
            return server.store()
                    .get("pods", namespace, pod)
                    .flatMap(found -> work.apply(new PodPrograms(new ControllerApi(server)), found));
        });
    }
}
