package io.meshprovisioner.spec;

import java.util.Map;
import java.util.Optional;

/**
 * What older guides set on a kubelet and today's has no setting for, each with what to do instead. Sources:
 * Kubernetes's changelogs and its reference of KubeletConfiguration.
 */
final class FormerKubelet {
    private static final Map<String, Gone> GONE = Map.ofEntries(
            Map.entry(
                    "registerSchedulable",
                    new Gone(
                            "It was removed in Kubernetes 1.17; a node that shall take no pods is tainted.",
                            "Give the node group a taint, such as NO_SCHEDULE.")),
            Map.entry(
                    "configureCBR0",
                    new Gone(
                            "It belonged to the network kubenet and was removed with it; a CNI makes the bridges.",
                            "Leave it out.")),
            Map.entry(
                    "authenticationTokenWebhook",
                    new Gone(
                            "That is the name of a command line flag; the configuration says it elsewhere.",
                            "Write authentication.webhook.enabled.")),
            Map.entry(
                    "nodeLeaseRenewInterval",
                    new Gone(
                            "There never was such a setting: a node renews its lease after a quarter of its duration.",
                            "Set nodeLeaseDurationSeconds to four times the interval.")),
            Map.entry(
                    "seccompProfileRoot",
                    new Gone(
                            "It was removed in Kubernetes 1.23: profiles lie in /var/lib/kubelet/seccomp.",
                            "Leave it out.")),
            Map.entry(
                    "podCIDR",
                    new Gone(
                            "A kubelet in a cluster gets its pods' block from the network, and ignores this one.",
                            "Set networking.vpcCni.podCidr or networking.calico.podCidr.")),
            Map.entry(
                    "networkPlugin",
                    new Gone(
                            "It was removed in Kubernetes 1.24: the container runtime asks the CNI.",
                            "Choose the network with networking.vpcCni or networking.calico, and kube-proxy's mode with "
                                    + "networking.kubeProxyMode.")));

    private FormerKubelet() {}

    /** Why there is no such setting, and what to do instead. */
    record Gone(String reason, String advice) {}

    static Optional<Gone> find(String path) {
        return Optional.ofNullable(GONE.get(path));
    }
}
