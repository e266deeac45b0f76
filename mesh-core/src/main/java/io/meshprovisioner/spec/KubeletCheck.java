package io.meshprovisioner.spec;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** What is set on a node group's kubelets. Sources: Kubernetes's validation of KubeletConfiguration; EKS's image. */
final class KubeletCheck {
    private static final Pattern QUANTITY = Pattern.compile("[1-9]\\d*(Ki|Mi|Gi|k|M|G)?");
    private static final Pattern NAME =
            Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*");
    private static final Pattern CIPHER = Pattern.compile("TLS_[A-Z0-9_]+");

    /** EKS's CoreDNS answers for this domain. */
    private static final String DOMAIN = "cluster.local";

    private final String path;
    private final NodeGroupSpec group;
    private final KubeletSpec kubelet;
    private final Problems problems;

    KubeletCheck(String groupPath, NodeGroupSpec group, Problems problems) {
        this.path = groupPath + ".kubelet";
        this.group = group;
        this.kubelet = group.kubelet();
        this.problems = problems;
    }

    void run(NetworkingSpec networking) {
        if (kubelet.isDefault()) {
            return;
        }
        if (group.amiFamily() == AmiFamily.BOTTLEROCKET) {
            problems.add(
                    path,
                    "Bottlerocket reads no NodeConfig, by which these settings reach a node.",
                    "Choose amiFamily AMAZON_LINUX, or leave the settings out.");
            return;
        }
        kubelet.settings().forEach((at, value) -> form(KubeletField.at(at).orElseThrow(), value));
        together();
        node();
        kubelet.maxPods().ifPresent(pods -> pods(pods, networking));
    }

    private void form(KubeletField field, Object value) {
        String text = String.valueOf(value);
        boolean fits =
                switch (field.type()) {
                    case NUMBER -> value instanceof Integer number && number >= field.least() && number <= field.most();
                    case TRUTH, GATES -> true;
                    case WORD -> field.words().contains(text);
                    case DURATION -> GoDuration.parse(text).isPresent();
                    case PATH -> text.startsWith("/");
                    case ADDRESS -> Cidr.parse(text + "/32").isPresent();
                    case NAME -> NAME.matcher(text).matches();
                    case QUANTITY -> QUANTITY.matcher(text).matches();
                    case CIPHERS ->
                        value instanceof List<?> suites
                                && suites.stream().allMatch(suite -> CIPHER.matcher(String.valueOf(suite))
                                        .matches());
                };
        if (!fits) {
            problems.add(
                    path + "." + field.path(),
                    "\"" + Problems.shown(text) + "\" is not what it takes.",
                    "Write " + KubeletReader.expected(field) + ".");
        } else if (value instanceof Map<?, ?> gates && gates.containsKey("")) {
            problems.add(path + "." + field.path(), "A feature gate has no name.", "Name it.");
        }
    }

    /** What cannot be said together. */
    private void together() {
        boolean certificate = kubelet.setting(KubeletField.TLS_CERT_FILE).isPresent();
        if (certificate != kubelet.setting(KubeletField.TLS_PRIVATE_KEY_FILE).isPresent()) {
            problems.add(
                    path + "." + (certificate ? "tlsPrivateKeyFile" : "tlsCertFile"),
                    "A certificate and its private key come together; one of them is missing.",
                    "Name both files, or neither.");
        }
        if (certificate && is(KubeletField.SERVER_TLS_BOOTSTRAP, true)) {
            problems.add(
                    path + ".serverTLSBootstrap",
                    "The kubelet either has its certificate from the cluster or reads it from tlsCertFile.",
                    "Leave tlsCertFile and tlsPrivateKeyFile out, or set serverTLSBootstrap to false.");
        }
        same(KubeletField.IPTABLES_MASQUERADE_BIT, KubeletField.IPTABLES_DROP_BIT);
        if (!is(KubeletField.HEALTHZ_PORT, 0) && !is(KubeletField.READ_ONLY_PORT, 0)) {
            same(KubeletField.HEALTHZ_PORT, KubeletField.READ_ONLY_PORT);
        }
        same(KubeletField.PORT, KubeletField.HEALTHZ_PORT);
        same(KubeletField.PORT, KubeletField.READ_ONLY_PORT);
    }

    private void same(KubeletField one, KubeletField other) {
        if (kubelet.setting(one).isPresent() && kubelet.setting(one).equals(kubelet.setting(other))) {
            problems.add(
                    path + "." + other.path(),
                    one.path() + " is " + kubelet.setting(one).get() + ", too.",
                    "Choose another number.");
        }
    }

    /** What EKS's image works with. */
    private void node() {
        if (is(KubeletField.CGROUP_DRIVER, "cgroupfs")) {
            problems.add(
                    path + ".cgroupDriver",
                    "Amazon Linux 2023 and its container runtime work with systemd: pods would not start.",
                    "Write systemd, or leave it out.");
        }
        kubelet.setting(KubeletField.CLUSTER_DOMAIN)
                .filter(domain -> !domain.equals(DOMAIN))
                .ifPresent(domain -> problems.add(
                        path + ".clusterDomain",
                        "EKS's CoreDNS answers for " + DOMAIN + ": pods would find no Service.",
                        "Write " + DOMAIN + ", or leave it out."));
        if (is(KubeletField.AUTHORIZATION_MODE, "AlwaysAllow")) {
            problems.warn(
                    path + ".authorization.mode",
                    "Whoever reaches a kubelet may do with its pods as he likes.",
                    "Write Webhook.");
        }
    }

    private void pods(int pods, NetworkingSpec networking) {
        if (!(networking.pods() instanceof PodNetwork.VpcCni cni)) {
            return;
        }
        for (String type : group.instanceTypes()) {
            OptionalInt room = PodsPerNode.limits(type)
                    .map(limits -> OptionalInt.of(PodsPerNode.of(
                            limits, cni.prefixDelegation(), cni.podCidr().isPresent())))
                    .orElse(OptionalInt.empty());
            if (room.isPresent() && pods > room.getAsInt()) {
                problems.warn(
                        path + ".maxPods",
                        "A " + type + " has addresses for " + room.getAsInt() + " pods: those beyond would not start.",
                        "Use networking.vpcCni.prefixDelegation, larger machines, or " + room.getAsInt() + ".");
            }
        }
    }

    private boolean is(KubeletField field, Object value) {
        return Objects.equals(kubelet.setting(field).orElse(null), value);
    }
}
