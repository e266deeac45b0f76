package io.meshprovisioner.spec;

import java.util.List;
import java.util.Set;

/**
 * EKS Auto Mode, and what does not go with it. Sources: the EKS API's ComputeConfigRequest; the EKS user guide's pages on
 * Auto Mode (creating a cluster; networking; built-in node pools; considerations for add-ons: nodes of another kind beside
 * Auto Mode need the add-ons that Auto Mode itself brings).
 */
final class AutoModeCheck {
    private static final int OLDEST_MINOR = 29;
    private static final List<String> POOLS = List.of(AutoModeSpec.GENERAL_PURPOSE, AutoModeSpec.SYSTEM);

    /** What EKS runs by itself, in no pod that anybody sees. */
    private static final Set<String> BUILT_IN =
            Set.of("vpc-cni", "kube-proxy", "coredns", "aws-ebs-csi-driver", "eks-pod-identity-agent");

    private static final String AUTO = "cluster.autoMode";

    private final MeshSpec spec;
    private final AutoModeSpec auto;
    private final Problems problems;

    AutoModeCheck(MeshSpec spec, AutoModeSpec auto, Problems problems) {
        this.spec = spec;
        this.auto = auto;
        this.problems = problems;
    }

    void run() {
        spec.cluster()
                .version()
                .filter(AutoModeCheck::tooOld)
                .ifPresent(version -> problems.add(
                        "cluster.version",
                        "EKS Auto Mode needs Kubernetes 1." + OLDEST_MINOR + " or newer, and " + Problems.shown(version)
                                + " is asked for.",
                        "Choose a newer version, or leave it out for the newest that fits."));
        pools();
        beside();
    }

    private static boolean tooOld(String version) {
        return version.matches("1\\.\\d{1,2}") && Integer.parseInt(version.substring(2)) < OLDEST_MINOR;
    }

    private void pools() {
        List<String> pools = auto.nodePools();
        for (int index = 0; index < pools.size(); index++) {
            if (!POOLS.contains(pools.get(index))) {
                problems.add(
                        AUTO + ".nodePools[" + index + "]",
                        "EKS has no node pool named \"" + Problems.shown(pools.get(index)) + "\" of its own.",
                        Near.advice(pools.get(index), POOLS));
            }
        }
        problems.duplicates(pools, index -> AUTO + ".nodePools[" + index + "]");
        if (spec.istio().isPresent() && !pools.contains(AutoModeSpec.GENERAL_PURPOSE)) {
            problems.add(
                    AUTO + ".nodePools",
                    "No pod of Istio would get a node: those of the pool \"system\" only take what tolerates"
                            + " CriticalAddonsOnly.",
                    "Name \"general-purpose\", too.");
        }
        auto.nodeRoleArn().ifPresent(arn -> {
            AdoptionCheck.role(AUTO + ".nodeRoleArn", arn, problems);
            if (pools.isEmpty()) {
                problems.add(
                        AUTO + ".nodeRoleArn",
                        "EKS takes a role for nodes only together with a node pool.",
                        "Leave it out, or name a pool.");
            }
        });
    }

    private void beside() {
        if (!spec.nodeGroups().isEmpty()) {
            others("nodeGroups", "Node groups");
        }
        if (!spec.fargate().isEmpty()) {
            others("fargate", "Fargate profiles");
        }
        if (!spec.networking().equals(NetworkingSpec.defaults())) {
            problems.add(
                    "networking",
                    "EKS Auto Mode brings its own network: it takes no other CNI, no policies of Calico, no custom"
                            + " networking and no setting of prefixes or of kube-proxy.",
                    "Leave networking out, or leave autoMode out.");
        }
        if (spec.keyPair().isPresent()) {
            problems.add(
                    "keyPair",
                    "Nobody gets into the machines of EKS Auto Mode by SSH.",
                    "Leave the key pair out; a NodeDiagnostic gets a node's logs.");
        }
        if (spec.cluster().loadBalancerController().isPresent()) {
            problems.add(
                    "cluster.loadBalancerController",
                    "EKS Auto Mode makes network load balancers itself.",
                    "Leave the controller out: a gateway's networkLoadBalancer(..) works without it.");
        }
        spec.cluster().addons().stream()
                .map(ClusterSpec.AddonSpec::name)
                .filter(BUILT_IN::contains)
                .forEach(name -> problems.add(
                        "cluster.addons[" + name + "]",
                        "EKS Auto Mode brings what \"" + name
                                + "\" does, and no node of another kind is there to run it.",
                        "Leave the add-on out."));
    }

    private void others(String path, String what) {
        problems.add(
                path,
                what + " beside EKS Auto Mode are not made here: EKS takes them, but they need the add-ons for network"
                        + " and names that Auto Mode replaces.",
                "Leave them out: EKS Auto Mode makes the nodes that pods need.");
    }
}
