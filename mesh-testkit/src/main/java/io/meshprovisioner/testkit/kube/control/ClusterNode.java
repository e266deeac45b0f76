package io.meshprovisioner.testkit.kube.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.json.Trees;
import io.meshprovisioner.testkit.kube.schema.Timestamps;
import io.meshprovisioner.testkit.world.ClusterState.NodeRequest;
import io.meshprovisioner.testkit.world.Hashes;
import java.time.Instant;
import java.util.List;

/** The Node object of a machine that joins. */
public final class ClusterNode {
    static final String NOT_READY = "node.kubernetes.io/not-ready";

    private ClusterNode() {}

    /** The object as the kubelet registers it: NotReady and tainted so. */
    public static ObjectNode object(NodeRequest request, Instant now) {
        ObjectNode node = Trees.object().put("apiVersion", "v1").put("kind", "Node");
        ObjectNode metadata = node.putObject("metadata").put("name", request.name());
        ObjectNode labels = metadata.putObject("labels");
        request.labels().forEach(labels::put);
        labels.put("kubernetes.io/hostname", request.name()).put("kubernetes.io/os", "linux");
        Trees.defaults(labels, "kubernetes.io/arch", "amd64");
        for (String prefix : List.of("topology.kubernetes.io", "failure-domain.beta.kubernetes.io")) {
            labels.put(prefix + "/region", request.region()).put(prefix + "/zone", request.zone());
        }
        if (!request.instanceType().isEmpty()) {
            labels.put("node.kubernetes.io/instance-type", request.instanceType());
            labels.put("beta.kubernetes.io/instance-type", request.instanceType());
        }
        ObjectNode spec = node.putObject("spec").put("providerID", request.providerId());
        taints(spec, request);
        spec.withArray("taints").addObject().put("key", NOT_READY).put("effect", "NoSchedule");
        status(node.putObject("status"), request, now);
        return node;
    }

    /** A machine whose network is its own: it is Ready when it joins. */
    public static ObjectNode ready(NodeRequest request, Instant now) {
        ObjectNode node = object(request, now);
        ObjectNode spec = Trees.with(node, "spec");
        spec.set("taints", Trees.array());
        taints(spec, request);
        Conditions.set(
                Trees.with(node, "status"), now, "Ready", true, "KubeletReady", "kubelet is posting ready status");
        return node;
    }

    private static void taints(ObjectNode spec, NodeRequest request) {
        request.taints().forEach(taint -> spec.withArray("taints")
                .addObject()
                .put("key", taint.key())
                .put("value", taint.value())
                .put("effect", taint.effect()));
    }

    private static void status(ObjectNode status, NodeRequest request, Instant now) {
        ObjectNode capacity = status.putObject("capacity");
        capacity.put("cpu", cpu(request.milliCpu())).put("memory", request.memoryBytes() / 1024 + "Ki");
        capacity.put("pods", Integer.toString(request.podCapacity())).put("ephemeral-storage", "83873772Ki");
        // What the kubelet and the system keep for themselves, by the formula of the EKS image.
        long reservedMilli = Math.min(request.milliCpu() / 20, 110);
        long reservedMemory = (255L + 11L * request.podCapacity() + 100L) << 20;
        ObjectNode allocatable = status.putObject("allocatable");
        allocatable.put("cpu", cpu((int) (request.milliCpu() - reservedMilli)));
        allocatable.put("memory", (request.memoryBytes() - reservedMemory) / 1024 + "Ki");
        allocatable.put("pods", Integer.toString(request.podCapacity())).put("ephemeral-storage", "76224326324");
        status.putArray("addresses")
                .add(Trees.object().put("type", "InternalIP").put("address", request.internalIp()))
                .add(Trees.object().put("type", "InternalDNS").put("address", request.name()))
                .add(Trees.object().put("type", "Hostname").put("address", request.name()));
        Conditions.set(
                status,
                now,
                "Ready",
                false,
                "KubeletNotReady",
                "container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network"
                        + " plugin returns error: cni plugin not initialized");
        Conditions.set(status, now, "MemoryPressure", false, "KubeletHasSufficientMemory", "");
        Conditions.set(status, now, "DiskPressure", false, "KubeletHasNoDiskPressure", "");
        Conditions.set(status, now, "PIDPressure", false, "KubeletHasSufficientPID", "");
        Trees.objects(status.path("conditions"))
                .forEach(condition -> condition.put("lastHeartbeatTime", Timestamps.seconds(now)));
        String id = Hashes.hex(request.providerId(), 32);
        status.putObject("nodeInfo")
                .put("machineID", id)
                .put("systemUUID", id)
                .put("bootID", id)
                .put("kernelVersion", "6.1.0-simulated")
                .put("osImage", "Amazon Linux 2023 (simulated)")
                .put("containerRuntimeVersion", "containerd://2.1.4")
                .put("kubeletVersion", request.kubeletVersion())
                .put("kubeProxyVersion", request.kubeletVersion())
                .put("operatingSystem", "linux")
                .put("architecture", "amd64");
        status.putObject("daemonEndpoints").putObject("kubeletEndpoint").put("Port", 10250);
    }

    private static String cpu(int milli) {
        return milli % 1000 == 0 ? Integer.toString(milli / 1000) : milli + "m";
    }
}
