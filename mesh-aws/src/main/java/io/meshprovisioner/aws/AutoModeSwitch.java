package io.meshprovisioner.aws;

import io.meshprovisioner.plan.Difference;
import io.meshprovisioner.plan.Difference.Remedy;
import io.meshprovisioner.plan.Step;
import io.meshprovisioner.spec.AutoModeSpec;
import io.meshprovisioner.spec.MeshSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.eks.model.Cluster;
import software.amazon.awssdk.services.eks.model.ComputeConfigRequest;
import software.amazon.awssdk.services.eks.model.ComputeConfigResponse;
import software.amazon.awssdk.services.eks.model.KubernetesNetworkConfigRequest;
import software.amazon.awssdk.services.eks.model.StorageConfigRequest;
import software.amazon.awssdk.services.eks.model.UpdateClusterConfigRequest;
import software.amazon.awssdk.services.eks.model.VpcConfigRequest;

/**
 * EKS Auto Mode of a cluster: what a spec asks for, and how a standing cluster gets it. On goes in place, first into the
 * subnets that machines may be in. Off is refused, since it takes machines and load balancers away at once. Sources: the EKS
 * API's UpdateClusterConfig; the EKS user guide, "Enable EKS Auto Mode on existing EKS clusters".
 */
final class AutoModeSwitch {
    private static final String FIELD = "autoMode";
    private static final String POOLS = "computeConfig.nodePools";
    private static final String ROLE = "computeConfig.nodeRoleArn";

    private final Optional<AutoModeSpec> wanted;
    private final boolean networkBalancers;

    AutoModeSwitch(MeshSpec mesh) {
        this.wanted = mesh.cluster().auto();
        this.networkBalancers = mesh.istio().stream()
                .flatMap(istio -> istio.gateways().stream())
                .anyMatch(gateway -> gateway.hasNetworkLoadBalancer());
    }

    /** With no machine where it is off: compute, load balancers and storage go on together, or EKS refuses. */
    static ComputeConfigRequest compute(AutoModeSpec auto, Optional<String> nodeRole) {
        return ComputeConfigRequest.builder()
                .enabled(true)
                .nodePools(auto.nodePools())
                .nodeRoleArn(nodeRole.orElse(null))
                .build();
    }

    static KubernetesNetworkConfigRequest balancers() {
        return KubernetesNetworkConfigRequest.builder()
                .elasticLoadBalancing(balancing -> balancing.enabled(true))
                .build();
    }

    static StorageConfigRequest storage() {
        return StorageConfigRequest.builder()
                .blockStorage(block -> block.enabled(true))
                .build();
    }

    List<Difference> differences(Cluster found) {
        ComputeConfigResponse stands = found.computeConfig();
        boolean on = isOn(found);
        if (on && wanted.isEmpty()) {
            return List.of(new Difference(FIELD, "on", "off", Remedy.REPLACE));
        }
        if (!on && wanted.isPresent()) {
            // A Service of before keeps its class: the annotation that made its load balancer a network one would be
            // gone.
            return List.of(new Difference(FIELD, "off", "on", networkBalancers ? Remedy.REPLACE : Remedy.UPDATE));
        }
        List<Difference> result = new ArrayList<>();
        wanted.ifPresent(auto -> {
            Set<String> pools = new TreeSet<>(stands.nodePools());
            Set<String> others = new TreeSet<>(auto.nodePools());
            if (!pools.equals(others)) {
                result.add(new Difference(POOLS, pools.toString(), others.toString(), Remedy.REPLACE));
            }
            auto.nodeRoleArn()
                    .filter(arn -> !arn.equals(stands.nodeRoleArn()))
                    .ifPresent(arn -> result.add(
                            new Difference(ROLE, String.valueOf(stands.nodeRoleArn()), arn, Remedy.REPLACE)));
        });
        return result;
    }

    private static boolean isOn(Cluster found) {
        return found.computeConfig() != null
                && Boolean.TRUE.equals(found.computeConfig().enabled());
    }

    /**
     * Asks for the next change that is due; EKS takes one kind at a time.
     *
     * @param subnets where EKS may put machines
     * @return whether EKS works on one now
     */
    boolean bringAbout(
            Service<EksClient> eks, Step step, Cluster found, List<String> subnets, Optional<String> nodeRole) {
        if (wanted.isEmpty() || isOn(found)) {
            return false;
        }
        UpdateClusterConfigRequest.Builder change =
                UpdateClusterConfigRequest.builder().name(found.name());
        if (Set.copyOf(subnets).equals(Set.copyOf(found.resourcesVpcConfig().subnetIds()))) {
            change.computeConfig(compute(wanted.get(), nodeRole))
                    .kubernetesNetworkConfig(balancers())
                    .storageConfig(storage());
        } else {
            change.resourcesVpcConfig(
                    VpcConfigRequest.builder().subnetIds(subnets).build());
        }
        eks.change(step.permit(), change.build(), EksClient::updateClusterConfig);
        return true;
    }
}
