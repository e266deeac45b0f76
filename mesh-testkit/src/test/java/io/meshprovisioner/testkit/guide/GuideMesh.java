package io.meshprovisioner.testkit.guide;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.Mesh;
import io.meshprovisioner.spec.IstioSpec;
import io.meshprovisioner.testkit.memory.InMemorySandbox;
import io.meshprovisioner.testkit.world.CloudState.ClusterKey;
import io.meshprovisioner.testkit.world.ClusterState;
import io.meshprovisioner.testkit.world.Era;
import io.meshprovisioner.testkit.world.World;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** A mesh in memory, and what its cluster holds. */
final class GuideMesh implements AutoCloseable {
    private static final ClusterKey CLUSTER = new ClusterKey("us-west-2", "mesh");

    final InMemorySandbox sandbox;
    private final String release;

    /** In the era in which the release is at home. */
    GuideMesh(String release) {
        this.release = release;
        this.sandbox = new InMemorySandbox(release.startsWith("1.9.") ? Era.GUIDE : Era.TODAY, 0);
    }

    Mesh install(UnaryOperator<IstioSpec> change) {
        return sandbox.newRun().withIstio(release, change).install();
    }

    Optional<ObjectNode> object(String apiVersion, String kind, String namespace, String name) {
        return in(cluster -> cluster.get(apiVersion, kind, namespace, name));
    }

    /** One line for each object of the cluster. */
    List<String> objects() {
        return in(ClusterState::inventory);
    }

    <T> T in(Function<ClusterState, T> look) {
        return sandbox.kernel().read(world -> look.apply(world.cluster(CLUSTER).orElseThrow()));
    }

    /** Puts an object into the cluster as somebody else would. */
    void put(ObjectNode object) {
        sandbox.kernel().read(world -> {
            world.cluster(CLUSTER).orElseThrow().put(world, object);
            return world.changes();
        });
    }

    /** Takes an object out of a world's cluster as somebody else would. */
    void remove(World world, ObjectNode object) {
        world.cluster(CLUSTER)
                .orElseThrow()
                .remove(
                        world,
                        object.path("apiVersion").asText(),
                        object.path("kind").asText(),
                        object.at("/metadata/namespace").asText(),
                        object.at("/metadata/name").asText());
    }

    /** Lets time pass while nobody calls. */
    void pass(Duration time) {
        sandbox.pass(time);
    }

    List<String> inventory() {
        return sandbox.kernel().read(World::inventory);
    }

    @Override
    public void close() {
        sandbox.close();
    }
}
