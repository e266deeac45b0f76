package io.meshprovisioner.testkit.world;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.wire.Request;
import io.meshprovisioner.testkit.wire.Response;
import io.meshprovisioner.testkit.world.CloudState.KubeIdentity;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A simulated Kubernetes cluster: answers requests, and is what the cloud side changes when nodes and add-ons come. */
public interface ClusterState {

    /** An independent copy; later changes of one are not seen in the other. */
    ClusterState copy();

    /** Answers one API request (not a watch) and takes its effect, at {@code world.now()}. */
    Response handle(World world, Request request, KubeIdentity caller);

    /** The control plane becomes another version, such as 1.35: its API serves what that version serves. */
    void upgrade(String version);

    /** A node joins: its object appears, NotReady until the CNI's pod runs on it. */
    void addNode(World world, NodeRequest node);

    /** A node leaves, and its pods with it. */
    void removeNode(World world, String name);

    /** Whether a node's object exists and is Ready. */
    boolean nodeReady(String name);

    /** Creates or replaces an object as the cluster's own add-on manager would. */
    void put(World world, ObjectNode manifest);

    /** Deletes an object put by the add-on manager; absent is fine. */
    void remove(World world, String apiVersion, String kind, String namespace, String name);

    /** One object as it stands, for the world's own actors. */
    Optional<ObjectNode> get(String apiVersion, String kind, String namespace, String name);

    /** All objects of a kind as they stand, for the world's own actors. */
    List<ObjectNode> list(String apiVersion, String kind);

    /** The uids of Services of type LoadBalancer that may still own something in the cloud. */
    List<String> loadBalancerServices();

    /** Every object, one line each (kind, namespace, name), in a stable order; two equal clusters print the same. */
    List<String> inventory();

    /**
     * What pods need that found no node.
     *
     * @param milliCpu thousandths of a CPU
     */
    record NodeDemand(long milliCpu, long memoryBytes, long pods) {}

    /**
     * A machine that becomes a node.
     *
     * @param name private DNS name
     * @param podCapacity how many pods it holds (t3.medium: 17)
     */
    record NodeRequest(
            String name,
            String internalIp,
            String providerId,
            String zone,
            String region,
            String instanceType,
            int milliCpu,
            long memoryBytes,
            int podCapacity,
            String kubeletVersion,
            Map<String, String> labels,
            List<Taint> taints) {
        public NodeRequest {
            labels = Map.copyOf(labels);
            taints = List.copyOf(taints);
        }

        /** A node taint; effect is NoSchedule, PreferNoSchedule or NoExecute. */
        public record Taint(String key, String value, String effect) {}
    }
}
