package io.meshprovisioner.testkit.kube.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.json.Trees;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Nodes: Ready once the CNI's pod runs on them; remembers which images a node has. */
final class NodeController implements Controller {
    static final String IMAGES = "simulated/images";
    /** The init container of calico-node where Calico is the network, and does not only enforce policies. */
    static final String INSTALL_CNI = "install-cni";

    @Override
    public String name() {
        return "node";
    }

    @Override
    public void observe(Api api, Change change, Consumer<Key> queue) {
        if (change.of(Kind.NODE) && !change.deleted()) {
            queue.accept(Key.of(change.latest()));
        } else if (change.of(Kind.POD)) {
            ObjectNode pod = change.latest();
            String node = Trees.text(pod, "spec", "nodeName");
            if (!node.isEmpty() && Trees.text(pod, "status", "phase").equals("Running")) {
                queue.accept(new Key("", node));
            }
        }
    }

    @Override
    public void reconcile(Api api, Key key) {
        api.get(Kind.NODE, "", key.name()).ifPresent(node -> look(api, node));
    }

    private static void look(Api api, ObjectNode node) {
        boolean network = Trees.conditionTrue(node, "Ready") || AutoNodeController.isAuto(node);
        Set<String> images = new TreeSet<>(
                List.of(Trees.annotations(node).getOrDefault(IMAGES, "").trim().split(" ")));
        images.remove("");
        for (ObjectNode pod : api.list(Kind.POD)) {
            if (Trees.text(pod, "spec", "nodeName").equals(Trees.name(node))
                    && Trees.text(pod, "status", "phase").equals("Running")) {
                network |= isCni(pod) && Workloads.ready(pod);
                for (JsonNode container : Trees.at(pod, "spec", "containers")) {
                    images.add(Trees.text(container, "image"));
                }
            }
        }
        ObjectNode changed = node.deepCopy();
        if (!images.isEmpty()) {
            Trees.with(changed, "metadata", "annotations").put(IMAGES, " " + String.join(" ", images) + " ");
        }
        if (network) {
            ready(api, changed);
        }
        if (!changed.equals(node)) {
            boolean joined = network && !Trees.conditionTrue(node, "Ready");
            api.update(changed, "kubelet");
            api.updateStatus(changed);
            if (joined) {
                api.event(
                        node,
                        "Normal",
                        "NodeReady",
                        "Node " + Trees.name(node) + " status is now: NodeReady",
                        "kubelet");
            }
        }
    }

    private static boolean isCni(ObjectNode pod) {
        String owner = Trees.text(Trees.controller(pod), "name");
        boolean installs = false;
        for (JsonNode container : Trees.at(pod, "spec", "initContainers")) {
            installs |= Trees.text(container, "name").equals(INSTALL_CNI);
        }
        return owner.equals("aws-node") || (owner.equals("calico-node") && installs);
    }

    private static void ready(Api api, ObjectNode node) {
        ObjectNode spec = Trees.with(node, "spec");
        ArrayNode taints = Trees.array();
        for (JsonNode taint : spec.path("taints")) {
            if (!Trees.text(taint, "key").equals(ClusterNode.NOT_READY)) {
                taints.add(taint);
            }
        }
        spec.set("taints", taints);
        if (taints.isEmpty()) {
            spec.remove("taints");
        }
        Conditions.set(
                Trees.with(node, "status"),
                api.now(),
                "Ready",
                true,
                "KubeletReady",
                "kubelet is posting ready status");
    }
}
