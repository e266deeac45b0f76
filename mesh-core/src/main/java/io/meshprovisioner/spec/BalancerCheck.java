package io.meshprovisioner.spec;

import io.meshprovisioner.spi.BalancerRights;
import java.util.stream.Stream;

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
            gateways()
                    .filter(GatewaySpec::targetsPods)
                    .forEach(gateway -> problems.add(
                            annotations(gateway),
                            "A load balancer cannot reach pods whose addresses Calico gives out.",
                            "Use networkLoadBalancer(nlb -> nlb.targets(TargetType.INSTANCE)), or the VPC CNI."));
        }
        if (spec.loadBalancerController().isPresent()) {
            gateways()
                    .filter(GatewaySpec::leftToNobody)
                    .forEach(gateway -> problems.add(
                            annotations(gateway),
                            "Nobody makes a load balancer of type external whose targets are not named.",
                            "Use networkLoadBalancer(nlb -> nlb.targets(TargetType.IP)), or add"
                                    + " service.beta.kubernetes.io/aws-load-balancer-nlb-target-type: instance."));
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

    private Stream<GatewaySpec> gateways() {
        return spec.istio().stream().flatMap(istio -> istio.gateways().stream());
    }

    private static String annotations(GatewaySpec gateway) {
        return "istio.gateways[" + Problems.shown(gateway.name()) + "].annotations";
    }
}
