package io.meshprovisioner.testkit.kube;

import io.meshprovisioner.testkit.kube.json.Trees;
import io.meshprovisioner.testkit.wire.Request;
import io.meshprovisioner.testkit.wire.Response;
import io.meshprovisioner.testkit.world.CloudState.ClusterKey;
import io.meshprovisioner.testkit.world.CloudState.KubeIdentity;
import io.meshprovisioner.testkit.world.World;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A log that is followed until its container ends, or why it is not.
 *
 * @param refusal the answer instead of the log
 */
record LogOpening(Optional<Response> refusal, ClusterKey cluster, Request request, Optional<KubeIdentity> caller) {

    /**
     * How far a log is.
     *
     * @param text all of it
     * @param ended nothing more comes
     */
    record Progress(String text, boolean ended) {}

    static boolean asked(Request request) {
        return request.method().equals("GET")
                && request.path().endsWith("/log")
                && request.query("follow")
                        .filter(value -> value.equals("true") || value.equals("1"))
                        .isPresent();
    }

    static LogOpening of(World world, KubeFront front, ClusterKey cluster, Request request) {
        Optional<KubeIdentity> caller = front.authenticate(world, cluster, request);
        Response first = front.answer(world, cluster, request);
        return new LogOpening(first.status() == 200 ? Optional.empty() : Optional.of(first), cluster, request, caller);
    }

    /** As it stands now; a pod that is gone writes no more. */
    Progress now(World world) {
        if (!(world.cluster(cluster).orElse(null) instanceof KubeCluster kube)) {
            return new Progress("", true);
        }
        ApiServer server = new ApiServer(world, kube);
        try {
            Call call = new Router(server).call(request, caller.orElseThrow()).orElseThrow(ApiError::noSuchPath);
            boolean running = Trees.text(call.live(), "status", "phase").equals("Running");
            Response log = new Subresources(call).answer("get");
            return new Progress(new String(log.body(), StandardCharsets.UTF_8), !running);
        } catch (ApiError gone) {
            return new Progress("", true);
        }
    }
}
