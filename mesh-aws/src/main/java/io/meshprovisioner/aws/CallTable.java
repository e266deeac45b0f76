package io.meshprovisioner.aws;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which IAM actions a call needs. Most need the action of their own name, as the Service Authorization Reference lists
 * it (its pages for EC2, EKS, IAM, STS, Systems Manager, CloudWatch Logs and both versions of Elastic Load Balancing);
 * this table holds what a call needs besides, and where that is said.
 */
final class CallTable {
    private static final String TAG_EC2 = "ec2:CreateTags";
    private static final String TAG_EKS = "eks:TagResource";
    private static final String PASS = "iam:PassRole";
    private static final String LOOK_AT_ROLE = "iam:GetRole";
    private static final String LINK = "iam:CreateServiceLinkedRole";

    /** What a call needs besides the action of its name. */
    private static final Map<String, Set<String>> BESIDES = Map.ofEntries(
            // Dependent actions of the Service Authorization Reference for EC2: tags in the call that makes it.
            Map.entry("ec2:CreateVpc", Set.of(TAG_EC2)),
            Map.entry("ec2:CreateSubnet", Set.of(TAG_EC2)),
            Map.entry("ec2:CreateInternetGateway", Set.of(TAG_EC2)),
            Map.entry("ec2:AllocateAddress", Set.of(TAG_EC2)),
            Map.entry("ec2:CreateNatGateway", Set.of(TAG_EC2)),
            Map.entry("ec2:CreateRouteTable", Set.of(TAG_EC2)),
            // An endpoint with names of its own in the VPC takes part in a zone of Route 53.
            Map.entry("ec2:CreateVpcEndpoint", Set.of(TAG_EC2, "route53:AssociateVPCWithHostedZone")),
            Map.entry("ec2:ModifyVpcEndpoint", Set.of("route53:AssociateVPCWithHostedZone")),
            Map.entry("ec2:CreateSecurityGroup", Set.of(TAG_EC2)),
            Map.entry("ec2:CreateLaunchTemplate", Set.of(TAG_EC2)),
            Map.entry("ec2:ImportKeyPair", Set.of(TAG_EC2)),
            // EKS User Guide, cluster IAM role and service-linked roles: who makes a cluster passes its role, and the
            // first cluster of an account makes AWSServiceRoleForAmazonEKS.
            Map.entry("eks:CreateCluster", Set.of(TAG_EKS, PASS, LINK)),
            // EKS User Guide, Auto Mode on an existing cluster: it is given the role of its machines.
            Map.entry("eks:UpdateClusterConfig", Set.of(PASS)),
            // EKS User Guide, launch templates for managed nodes: EKS tries the launch with the caller's own rights,
            // instances' and volumes' tags included; the first node group makes AWSServiceRoleForAmazonEKSNodegroup.
            Map.entry("eks:CreateNodegroup", Set.of(TAG_EKS, PASS, LINK, "ec2:RunInstances", TAG_EC2)),
            // EKS User Guide, pod execution role and service-linked roles: whoever makes a profile passes its role, and
            // the
            // first one of an account makes AWSServiceRoleForAmazonEKSForFargate.
            Map.entry("eks:CreateFargateProfile", Set.of(TAG_EKS, PASS, LINK)),
            // The page on launch templates: a new template version is tried as the first one was.
            Map.entry("eks:UpdateNodegroupVersion", Set.of("ec2:RunInstances", TAG_EC2)),
            Map.entry("eks:CreateAddon", Set.of(TAG_EKS)),
            Map.entry("eks:CreateAccessEntry", Set.of(TAG_EKS)),
            // Dependent actions of the Service Authorization Reference for EKS: whoever gives pods a role passes it on.
            Map.entry("eks:CreatePodIdentityAssociation", Set.of(TAG_EKS, PASS, LOOK_AT_ROLE)),
            Map.entry("eks:UpdatePodIdentityAssociation", Set.of(PASS, LOOK_AT_ROLE)),
            // IAM User Guide, tagging IAM resources: a role made with tags needs the right to tag it.
            Map.entry("iam:CreateRole", Set.of("iam:TagRole")),
            Map.entry("iam:CreateOpenIDConnectProvider", Set.of("iam:TagOpenIDConnectProvider")));

    private CallTable() {}

    /** The calls that need more than the action of their name. */
    static Set<String> calls() {
        return BESIDES.keySet();
    }

    /** @param call service and operation, such as {@code elasticloadbalancingv2:DeleteTargetGroup} */
    static Set<String> actions(String call) {
        // STS answers who calls to everybody, whatever a policy says.
        if (call.equals("sts:GetCallerIdentity")) {
            return Set.of();
        }
        Set<String> actions = new TreeSet<>(BESIDES.getOrDefault(call, Set.of()));
        // Both versions of Elastic Load Balancing share a prefix.
        actions.add(call.replace("elasticloadbalancingv2:", "elasticloadbalancing:"));
        return actions;
    }
}
