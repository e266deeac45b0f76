package io.meshprovisioner.testkit.awsbackend;

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
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Just enough of a cluster for the cloud side to work: nodes are Ready once the CNI's objects are there. */
final class QuietCluster implements ClusterState {
    private final Set<String> nodes;
    private final Map<String, ObjectNode> objects;

    QuietCluster() {
        this(Set.of(), Map.of());
    }

    private QuietCluster(Set<String> nodes, Map<String, ObjectNode> objects) {
        this.nodes = new TreeSet<>(nodes);
        this.objects = new TreeMap<>(objects);
    }

    @Override
    public ClusterState copy() {
        return new QuietCluster(nodes, objects);
    }

    @Override
    public Response handle(World world, Request request, KubeIdentity caller) {
        return Response.of(404, "application/json", "{}");
    }

    @Override
    public void upgrade(String version) {}

    @Override
    public void addNode(World world, NodeRequest node) {
        nodes.add(node.name());
    }

    @Override
    public void removeNode(World world, String name) {
        nodes.remove(name);
    }

    @Override
    public boolean nodeReady(String name) {
        return nodes.contains(name) && objects.containsKey("DaemonSet kube-system/aws-node");
    }

    @Override
    public void put(World world, ObjectNode manifest) {
        objects.put(
                manifest.path("kind").asText() + " "
                        + manifest.path("metadata").path("namespace").asText() + "/"
                        + manifest.path("metadata").path("name").asText(),
                manifest.deepCopy());
    }

    @Override
    public void remove(World world, String apiVersion, String kind, String namespace, String name) {
        objects.remove(kind + " " + namespace + "/" + name);
    }

    @Override
    public Optional<ObjectNode> get(String apiVersion, String kind, String namespace, String name) {
        return Optional.ofNullable(objects.get(kind + " " + namespace + "/" + name))
                .map(object -> withStatus(kind, object.deepCopy()));
    }

    private ObjectNode withStatus(String kind, ObjectNode object) {
        ObjectNode status = object.putObject("status");
        if (kind.equals("DaemonSet")) {
            status.put("desiredNumberScheduled", nodes.size()).put("numberReady", nodes.size());
        } else if (kind.equals("Deployment")) {
            int replicas = object.path("spec").path("replicas").asInt(1);
            status.put("replicas", replicas)
                    .put("readyReplicas", nodes.isEmpty() ? 0 : replicas)
                    .put("availableReplicas", nodes.isEmpty() ? 0 : replicas);
        }
        return object;
    }

    @Override
    public List<ObjectNode> list(String apiVersion, String kind) {
        return List.of();
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
