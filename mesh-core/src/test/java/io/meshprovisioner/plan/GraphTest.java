package io.meshprovisioner.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;

class GraphTest {
    private final Graph.Builder builder = Graph.builder();
    private final Ref<String> vpc = builder.add(new Thing("vpc", Set.of(), Set.of()));
    private final Ref<String> role = builder.add(new Thing("role", Set.of(), Set.of()));
    private final Ref<String> cluster = builder.add(new Thing("cluster", Set.of(vpc), Set.of(role)));

    @Test
    void ordersByAdditionAndKnowsWhatEachWaitsFor() {
        Graph graph = builder.build();
        assertThat(graph.resources()).extracting(Resource::id).containsExactly(vpc.id(), role.id(), cluster.id());
        assertThat(graph.prerequisites(cluster.id())).containsExactlyInAnyOrder(vpc.id(), role.id());
        assertThat(graph.prerequisites(vpc.id())).isEmpty();
        assertThat(graph.prerequisites(id("unknown"))).isEmpty();
    }

    @Test
    void anEdgeWithoutDataCanBeDropped() {
        Graph graph = builder.build();
        Graph.Edge edge = new Graph.Edge(cluster.id(), role.id());
        assertThat(graph.orderOnlyEdges()).containsExactly(edge);
        Graph turned = graph.reversed(edge);
        assertThat(turned.prerequisites(cluster.id())).containsExactly(vpc.id());
        assertThat(turned.prerequisites(role.id())).containsExactly(cluster.id());
        assertThat(turned.resources().stream().map(Resource::id).toList())
                .containsExactlyInAnyOrder(vpc.id(), role.id(), cluster.id())
                .containsSubsequence(cluster.id(), role.id());
        assertThat(graph.prerequisites(cluster.id())).hasSize(2);
    }

    @Test
    void anEdgeWithDataCannotBeDropped() {
        Graph graph = builder.build();
        assertThatThrownBy(() -> graph.reversed(new Graph.Edge(cluster.id(), vpc.id())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("carries no data");
    }

    @Test
    void anEdgeThatAlsoCarriesDataIsNotOrderOnly() {
        builder.add(new Thing("nodes", Set.of(cluster), Set.of(cluster, vpc)));
        assertThat(builder.build().orderOnlyEdges())
                .containsExactly(new Graph.Edge(cluster.id(), role.id()), new Graph.Edge(id("nodes"), vpc.id()));
    }

    @Test
    void aRefOfAnotherGraphIsRefused() {
        Ref<String> foreign = Graph.builder().add(new Thing("elsewhere", Set.of(), Set.of()));
        assertThatThrownBy(() -> builder.add(new Thing("nodes", Set.of(foreign), Set.of())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("test:Thing nodes refers to test:Thing elsewhere, which is not in this graph.");
        assertThatThrownBy(() -> builder.add(new Thing("nodes", Set.of(), Set.of(foreign))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(builder.build().resources()).hasSize(3);
    }

    @Test
    void aNameIsGivenOnce() {
        assertThatThrownBy(() -> builder.add(new Thing("vpc", Set.of(), Set.of())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("two resources named test:Thing vpc");
    }

    @Test
    void whatIsBuiltDoesNotGrow() {
        Graph graph = builder.build();
        builder.add(new Thing("nodes", Set.of(cluster), Set.of()));
        assertThat(graph.resources()).hasSize(3);
        assertThat(graph.prerequisites(id("nodes"))).isEmpty();
    }

    private static ResourceId id(String name) {
        return new ResourceId("test:Thing", name);
    }

    private record Thing(String name, Set<Ref<?>> needs, Set<Ref<?>> after) implements Resource<String> {
        @Override
        public ResourceId id() {
            return GraphTest.id(name);
        }

        @Override
        public String title() {
            return name;
        }

        @Override
        public Observation<String> observe(Step step) {
            return Observation.absent();
        }

        @Override
        public Observation<String> create(Step step) {
            return Observation.ready(name);
        }
    }
}
