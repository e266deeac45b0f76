package io.meshprovisioner.testkit.aws;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.wire.Request;
import io.meshprovisioner.testkit.wire.Response;
import io.meshprovisioner.testkit.world.CloudState.KubeIdentity;
import io.meshprovisioner.testkit.world.ClusterState;
import io.meshprovisioner.testkit.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Just enough of a cluster for the cloud side: objects, nodes that are Ready once aws-node is there. */
final class FakeCluster implements ClusterState {
    final Map<String, ObjectNode> objects;
    final Map<String, NodeRequest> nodes;

    FakeCluster() {
        this(Map.of(), Map.of());
    }

    private FakeCluster(Map<String, ObjectNode> objects, Map<String, NodeRequest> nodes) {
        this.objects = new TreeMap<>(objects);
        this.nodes = new TreeMap<>(nodes);
    }

    @Override
    public ClusterState copy() {
        return new FakeCluster(objects, nodes);
    }

    @Override
    public Response handle(World world, Request request, KubeIdentity caller) {
        throw new UnsupportedOperationException("No Kubernetes requests in these tests.");
    }

    @Override
    public void upgrade(String version) {}

    @Override
    public void addNode(World world, NodeRequest node) {
        nodes.put(node.name(), node);
    }

    @Override
    public void removeNode(World world, String name) {
        nodes.remove(name);
    }

    @Override
    public boolean nodeReady(String name) {
        return nodes.containsKey(name) && objects.containsKey("DaemonSet/kube-system/aws-node");
    }

    @Override
    public void put(World world, ObjectNode manifest) {
        String namespace = manifest.path("metadata").path("namespace").asText("");
        objects.put(
                manifest.path("kind").asText() + "/" + namespace + "/"
                        + manifest.path("metadata").path("name").asText(),
                manifest.deepCopy());
    }

    @Override
    public void remove(World world, String apiVersion, String kind, String namespace, String name) {
        objects.remove(kind + "/" + namespace + "/" + name);
    }

    @Override
    public Optional<ObjectNode> get(String apiVersion, String kind, String namespace, String name) {
        return Optional.ofNullable(objects.get(kind + "/" + namespace + "/" + name))
                .map(object -> {
                    ObjectNode live = object.deepCopy();
                    if (kind.equals("DaemonSet")) {
                        live.putObject("status")
                                .put("desiredNumberScheduled", nodes.size())
                                .put("numberReady", nodes.size());
                    } else if (kind.equals("Deployment")) {
                        int replicas = live.path("spec").path("replicas").asInt(1);
                        live.putObject("status").put("availableReplicas", nodes.isEmpty() ? 0 : replicas);
                    }
                    return live;
                });
    }

    @Override
    public List<ObjectNode> list(String apiVersion, String kind) {
        return objects.values().stream()
                .filter(object -> object.path("kind").asText().equals(kind))
                .toList();
    }

    @Override
    public List<String> loadBalancerServices() {
        return List.of();
    }

    @Override
    public List<String> inventory() {
        return new ArrayList<>(objects.keySet());
    }
}
