package io.meshprovisioner.testkit.memory;

import io.meshprovisioner.testkit.kube.KubeFront;
import io.meshprovisioner.testkit.kube.KubeServer;
import io.meshprovisioner.testkit.wire.Request;
import io.meshprovisioner.testkit.wire.Response;
import io.meshprovisioner.testkit.world.CloudState.ClusterKey;
import io.meshprovisioner.testkit.world.Gate;
import io.meshprovisioner.testkit.world.World;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** A certificate authority that clients can parse; nothing is ever checked against it. */
final class TestAuthority {
    private static final String BASE64 = make();

    private TestAuthority() {}

    static String base64() {
        return BASE64;
    }

    private static String make() {
        try (KubeServer server = KubeServer.start(new Closed(), KubeFront.create(), 0)) {
            return Base64.getEncoder().encodeToString(server.caPem().getBytes(StandardCharsets.UTF_8));
        }
    }

    private static final class Closed implements Gate {
        @Override
        public CompletionStage<Response> aws(Request request) {
            throw new IllegalStateException("Nobody calls.");
        }

        @Override
        public CompletionStage<Response> kubernetes(ClusterKey cluster, Request request) {
            throw new IllegalStateException("Nobody calls.");
        }

        @Override
        public <T> T read(Function<World, T> look) {
            throw new IllegalStateException("Nobody looks.");
        }

        @Override
        public Subscription onChange(Runnable listener) {
            return () -> {};
        }
    }
}
