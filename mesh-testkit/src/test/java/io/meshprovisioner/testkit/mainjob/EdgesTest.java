package io.meshprovisioner.testkit.mainjob;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshprovisioner.plan.Graph;
import io.meshprovisioner.spec.IstioSpec;
import io.meshprovisioner.spec.MeshSpec;
import io.meshprovisioner.spec.NetworkingSpec;
import io.meshprovisioner.testkit.memory.InMemorySandbox;
import io.meshprovisioner.testkit.world.Era;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Every edge that carries no data is needed: where what is awaited comes later than what waits for it, the install
 * fails.
 */
class EdgesTest {
    @Test
    void noEdgeWithoutDataIsIdle() {
        for (String istio : List.of("1.9.3", "1.30.3")) {
            Era era = istio.equals("1.9.3") ? Era.GUIDE : Era.TODAY;
            List<Graph.Edge> edges = new ArrayList<>();
            install(era, istio, graph -> {
                edges.addAll(graph.orderOnlyEdges());
                return graph;
            });
            List<Graph.Edge> idle = new ArrayList<>();
            for (Graph.Edge edge : edges) {
                if (install(era, istio, graph -> graph.reversed(edge))) {
                    idle.add(edge);
                }
            }
            System.out.println("Istio " + istio + ": " + edges.size() + " edges without data, idle " + idle);
            assertThat(idle).isEmpty();
        }
    }

    /** Pods in a block of their own have edges that no other network has. */
    @Test
    void noEdgeOfPodsInTheirOwnBlockIsIdle() {
        MeshSpec spec = MeshSpec.forRegion("us-west-2")
                .networking(NetworkingSpec.defaults().vpcCni(cni -> cni.podCidr("100.64.0.0/16")));
        List<Graph.Edge> edges = new ArrayList<>();
        try (InMemorySandbox sandbox = new InMemorySandbox(Era.TODAY, 0)) {
            sandbox.installs(spec, graph -> {
                edges.addAll(graph.orderOnlyEdges());
                return graph;
            });
        }
        List<Graph.Edge> idle = new ArrayList<>();
        for (Graph.Edge edge : edges) {
            try (InMemorySandbox sandbox = new InMemorySandbox(Era.TODAY, 0)) {
                if (sandbox.installs(spec, graph -> graph.reversed(edge))) {
                    idle.add(edge);
                }
            }
        }
        assertThat(edges)
                .extracting(edge -> edge.awaited().kind())
                .contains("ec2:VpcCidrBlock", "kubernetes:ENIConfig");
        assertThat(idle).isEmpty();
    }

    private static boolean install(Era era, String istio, java.util.function.UnaryOperator<Graph> shape) {
        try (InMemorySandbox sandbox = new InMemorySandbox(era, 0)) {
            return sandbox.installs(MeshSpec.forRegion("us-west-2").istio(IstioSpec.version(istio)), shape);
        }
    }
}
