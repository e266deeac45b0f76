package io.meshprovisioner.testkit.kube;

import io.meshprovisioner.testkit.wire.Request;
import io.meshprovisioner.testkit.wire.Response;
import io.meshprovisioner.testkit.world.CloudState.ClusterKey;
import io.meshprovisioner.testkit.world.CloudState.KubeIdentity;
import io.meshprovisioner.testkit.world.ClusterState;
import io.meshprovisioner.testkit.world.World;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;

/**
 * The door of every simulated cluster: finds out who calls, then hands the request to the cluster. A {@code Gate}
 * answers its Kubernetes requests by it. Immutable.
 */
public final class KubeFront {
    private final Optional<String> adminToken;

    private KubeFront(Optional<String> adminToken) {
        this.adminToken = adminToken;
    }

    /** One that knows the cloud's identities and the clusters' own service accounts. */
    public static KubeFront create() {
        return new KubeFront(Optional.empty());
    }

    /** One that besides takes a fixed bearer token for a member of system:masters on every cluster. */
    public KubeFront withAdminToken(String token) {
        return new KubeFront(Optional.of(token));
    }

    /**
     * Answers a request that is not a watch; its path is as the cluster's API has it ({@code /api/v1/...}).
     * A cluster that does not exist answers 404, an unknown caller 401.
     */
    public Response answer(World world, ClusterKey cluster, Request request) {
        Optional<ClusterState> state = world.cluster(cluster);
        if (state.isEmpty()) {
            return ApiError.noSuchPath().response();
        }
        Optional<KubeIdentity> caller = authenticate(world, cluster, request);
        return caller.isPresent()
                ? state.get().handle(world, request, caller.get())
                : ApiError.unauthorized().response();
    }

    /** Who sends a request; empty for nobody known. */
    public Optional<KubeIdentity> authenticate(World world, ClusterKey cluster, Request request) {
        String header = request.header("authorization").orElse("");
        if (!header.startsWith("Bearer ")) {
            return Optional.empty();
        }
        String token = header.substring("Bearer ".length()).trim();
        if (adminToken.filter(own -> same(own, token)).isPresent()) {
            return Optional.of(
                    new KubeIdentity("kubernetes-admin", List.of("system:masters", "system:authenticated"), ""));
        }
        return world.cloud().authenticate(world, cluster, token).or(() -> serviceAccount(world, cluster, token));
    }

    private static Optional<KubeIdentity> serviceAccount(World world, ClusterKey cluster, String token) {
        return world.cluster(cluster)
                .flatMap(state -> state instanceof KubeCluster kube
                        ? ServiceAccountTokens.identity(new ApiServer(world, kube), token)
                        : Optional.empty());
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
