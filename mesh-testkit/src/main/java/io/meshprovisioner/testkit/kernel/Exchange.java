package io.meshprovisioner.testkit.kernel;

import io.meshprovisioner.testkit.wire.Request;
import io.meshprovisioner.testkit.wire.Response;
import io.meshprovisioner.testkit.world.CloudState.ClusterKey;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A request on its way: part of the world until it is answered or dropped.
 *
 * @param cluster empty for AWS
 * @param run the run it belongs to; empty for none
 * @param key names the call
 * @param parked whether a party of the ledger waits for it
 * @param answer completed once it is decided
 */
public record Exchange(
        Request request,
        Optional<ClusterKey> cluster,
        String run,
        String operation,
        String key,
        boolean parked,
        CompletableFuture<Response> answer) {

    /** The same request with nobody waiting for its answer. */
    Exchange abandoned() {
        return new Exchange(request, cluster, run, operation, key, false, new CompletableFuture<>());
    }
}
