package io.meshprovisioner.testkit.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshprovisioner.testkit.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two equal histories make equal clusters, to the last resourceVersion, and a copy goes on as the original does. */
class DeterminismTest {
    private static final String DEPLOYMENTS = "/apis/apps/v1/namespaces/default/deployments";

    private static List<String> history(TestWorld test) {
        test.withNodes(3);
        test.call("POST", DEPLOYMENTS, Manifests.deployment("one", 3));
        test.advance(Duration.ofSeconds(7));
        test.call("POST", DEPLOYMENTS, Manifests.deployment("two", 2));
        test.call("POST", "/api/v1/namespaces/default/services", Manifests.json("""
                apiVersion: v1
                kind: Service
                metadata: {name: one}
                spec: {type: LoadBalancer, selector: {app: one}, ports: [{port: 80}]}
                """));
        test.advance(Duration.ofSeconds(9));
        test.call("DELETE", DEPLOYMENTS + "/two", "");
        return state(test.world());
    }

    private static List<String> state(World world) {
        List<String> lines = new ArrayList<>();
        KubeCluster cluster = (KubeCluster) world.cluster(TestWorld.KEY).orElseThrow();
        for (String storage : cluster.store().resources()) {
            cluster.store().list(storage).forEach(object -> lines.add(object.toString()));
        }
        return lines;
    }

    @Test
    void equalHistoriesMakeEqualWorlds() {
        try (TestWorld one = new TestWorld("1.34");
                TestWorld other = new TestWorld("1.34")) {
            assertThat(history(one)).isEqualTo(history(other));
            World copy = one.world().copy();
            one.advance(Duration.ofMinutes(2));
            copy.advanceTo(copy.now().plus(Duration.ofMinutes(2)));
            assertThat(state(copy)).isEqualTo(state(one.world()));
            assertThat(state(copy)).isNotEqualTo(state(other.world()));
        }
    }

    @Test
    void aFasterWorldComesToTheSameEnd() {
        try (TestWorld usual = new TestWorld("1.34");
                TestWorld faster = new TestWorld("1.34", 10)) {
            history(usual);
            history(faster);
            usual.advance(Duration.ofMinutes(5));
            faster.advance(Duration.ofSeconds(30));
            assertThat(faster.world().inventory().stream().filter(line -> !line.startsWith("load balancer")))
                    .isEqualTo(usual.world().inventory().stream()
                            .filter(line -> !line.startsWith("load balancer"))
                            .toList());
            assertThat(faster.cluster().nodeReady("ip-10-0-0-1.us-west-2.compute.internal"))
                    .isTrue();
        }
    }
}
