package io.meshprovisioner.testkit.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshprovisioner.testkit.wire.Request;
import io.meshprovisioner.testkit.wire.Response;
import io.meshprovisioner.testkit.world.CloudState.ClusterKey;
import io.meshprovisioner.testkit.world.Gate;
import io.meshprovisioner.testkit.world.World;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;

/** The HTTP side: lost answers, parked requests, nothing left after close. */
class AwsServerTest {

    @Test
    void aLostAnswerHasItsEffectAndArrivesOnce() throws Exception {
        try (Lab lab = new Lab()) {
            var ec2 = lab.ec2();
            ec2.describeVpcs();
            int before = lab.operations.size();
            lab.loseNextAnswer();
            assertThatThrownBy(() -> ec2.createVpc(r -> r.cidrBlock("10.0.0.0/16")))
                    .isInstanceOf(SdkClientException.class);
            assertThat(lab.operations.subList(before, lab.operations.size()))
                    .as("no client sends it again behind our back")
                    .containsExactly("ec2:CreateVpc");
            assertThat(ec2.describeVpcs().vpcs()).hasSize(1);
        }
    }

    /** Answers nothing until told to. */
    private static final class Parking implements Gate {
        final Queue<CompletableFuture<Response>> parked = new ConcurrentLinkedQueue<>();

        @Override
        public CompletionStage<Response> aws(Request request) {
            CompletableFuture<Response> answer = new CompletableFuture<>();
            parked.add(answer);
            return answer;
        }

        @Override
        public CompletionStage<Response> kubernetes(ClusterKey cluster, Request request) {
            throw new UnsupportedOperationException();
        }

        @Override
        public <T> T read(Function<World, T> look) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Subscription onChange(Runnable listener) {
            return () -> {};
        }
    }

    @Test
    void holdsSixtyFourRequestsAndThenAnswersAll() throws Exception {
        Parking parking = new Parking();
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        try (AwsServer server = AwsServer.start(parking)) {
            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            URI where = server.endpoint().resolve("/a%2Fb?c=d%20e");
            for (int i = 0; i < 64; i++) {
                answers.add(client.sendAsync(
                        HttpRequest.newBuilder(where)
                                .POST(HttpRequest.BodyPublishers.ofString("x"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString()));
            }
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (parking.parked.size() < 64 && System.nanoTime() < deadline) {
                Thread.sleep(5);
            }
            assertThat(parking.parked).hasSize(64);
            parking.parked.forEach(
                    answer -> answer.complete(new Response(299, Map.of("X-Own", "yes"), new byte[] {'o', 'k'})));
            for (CompletableFuture<HttpResponse<String>> answer : answers) {
                HttpResponse<String> response = answer.get(20, TimeUnit.SECONDS);
                assertThat(response.statusCode()).isEqualTo(299);
                assertThat(response.body()).isEqualTo("ok");
                assertThat(response.headers().firstValue("X-Own")).contains("yes");
            }
        }
    }

    @Test
    void closingLeavesNoThread() throws Exception {
        Set<String> before = threads();
        for (int i = 0; i < 3; i++) {
            try (Lab lab = new Lab()) {
                lab.ec2().describeVpcs();
            }
        }
        Set<String> left = threads();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!before.containsAll(left) && System.nanoTime() < deadline) {
            Thread.sleep(50);
            left = threads();
        }
        left.removeAll(before);
        // Of the SDK and of the JDK's HTTP client's pool, shared by the whole JVM and daemons.
        left.removeIf(name -> name.startsWith("idle-connection-reaper") || name.startsWith("Keep-Alive-Timer"));
        assertThat(left).isEmpty();
    }

    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(thread -> thread.getName() + "#" + thread.getId())
                .collect(Collectors.toSet());
    }
}
