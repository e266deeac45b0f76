package io.meshprovisioner.aws;

import io.meshprovisioner.plan.Removal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.ec2.model.Vpc;

/**
 * Everything of a mesh that still exists, found by tags and deterministic names: also what Kubernetes and EKS made for
 * its cluster, and also when the cluster's API no longer answers.
 */
final class Inventory {
    /** What it takes to find everything, also what an older spec made and what Kubernetes made, and to delete it. */
    static final Set<String> CALLS = Set.of(
            "ec2:DescribeVpcs",
            "ec2:DescribeSubnets",
            "ec2:DescribeInternetGateways",
            "ec2:DescribeRouteTables",
            "ec2:DescribeAddresses",
            "ec2:DescribeNatGateways",
            "ec2:DescribeSecurityGroups",
            "ec2:DescribeLaunchTemplates",
            "ec2:DescribeKeyPairs",
            "ec2:DescribeNetworkInterfaces",
            "ec2:DescribeInstances",
            "ec2:DeleteNetworkInterface",
            "ec2:DeleteSecurityGroup",
            "eks:DescribeCluster",
            "eks:ListNodegroups",
            "eks:DescribeNodegroup",
            "eks:DeleteNodegroup",
            "eks:DeleteCluster",
            "iam:GetRole",
            "iam:ListAttachedRolePolicies",
            "iam:DetachRolePolicy",
            "iam:DeleteRole",
            "logs:DescribeLogGroups",
            "logs:DeleteLogGroup",
            "elasticloadbalancing:DescribeLoadBalancers",
            "elasticloadbalancing:DescribeTags",
            "elasticloadbalancing:DeleteLoadBalancer",
            "elasticloadbalancingv2:DescribeLoadBalancers",
            "elasticloadbalancingv2:DescribeTargetGroups",
            "elasticloadbalancingv2:DescribeTags",
            "elasticloadbalancingv2:DeleteLoadBalancer",
            "elasticloadbalancingv2:DeleteTargetGroup");

    private final Scope scope;

    Inventory(Scope scope) {
        this.scope = scope;
    }

    List<Removal> removals() {
        List<String> vpcs = Look.VPCS.ofMesh(scope.calls(), scope.names().mesh()).stream()
                .map(Vpc::vpcId)
                .toList();
        ClusterDeletion cluster = new ClusterDeletion(scope);
        BalancerDeletion balancers = new BalancerDeletion(scope, vpcs);
        NetworkDeletion network = new NetworkDeletion(scope, vpcs, Strangers.in(scope, vpcs, balancers.names()));
        List<Removal> result = new ArrayList<>();
        result.addAll(balancers.removals());
        result.addAll(cluster.removals());
        result.addAll(network.removals());
        result.addAll(new RoleDeletion(scope).removals());
        // Where nothing else of ours is left, a log group of that name may be somebody else's.
        if (!result.isEmpty() && !cluster.isForeign()) {
            result.addAll(new LogGroupDeletion(scope).removals());
        }
        return result;
    }
}
