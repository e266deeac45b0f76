package io.meshprovisioner.spec;

import io.meshprovisioner.spec.ClusterSpec.AddonSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The network inside the cluster. Values: each method returns a changed copy.
 *
 * @param pods who gives pods their addresses, default the VPC CNI
 * @param kubeProxyMode default {@link KubeProxyMode#IPTABLES}
 */
public record NetworkingSpec(PodNetwork pods, KubeProxyMode kubeProxyMode) {
    static final String VPC_CNI = "vpc-cni";
    static final String KUBE_PROXY = "kube-proxy";

    private static final NetworkingSpec DEFAULTS =
            new NetworkingSpec(PodNetwork.VpcCni.DEFAULT, KubeProxyMode.IPTABLES);

    /** As EKS has it: the VPC CNI, iptables, no network policies. */
    public static NetworkingSpec defaults() {
        return DEFAULTS;
    }

    /** Pods have addresses of the VPC. */
    public NetworkingSpec vpcCni(UnaryOperator<PodNetwork.VpcCni> change) {
        return new NetworkingSpec(change.apply(PodNetwork.VpcCni.DEFAULT), kubeProxyMode);
    }

    /** Pods have addresses of Calico's pool. */
    public NetworkingSpec calico() {
        return calico(network -> network);
    }

    public NetworkingSpec calico(UnaryOperator<PodNetwork.Calico> change) {
        return new NetworkingSpec(change.apply(PodNetwork.Calico.DEFAULT), kubeProxyMode);
    }

    public NetworkingSpec kubeProxyMode(KubeProxyMode mode) {
        return new NetworkingSpec(pods, mode);
    }

    /** The second block of the VPC that pods live in, where one is asked for. */
    public Optional<String> podBlock() {
        return pods instanceof PodNetwork.VpcCni cni ? cni.podCidr() : Optional.empty();
    }

    /** Whether Calico gives pods their addresses. */
    public boolean overlay() {
        return pods instanceof PodNetwork.Calico;
    }

    /** The add-ons with what this network makes of them: the user's own configuration stays, ours is laid over it. */
    List<AddonSpec> over(List<AddonSpec> asked) {
        List<AddonSpec> result = new ArrayList<>();
        for (AddonSpec addon : asked) {
            if (!overlay() || !addon.name().equals(VPC_CNI)) {
                result.add(addon.configurationValues(
                        AddonValues.over(addon.configurationValues(), configuration(addon.name()))));
            }
        }
        return result;
    }

    /** What this network configures of an add-on. */
    Map<String, Object> configuration(String addon) {
        if (addon.equals(KUBE_PROXY) && kubeProxyMode == KubeProxyMode.IPVS) {
            return Map.of("mode", "ipvs", "ipvs", Map.of("scheduler", "rr"));
        }
        if (addon.equals(KUBE_PROXY) && kubeProxyMode == KubeProxyMode.NFTABLES) {
            return Map.of("mode", "nftables");
        }
        return addon.equals(VPC_CNI) && pods instanceof PodNetwork.VpcCni cni ? configuration(cni) : Map.of();
    }

    private static Map<String, Object> configuration(PodNetwork.VpcCni cni) {
        Map<String, Object> env = new LinkedHashMap<>();
        if (cni.policies() instanceof PodNetwork.Policies.ByCalico) {
            env.put("ANNOTATE_POD_IP", "true");
        }
        if (cni.podCidr().isPresent()) {
            env.put("AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG", "true");
        }
        if (cni.prefixDelegation()) {
            env.put("ENABLE_PREFIX_DELEGATION", "true");
        }
        if (cni.podCidr().isPresent()) {
            // Each node takes the ENIConfig that is named as the zone it is in.
            env.put("ENI_CONFIG_LABEL_DEF", "topology.kubernetes.io/zone");
        }
        if (cni.prefixDelegation()) {
            env.put("WARM_PREFIX_TARGET", "1");
        }
        Map<String, Object> values = new LinkedHashMap<>();
        if (cni.policies() instanceof PodNetwork.Policies.ByVpcCni) {
            values.put("enableNetworkPolicy", "true");
        }
        if (!env.isEmpty()) {
            values.put("env", env);
        }
        return values;
    }
}
