package io.meshprovisioner.testkit.kube;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.world.CloudState.ClusterKey;
import io.meshprovisioner.testkit.world.World;
import java.time.Instant;
import java.util.Optional;

/** One look at a cluster at one instant of one world: what all parts of the API server work on. */
record ApiServer(World world, KubeCluster cluster) {

    Store store() {
        return cluster.store();
    }

    Registry registry() {
        return cluster.registry();
    }

    int minor() {
        return cluster.minor();
    }

    ClusterKey key() {
        return cluster.key();
    }

    Instant now() {
        return world.now();
    }

    String newId(String kind, String name, int digits) {
        return world.newId("kube/" + key() + "/" + kind, name, digits);
    }

    /** A uid in the form of a random UUID. */
    String newUid(String storage, String name) {
        String hex = newId("uid/" + storage, name, 32);
        return hex.substring(0, 8) + "-" + hex.substring(8, 12) + "-4" + hex.substring(13, 16) + "-a"
                + hex.substring(17, 20) + "-" + hex.substring(20, 32);
    }

    Optional<ObjectNode> get(ResourceType type, String namespace, String name) {
        return store().get(type.storage(), type.namespaced() ? namespace : "", name);
    }

    ResourceType builtIn(String qualified) {
        return registry().byName(store(), qualified).orElseThrow();
    }
}
