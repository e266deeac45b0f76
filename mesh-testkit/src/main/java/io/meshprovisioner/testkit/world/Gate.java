package io.meshprovisioner.testkit.world;

import io.meshprovisioner.testkit.wire.Request;
import io.meshprovisioner.testkit.wire.Response;
import io.meshprovisioner.testkit.world.CloudState.ClusterKey;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Where a transport hands its requests in. Safe for use by many threads. */
public interface Gate {

    /**
     * Answers an AWS request. A stage that fails means: drop the connection without an answer.
     */
    CompletionStage<Response> aws(Request request);

    /** Answers a Kubernetes request that is not a watch. A stage that fails means: drop the connection. */
    CompletionStage<Response> kubernetes(ClusterKey cluster, Request request);

    /** Looks at the world while nothing else changes it. */
    <T> T read(Function<World, T> look);

    /** Calls {@code listener} after each change, on any thread, quickly; closing ends it. */
    Subscription onChange(Runnable listener);

    /** A listener's registration. */
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
