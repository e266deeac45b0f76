package io.meshprovisioner.testkit.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.world.ClusterState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What has become of an add-on: a function of the clock and of its workloads in the cluster. */
final class AddonHealth {
    private AddonHealth() {}

    record Verdict(String status, List<Issue> issues) {}

    static Verdict of(Site site, Addon addon) {
        if (addon.deleting()) {
            return new Verdict("DELETING", List.of());
        }
        Instant now = site.now();
        boolean first = addon.changed().equals(addon.created());
        String early = first ? "CREATING" : "UPDATING";
        boolean settled = !now.isBefore(addon.changed().plus(site.durations().addon()));
        boolean late = !now.isBefore(addon.changed().plus(site.durations().addonDegraded()));
        Optional<ResourceFate> fate = addon.fate();
        if (fate.isPresent() && fate.get() instanceof ResourceFate.Fails fails) {
            Issue issue = new Issue(fails.code(), fails.message(), List.of());
            return settled ? new Verdict("CREATE_FAILED", List.of(issue)) : new Verdict(early, List.of());
        }
        boolean never = fate.isPresent() && fate.get() instanceof ResourceFate.NeverReady;
        if (settled && !never && ready(site, addon)) {
            return new Verdict("ACTIVE", List.of());
        }
        if (!late) {
            return new Verdict(early, List.of());
        }
        return new Verdict(
                "DEGRADED",
                List.of(new Issue(
                        "InsufficientNumberOfReplicas",
                        "The add-on is unhealthy because it doesn't have the desired number of replicas.",
                        List.of())));
    }

    private static boolean ready(Site site, Addon addon) {
        return site.kubernetes(addon.cluster())
                .filter(k8s -> switch (addon.name()) {
                    case "vpc-cni" -> daemonSet(site, addon, k8s, "aws-node");
                    case "kube-proxy" -> daemonSet(site, addon, k8s, "kube-proxy");
                    case "coredns" -> deployment(k8s, "coredns");
                    case "aws-ebs-csi-driver" ->
                        deployment(k8s, "ebs-csi-controller") && daemonSet(site, addon, k8s, "ebs-csi-node");
                    case "eks-pod-identity-agent" -> daemonSet(site, addon, k8s, "eks-pod-identity-agent");
                    case "metrics-server" -> deployment(k8s, "metrics-server");
                    default -> false;
                })
                .isPresent();
    }

    /** Pods on nodes that only just joined are given time, as EKS does not flap while a node group grows. */
    private static boolean daemonSet(Site site, Addon addon, ClusterState k8s, String name) {
        Optional<ObjectNode> object = k8s.get("apps/v1", "DaemonSet", "kube-system", name);
        if (object.isEmpty()) {
            return false;
        }
        JsonNode status = object.get().path("status");
        Instant young = site.now()
                .minus(site.durations().nodeJoin())
                .minus(site.durations().addonDegraded());
        boolean growing = site.here()
                .instances
                .where(instance -> instance.live()
                        && instance.nodegroup().startsWith(addon.cluster() + "/")
                        && instance.launched().isAfter(young))
                .findAny()
                .isPresent();
        return growing
                || status.path("numberReady").asInt()
                        >= status.path("desiredNumberScheduled").asInt();
    }

    private static boolean deployment(ClusterState k8s, String name) {
        return k8s.get("apps/v1", "Deployment", "kube-system", name)
                .filter(object ->
                        object.path("status").path("availableReplicas").asInt()
                                >= Math.max(
                                        1, object.path("spec").path("replicas").asInt(1)))
                .isPresent();
    }
}
