package io.meshprovisioner.istio.install;

import io.meshprovisioner.istio.install.Cluster.Look;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What most likely keeps a workload from running, in words, from what Kubernetes notes down as events: its own messages
 * name the symptom.
 */
final class LikelyCause {
    /** What messages say, and what that most often means on EKS; the first that fits. */
    private enum Sign {
        IMAGE_HOST(
                "no such host",
                "the registry's name cannot be resolved: it is misspelt, or the nodes have no way to that network"),
        IMAGE_RATE("toomanyrequests|429 Too Many", "the registry limits pulls: use another hub, or log in to it"),
        IMAGE_MISSING(
                "manifest unknown|pull access denied|repository does not exist|not found: manifest|"
                        + "failed to resolve reference.*: not found",
                "there is no such image or tag, or it needs a login (imagePullSecrets)"),
        IMAGE_NETWORK(
                "(?s)pull.*(i/o timeout|connection refused|context deadline exceeded)",
                "the nodes do not reach the registry: they need a NAT gateway, or endpoints and a private hub"),
        WEBHOOK(
                "failed calling webhook[^:]*(istio|inject)",
                "the API server does not reach istiod's webhook: port 15017 must be open from the control plane to the "
                        + "nodes, and istiod must run"),
        QUOTA("exceeded quota", "a ResourceQuota of the namespace is used up"),
        POD_SECURITY(
                "violates PodSecurity",
                "the namespace's pod security level forbids what the pod asks for; injected pods need NET_ADMIN unless "
                        + "Istio's CNI plug-in is there"),
        ROOM("Insufficient (cpu|memory)", "no node has room: ask for more or larger nodes, or for less"),
        PODS("Too many pods", "every node has as many pods as its network interfaces have addresses"),
        ADDRESS(
                "failed to assign an IP address|add cmd: failed",
                "the VPC CNI has no free address: the subnets are full, or the add-on is not healthy"),
        VOLUME(
                "unbound immediate PersistentVolumeClaims|no persistent volumes available|storageclass.*not found",
                "nothing provides its volume: EKS needs the add-on aws-ebs-csi-driver and a default StorageClass"),
        MOUNT(
                "MountVolume.*(configmap|secret) \"?[\\w.-]+\"? not found",
                "a ConfigMap or Secret that it mounts is not there (istio-ca-root-cert comes from a running istiod)"),
        NODE_SELECTION(
                "didn't match Pod's node (affinity|selector)|untolerated taint",
                "no node is of the kind that it asks for"),
        KIND(
                "no matches for kind|the API does not serve",
                "a CustomResourceDefinition was deleted or never made: run install() again, it makes what is missing"),
        BALANCER_SUBNETS(
                "could not find any suitable subnets|couldn't auto-discover subnets|unable to resolve at least one subnet",
                "no subnet of the VPC bears kubernetes.io/role/elb (for a load balancer inside the VPC: internal-elb), or "
                        + "none of them has a free address"),
        BALANCER_RIGHTS(
                "no EC2 IMDS role found|not authorized to perform: elasticloadbalancing:",
                "the AWS Load Balancer Controller has not the rights that it needs: run install() again, which gives them, "
                        + "then restart its pods"),
        CRASH("Back-off restarting failed container", "it crashes: its log says why");

        private final Pattern says;
        private final String means;

        Sign(String says, String means) {
            this.says = Pattern.compile(says, Pattern.CASE_INSENSITIVE);
            this.means = means;
        }
    }

    private static final int MOST_TOLD = 5;

    private final Look look;

    LikelyCause(Look look) {
        this.look = look;
    }

    /** In words; empty when no warning tells. */
    Optional<String> of(Tree workload) {
        return warnings(workload).stream()
                .map(event -> explained(event.text("message")))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** What was noted down about it and its pods, in one line each, newest first and each once. */
    List<String> told(Tree workload) {
        return warnings(workload).stream()
                .map(event -> event.text("reason") + " (" + event.text("involvedObject", "kind") + " "
                        + event.text("involvedObject", "name") + "): " + event.text("message"))
                .distinct()
                .limit(MOST_TOLD)
                .toList();
    }

    private List<Tree> warnings(Tree workload) {
        String namespace = workload.text("metadata", "namespace");
        Set<String> names = new HashSet<>(Set.of(workload.text("metadata", "name")));
        look.list("apps/v1", "ReplicaSet", Optional.of(namespace), "").stream()
                .filter(set -> set.items("metadata", "ownerReferences").stream()
                        .anyMatch(owner -> owner.text("name").equals(workload.text("metadata", "name"))))
                .forEach(set -> names.add(set.text("metadata", "name")));
        // What once kept a pod that is ready now explains nothing.
        new Workload(look, 0)
                .podsOf(workload).stream()
                        .filter(pod -> !pod.isTrue("Ready"))
                        .forEach(pod -> names.add(pod.text("metadata", "name")));
        List<Tree> warnings = new ArrayList<>(look.list("v1", "Event", Optional.of(namespace), ""));
        warnings.removeIf(event ->
                !event.text("type").equals("Warning") || !names.contains(event.text("involvedObject", "name")));
        warnings.sort(Comparator.comparing(LikelyCause::seen).reversed());
        return warnings;
    }

    /** What a message most likely means. */
    static Optional<String> explained(String message) {
        for (Sign sign : Sign.values()) {
            if (sign.says.matcher(message).find()) {
                return Optional.of(sign.means);
            }
        }
        return Optional.empty();
    }

    private static String seen(Tree event) {
        String last = event.text("lastTimestamp");
        return last.isEmpty() ? event.text("eventTime") : last;
    }
}
