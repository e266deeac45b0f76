package io.meshprovisioner.testkit;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.world.CloudState.ClusterKey;
import io.meshprovisioner.testkit.world.ClusterState;
import io.meshprovisioner.testkit.world.ClusterState.NodeRequest;
import io.meshprovisioner.testkit.world.Era;
import io.meshprovisioner.testkit.world.World;
import java.util.List;
import java.util.Map;

/** A cluster that is there from the beginning, for kubectl and Helm: three nodes, an administrator's token. */
final class StandaloneCluster {
    static final ClusterKey KEY = new ClusterKey("us-west-2", "sandbox");

    private static final long GIB = 1L << 30;

    private StandaloneCluster() {}

    static void addTo(World world) {
        String version = world.settings().era() == Era.GUIDE ? "1.20" : "1.35";
        ClusterState cluster = world.createCluster(KEY, version);
        cluster.put(world, networking());
        for (int i = 1; i <= 3; i++) {
            cluster.addNode(
                    world,
                    new NodeRequest(
                            "ip-10-0-0-" + i + ".us-west-2.compute.internal",
                            "10.0.0." + i,
                            "aws:///us-west-2a/i-sandbox" + i,
                            "us-west-2a",
                            "us-west-2",
                            "t3.medium",
                            2000,
                            4 * GIB,
                            17,
                            "v" + version + ".0",
                            Map.of(),
                            List.of()));
        }
    }

    /** What makes its nodes Ready. */
    private static ObjectNode networking() {
        ObjectNode set = new ObjectMapper().createObjectNode();
        set.put("apiVersion", "apps/v1").put("kind", "DaemonSet");
        set.putObject("metadata").put("name", "aws-node").put("namespace", "kube-system");
        ObjectNode spec = set.putObject("spec");
        spec.putObject("selector").putObject("matchLabels").put("k8s-app", "aws-node");
        ObjectNode template = spec.putObject("template");
        template.putObject("metadata").putObject("labels").put("k8s-app", "aws-node");
        ObjectNode pod = template.putObject("spec");
        pod.put("hostNetwork", true);
        pod.putArray("tolerations").addObject().put("operator", "Exists");
        pod.putArray("containers").addObject().put("name", "aws-node").put("image", "amazon-k8s-cni:sandbox");
        return set;
    }
}
