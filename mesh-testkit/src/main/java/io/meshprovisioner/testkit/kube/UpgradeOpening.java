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

/**
 * A connection into a pod that begins, or why it does not.
 *
 * @param refusal the answer instead of the upgrade
 * @param ports those that are asked for, in the order of their channels
 */
record UpgradeOpening(
        Optional<Response> refusal, ClusterKey cluster, String namespace, String pod, List<Integer> ports) {

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
            if (!call.subresource().equals("portforward")) {
                throw ApiError.badRequest("The sandbox upgrades port-forwards only, not " + call.subresource() + ".");
            }
            ObjectNode pod = call.live();
            if (!Trees.text(pod, "status", "phase").equals("Running")) {
                throw ApiError.badRequest("unable to forward port because pod is not running. Current status="
                        + Trees.text(pod, "status", "phase"));
            }
            return new UpgradeOpening(Optional.empty(), cluster, call.namespace(), call.name(), ports(request));
        } catch (ApiError error) {
            return refused(cluster, error);
        }
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
        return new UpgradeOpening(Optional.of(error.response()), cluster, "", "", List.of());
    }

    /** What the pod's program answers now; empty where nothing listens, or the pod is gone. */
    Optional<PodPrograms.Answer> ask(World world, int port, String method, String path) {
        return world.cluster(cluster).filter(KubeCluster.class::isInstance).flatMap(state -> {
            ApiServer server = new ApiServer(world, (KubeCluster) state);
            return server.store()
                    .get("pods", namespace, pod)
                    .flatMap(found -> new PodPrograms(new ControllerApi(server)).answer(found, port, method, path));
        });
    }
}
