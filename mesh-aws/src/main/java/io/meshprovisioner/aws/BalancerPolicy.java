package io.meshprovisioner.aws;

import io.meshprovisioner.plan.IamPolicy;
import io.meshprovisioner.plan.IamPolicy.Condition;
import io.meshprovisioner.plan.IamPolicy.Statement;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the AWS Load Balancer Controller may do: make, change and delete the load balancers of one cluster, which bear its
 * tag from the call that makes them. Source: the list of what it calls in its project, docs/install/iam_policy.json, at
 * release 3.5; narrowed further, to account, region and this cluster's tag. Web firewalls, Shield and Cognito, which load
 * balancers of a mesh do not use, are left out and switched off.
 */
final class BalancerPolicy {
    /** On everything that the controller makes: of which cluster it is. */
    static final String TAG = "elbv2.k8s.aws/cluster";

    private final Scope scope;

    BalancerPolicy(Scope scope) {
        this.scope = scope;
    }

    IamPolicy policy() {
        return new IamPolicy(List.of(
                new Statement(
                        "Link",
                        List.of("iam:CreateServiceLinkedRole"),
                        List.of("*"),
                        List.of(equal("iam:AWSServiceName", "elasticloadbalancing.amazonaws.com"))),
                new Statement("Look", looks(), List.of("*"), List.of()),
                new Statement(
                        "OpenGroups",
                        List.of("ec2:AuthorizeSecurityGroupIngress", "ec2:RevokeSecurityGroupIngress"),
                        List.of(ec2("security-group/*")),
                        List.of()),
                new Statement(
                        "MakeGroups",
                        List.of("ec2:CreateSecurityGroup"),
                        List.of(ec2("security-group/*"), ec2("vpc/*")),
                        List.of()),
                new Statement(
                        "TagNewGroups",
                        List.of("ec2:CreateTags"),
                        List.of(ec2("security-group/*")),
                        List.of(equal("ec2:CreateAction", "CreateSecurityGroup"), requested())),
                new Statement(
                        "KeepGroups",
                        List.of("ec2:CreateTags", "ec2:DeleteTags", "ec2:DeleteSecurityGroup"),
                        List.of(ec2("security-group/*")),
                        List.of(carried())),
                new Statement(
                        "Make",
                        balancing("CreateLoadBalancer", "CreateTargetGroup"),
                        List.of(balancer("loadbalancer/*"), balancer("targetgroup/*")),
                        List.of(requested())),
                new Statement(
                        "TagNew",
                        balancing("AddTags"),
                        List.of(balancer("loadbalancer/*"), balancer("targetgroup/*")),
                        List.of(
                                new Condition(
                                        "StringEquals",
                                        "elasticloadbalancing:CreateAction",
                                        List.of("CreateLoadBalancer", "CreateTargetGroup")),
                                requested())),
                new Statement(
                        "Listen",
                        balancing(
                                "CreateListener",
                                "DeleteListener",
                                "ModifyListener",
                                "ModifyListenerAttributes",
                                "AddListenerCertificates",
                                "RemoveListenerCertificates",
                                "CreateRule",
                                "DeleteRule",
                                "ModifyRule",
                                "SetRulePriorities"),
                        List.of(balancer("loadbalancer/*"), balancer("listener/*"), balancer("listener-rule/*")),
                        List.of()),
                new Statement(
                        "TagListeners",
                        balancing("AddTags", "RemoveTags"),
                        List.of(balancer("listener/*"), balancer("listener-rule/*")),
                        List.of()),
                new Statement(
                        "Keep",
                        balancing(
                                "AddTags",
                                "RemoveTags",
                                "ModifyLoadBalancerAttributes",
                                "ModifyCapacityReservation",
                                "ModifyIpPools",
                                "SetIpAddressType",
                                "SetSecurityGroups",
                                "SetSubnets",
                                "DeleteLoadBalancer",
                                "ModifyTargetGroup",
                                "ModifyTargetGroupAttributes",
                                "DeleteTargetGroup",
                                "RegisterTargets",
                                "DeregisterTargets"),
                        List.of(balancer("loadbalancer/*"), balancer("targetgroup/*")),
                        List.of(carried()))));
    }

    private static List<String> looks() {
        return Stream.of(
                        Stream.of(
                                        "AccountAttributes",
                                        "Addresses",
                                        "AvailabilityZones",
                                        "InternetGateways",
                                        "Vpcs",
                                        "VpcPeeringConnections",
                                        "Subnets",
                                        "SecurityGroups",
                                        "Instances",
                                        "NetworkInterfaces",
                                        "Tags",
                                        "RouteTables",
                                        "CoipPools",
                                        "IpamPools")
                                .map(what -> "ec2:Describe" + what),
                        Stream.of("ec2:GetCoipPoolUsage", "ec2:GetSecurityGroupsForVpc"),
                        Stream.of(
                                        "LoadBalancers",
                                        "LoadBalancerAttributes",
                                        "Listeners",
                                        "ListenerAttributes",
                                        "ListenerCertificates",
                                        "SSLPolicies",
                                        "Rules",
                                        "TargetGroups",
                                        "TargetGroupAttributes",
                                        "TargetHealth",
                                        "Tags",
                                        "TrustStores",
                                        "CapacityReservation")
                                .map(what -> "elasticloadbalancing:Describe" + what),
                        Stream.of(
                                "acm:ListCertificates",
                                "acm:DescribeCertificate",
                                "iam:ListServerCertificates",
                                "iam:GetServerCertificate"))
                .flatMap(all -> all)
                .toList();
    }

    private static List<String> balancing(String... operations) {
        return Stream.of(operations)
                .map(operation -> "elasticloadbalancing:" + operation)
                .toList();
    }

    private String ec2(String resource) {
        return arn("ec2", resource);
    }

    private String balancer(String resource) {
        return arn("elasticloadbalancing", resource);
    }

    private String arn(String service, String resource) {
        return "arn:" + scope.identity().partition() + ":" + service + ":"
                + scope.names().region() + ":" + scope.identity().account() + ":" + resource;
    }

    private Condition requested() {
        return equal("aws:RequestTag/" + TAG, scope.names().cluster());
    }

    private Condition carried() {
        return equal("aws:ResourceTag/" + TAG, scope.names().cluster());
    }

    private static Condition equal(String key, String value) {
        return new Condition("StringEquals", key, List.of(value));
    }
}
