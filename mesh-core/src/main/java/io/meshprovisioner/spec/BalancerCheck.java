package io.meshprovisioner.spec;

import io.meshprovisioner.spi.BalancerRights;

/**
 * The AWS Load Balancer Controller and what needs it. Source: its guide on network load balancers; targets of type ip are
 * addresses of the VPC.
 */
final class BalancerCheck {
    private final MeshSpec spec;
    private final Problems problems;

    BalancerCheck(MeshSpec spec, Problems problems) {
        this.spec = spec;
        this.problems = problems;
    }

    void run() {
        if (spec.networking().overlay()) {
            spec.istio().stream()
                    .flatMap(istio -> istio.gateways().stream())
                    .filter(GatewaySpec::targetsPods)
                    .forEach(gateway -> problems.add(
                            "istio.gateways[" + Problems.shown(gateway.name()) + "].annotations",
                            "A load balancer cannot reach pods whose addresses Calico gives out.",
                            "Use networkLoadBalancer(nlb -> nlb.targets(TargetType.INSTANCE)), or the VPC CNI."));
        }
        if (spec.loadBalancerController().isPresent()) {
            for (int index = 0; index < spec.cluster().podIdentities().size(); index++) {
                PodIdentitySpec pods = spec.cluster().podIdentities().get(index);
                if (pods.account().equals(BalancerRights.NAMESPACE + "/" + BalancerRights.CONTROLLER)) {
                    problems.add(
                            "cluster.podIdentities[" + index + "]",
                            "The AWS Load Balancer Controller comes with a role of its own.",
                            "Leave this one out.");
                }
            }
        }
    }
}
