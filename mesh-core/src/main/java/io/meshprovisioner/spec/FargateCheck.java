package io.meshprovisioner.spec;

import io.meshprovisioner.spec.FargateSpec.Selector;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Fargate profiles. Sources: the EKS API's CreateFargateProfile; the EKS user guide's considerations for Fargate (no
 * DaemonSets, no privileged containers, private subnets only, no CNI but its own); aws/containers-roadmap#682 for sidecars.
 */
final class FargateCheck {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,99}");
    private static final String RESERVED = "eks-";
    private static final int MOST_PROFILES = 10;
    private static final int MOST_SELECTORS = 5;
    private static final int MOST_LABELS = 5;
    private static final String SYSTEM = "kube-system";

    private final MeshSpec spec;
    private final Problems problems;

    FargateCheck(MeshSpec spec, Problems problems) {
        this.spec = spec;
        this.problems = problems;
    }

    void run() {
        List<FargateSpec> profiles = spec.fargate();
        if (profiles.isEmpty()) {
            return;
        }
        if (profiles.size() > MOST_PROFILES) {
            problems.add(
                    "fargate",
                    profiles.size() + " profiles are asked for; EKS makes " + MOST_PROFILES + " for a cluster.",
                    "Join some: a profile has " + MOST_SELECTORS + " selectors.");
        }
        network();
        for (int index = 0; index < profiles.size(); index++) {
            profile(profiles.get(index), index);
        }
        problems.duplicates(profiles.stream().map(FargateSpec::name).toList(), index -> "fargate[" + index + "].name");
        spec.istio().ifPresent(istio -> outsideTheMesh());
    }

    private void network() {
        boolean publicOnly = spec.vpc()
                .adopted()
                .map(adopted -> adopted.privateSubnets().isEmpty())
                .orElse(!spec.vpc().hasPrivateSubnets());
        if (publicOnly) {
            problems.add(
                    "fargate",
                    "Pods on Fargate have no public address: they run in private subnets only, and there are none.",
                    spec.vpc().adopted().isPresent()
                            ? "Name private subnets of the VPC, whose route leads to a NAT gateway."
                            : "Choose natGateways ONE or ONE_PER_ZONE, or say endpoints().");
        }
        if (spec.networking().overlay()) {
            problems.add(
                    "fargate",
                    "Calico gives pods no network on Fargate, which has one of its own and no DaemonSets.",
                    "Leave Calico to policies (the VPC CNI gives addresses), or leave the profiles out.");
        }
    }

    private void profile(FargateSpec profile, int index) {
        boolean named = NAME.matcher(profile.name()).matches();
        String path = "fargate[" + (named ? profile.name() : String.valueOf(index)) + "]";
        if (!named || profile.name().startsWith(RESERVED)) {
            problems.add(
                    path + ".name",
                    "\"" + Problems.shown(profile.name()) + "\" cannot name a Fargate profile.",
                    "Use 1 to 100 letters, digits, hyphens and underscores, not " + RESERVED + " first.");
        }
        if (profile.selectors().isEmpty() || profile.selectors().size() > MOST_SELECTORS) {
            problems.add(
                    path + ".selectors",
                    "There are " + profile.selectors().size() + " selectors; EKS takes 1 to " + MOST_SELECTORS + ".",
                    profile.selectors().isEmpty()
                            ? "Say selector(\"batch\")."
                            : "Make a second profile for the others.");
        }
        profile.roleArn().ifPresent(arn -> AdoptionCheck.role(path + ".roleArn", arn, problems));
        for (int i = 0; i < profile.selectors().size(); i++) {
            selector(path + ".selectors[" + i + "]", profile.selectors().get(i));
        }
    }

    private void selector(String path, Selector selector) {
        if (!KubernetesNames.isDnsLabel(plain(selector.namespace()))) {
            problems.add(
                    path + ".namespace",
                    "\"" + Problems.shown(selector.namespace()) + "\" matches no namespace.",
                    "Write one such as batch, or several such as batch-*.");
        } else {
            ownNamespaces().forEach((namespace, what) -> {
                if (selector.takesAllOf(namespace)) {
                    problems.add(
                            path + ".namespace",
                            "It takes all pods of " + namespace + ", and " + what + " run on the node groups.",
                            "Select other namespaces, or pods of this one by labels of their own.");
                }
            });
        }
        if (selector.labels().size() > MOST_LABELS) {
            problems.add(
                    path + ".labels",
                    selector.labels().size() + " labels are named; EKS takes " + MOST_LABELS + ".",
                    "Leave some out.");
        }
        selector.labels().forEach((key, value) -> {
            if (!KubernetesNames.isQualifiedName(plain(key)) || !KubernetesNames.isLabelValue(plain(value))) {
                problems.add(
                        path + ".labels[" + Problems.shown(key) + "]",
                        "No pod has such a label.",
                        "Write key and value as Kubernetes takes them, such as compute=fargate.");
            }
        });
    }

    /** Whose pods are not to be moved: DaemonSets among them, and what is waited for on nodes. */
    private Map<String, String> ownNamespaces() {
        Map<String, String> own = new LinkedHashMap<>();
        own.put(SYSTEM, "the add-ons");
        spec.istio().ifPresent(istio -> {
            own.put("istio-system", "istiod and its node agents");
            istio.gateways().forEach(gateway -> own.putIfAbsent(gateway.namespace(), "gateways"));
        });
        if (spec.networking().pods().calicoRelease().isPresent()) {
            own.put("tigera-operator", "Calico's operator, on its node's network,");
            own.put("calico-system", "Calico's pods");
        }
        return own;
    }

    private static String plain(String pattern) {
        return pattern.replace('*', 'x').replace('?', 'x');
    }

    private void outsideTheMesh() {
        problems.warn(
                "fargate",
                "Pods on Fargate are outside the mesh: istio-init needs NET_ADMIN, which Fargate gives to nobody, and"
                        + " ztunnel and istio-cni are DaemonSets, which do not run there.",
                "Keep namespaces with injection off Fargate, or annotate their pods with sidecar.istio.io/inject=false;"
                        + " a strict PeerAuthentication refuses what they send.");
    }
}
