package io.meshprovisioner.testkit.aws;

import io.meshprovisioner.testkit.world.CloudState.LoadBalancerRequest;
import io.meshprovisioner.testkit.world.CloudState.LoadBalancerRequest.Pods;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the AWS Load Balancer Controller's pods may do in the account: what the role of their service account's association
 * allows, where that was there before they were, and an agent hands it out.
 */
final class ControllerRights {
    private static final String NAME = "aws-load-balancer-controller";
    private static final String TAG = "elbv2.k8s.aws/cluster";

    private ControllerRights() {}

    /** What it is refused first, in AWS's words. */
    static Optional<String> missing(Site site, LoadBalancerRequest request, Pods pods) {
        String cluster = request.cluster().name();
        Optional<PodIdentityAssociation> association = association(site, cluster)
                // Kubernetes writes down no fractions of seconds.
                .filter(found ->
                        !found.created().truncatedTo(ChronoUnit.SECONDS).isAfter(pods.started()));
        boolean agent = site.here().addons.has(cluster + "/eks-pod-identity-agent");
        if (association.isEmpty() || !agent) {
            return Optional.of("failed to refresh cached credentials, no EC2 IMDS role found");
        }
        String role = association.get().roleArn();
        Map<String, String> tags = Map.of(TAG, cluster);
        String balancer = balancing(site, "loadbalancer/net/new/0");
        String group = balancing(site, "targetgroup/new/0");
        String securityGroup = site.arn("ec2", "security-group/sg-new");
        List<Demand> demands = List.of(
                Demand.onAnything("ec2:DescribeSubnets"),
                Demand.onAnything("ec2:DescribeSecurityGroups"),
                Demand.onAnything("elasticloadbalancing:DescribeLoadBalancers"),
                Demand.onAnything("elasticloadbalancing:DescribeTargetHealth"),
                Demand.on("ec2:CreateSecurityGroup", securityGroup),
                Demand.on("ec2:CreateTags", securityGroup)
                        .with("ec2:CreateAction", "CreateSecurityGroup")
                        .tagging(tags),
                Demand.on("ec2:AuthorizeSecurityGroupIngress", securityGroup),
                Demand.on("elasticloadbalancing:CreateLoadBalancer", balancer).tagging(tags),
                Demand.on("elasticloadbalancing:AddTags", balancer)
                        .with("elasticloadbalancing:CreateAction", "CreateLoadBalancer")
                        .tagging(tags),
                Demand.on("elasticloadbalancing:CreateTargetGroup", group).tagging(tags),
                Demand.on("elasticloadbalancing:CreateListener", balancer),
                Demand.on("elasticloadbalancing:RegisterTargets", group).tagged(tags));
        return demands.stream()
                .filter(demand -> !Authorization.allows(site, role, demand))
                .map(demand -> "operation error " + demand.action() + ", https response error StatusCode: 403, "
                        + "AccessDenied: " + role + " is not authorized to perform: " + demand.action())
                .findFirst();
    }

    static boolean mayDelete(Site site, String cluster) {
        Map<String, String> tags = Map.of(TAG, cluster);
        return association(site, cluster)
                .filter(found -> List.of(
                                Demand.on(
                                                "elasticloadbalancing:DeleteLoadBalancer",
                                                balancing(site, "loadbalancer/net/old/0"))
                                        .tagged(tags),
                                Demand.on(
                                                "elasticloadbalancing:DeleteTargetGroup",
                                                balancing(site, "targetgroup/old/0"))
                                        .tagged(tags),
                                Demand.on("ec2:DeleteSecurityGroup", site.arn("ec2", "security-group/sg-old"))
                                        .tagged(tags))
                        .stream()
                        .allMatch(demand -> Authorization.allows(site, found.roleArn(), demand)))
                .isPresent();
    }

    private static String balancing(Site site, String resource) {
        return site.arn("elasticloadbalancing", resource);
    }

    private static Optional<PodIdentityAssociation> association(Site site, String cluster) {
        return site.here().podIdentities.under(cluster + "/").stream()
                .filter(found -> found.namespace().equals("kube-system")
                        && found.serviceAccount().equals(NAME))
                .findFirst();
    }
}
