package io.meshprovisioner.testkit.aws;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What EKS's calls ask IAM for, as the Service Authorization Reference and EKS's user guide say. */
final class EksDemands {
    private static final String EKS = "eks.amazonaws.com";
    private static final String FARGATE = "eks-fargate.amazonaws.com";
    private static final String NODE_GROUPS = "eks-nodegroup.amazonaws.com";

    /** Operations that know no resource. */
    private static final Set<String> ANYTHING = Set.of(
            "CreateCluster",
            "ListClusters",
            "DescribeClusterVersions",
            "DescribeAddonVersions",
            "DescribeAddonConfiguration",
            "ListAccessPolicies");

    private EksDemands() {}

    static List<Demand> of(Site site, String operation, EksIn in) {
        String action = "eks:" + operation;
        List<Demand> demands = new ArrayList<>();
        Demand itself = ANYTHING.contains(operation) ? Demand.onAnything(action) : named(site, action, in);
        demands.add(itself.tagging(in.tags()));
        if (operation.startsWith("Create") && !in.tags().isEmpty()) {
            demands.add(Demand.on("eks:TagResource", made(site, operation, in)).tagging(in.tags()));
        }
        switch (operation) {
            case "CreateCluster" -> {
                demands.add(pass(in.text("roleArn").orElse("*")));
                EksIn.text(in.body().path("computeConfig"), "nodeRoleArn").ifPresent(role -> demands.add(pass(role)));
                demands.add(link(site, EKS, "AWSServiceRoleForAmazonEKS"));
                demands.addAll(key(in));
            }
            case "UpdateClusterConfig" ->
                EksIn.text(in.body().path("computeConfig"), "nodeRoleArn").ifPresent(role -> demands.add(pass(role)));
            case "AssociateEncryptionConfig" -> demands.addAll(key(in));
            case "CreateNodegroup" -> {
                demands.add(pass(in.text("nodeRole").orElse("*")));
                demands.add(link(site, NODE_GROUPS, "AWSServiceRoleForAmazonEKSNodegroup"));
                demands.addAll(launch(site, in, EksIn.texts(in.body().path("subnets"))));
            }
            case "CreatePodIdentityAssociation", "UpdatePodIdentityAssociation" ->
                in.text("roleArn").ifPresent(role -> {
                    demands.add(Demand.on("iam:PassRole", role).with("iam:PassedToService", "pods.eks.amazonaws.com"));
                    demands.add(Demand.on("iam:GetRole", role));
                });
            case "CreateFargateProfile" -> {
                demands.add(
                        Demand.on("iam:PassRole", in.text("podExecutionRoleArn").orElse("*"))
                                .with("iam:PassedToService", EksRoles.FARGATE));
                demands.add(link(site, FARGATE, "AWSServiceRoleForAmazonEKSForFargate"));
            }
            case "UpdateNodegroupVersion" ->
                demands.addAll(launch(
                        site,
                        in,
                        site.here()
                                .nodegroups
                                .get(in.path("name") + "/" + in.path("nodegroupName"))
                                .map(group -> group.shape().subnets())
                                .orElse(List.of())));
            default -> {}
        }
        return demands;
    }

    /** The resource that the path names. */
    private static Demand named(Site site, String action, EksIn in) {
        if (in.path().containsKey("resourceArn")) {
            return Demand.on(action, in.path("resourceArn"));
        }
        String cluster = in.path("name").isEmpty() ? in.path("clusterName") : in.path("name");
        String key = cluster + "/";
        Region here = site.here();
        if (in.path().containsKey("nodegroupName")) {
            String group = key + in.path("nodegroupName");
            return here.nodegroups
                    .get(group)
                    .map(found -> Demand.on(action, found.arn()).tagged(found.tags()))
                    .orElseGet(() -> Demand.on(action, site.arn("eks", "nodegroup/" + group + "/0")));
        }
        if (in.path().containsKey("fargateProfileName")) {
            String profile = key + in.path("fargateProfileName");
            return here.fargateProfiles
                    .get(profile)
                    .map(found -> Demand.on(action, found.arn()).tagged(found.tags()))
                    .orElseGet(() -> Demand.on(action, site.arn("eks", "fargateprofile/" + profile + "/0")));
        }
        if (in.path().containsKey("addonName")) {
            String addon = key + in.path("addonName");
            return here.addons
                    .get(addon)
                    .map(found -> Demand.on(action, found.arn()).tagged(found.tags()))
                    .orElseGet(() -> Demand.on(action, site.arn("eks", "addon/" + addon + "/0")));
        }
        if (in.path().containsKey("principalArn")) {
            return here.accessEntries
                    .get(key + in.path("principalArn"))
                    .map(found -> Demand.on(action, found.arn()).tagged(found.tags()))
                    .orElseGet(() -> Demand.on(action, site.arn("eks", "access-entry/" + cluster + "/none")));
        }
        if (in.path().containsKey("associationId")) {
            return here.podIdentities
                    .get(key + in.path("associationId"))
                    .map(found -> Demand.on(action, found.arn()).tagged(found.tags()))
                    .orElseGet(() -> Demand.on(action, site.arn("eks", "podidentityassociation/" + cluster + "/none")));
        }
        Map<String, String> tags = here.clusters.get(cluster).map(Cluster::tags).orElse(Map.of());
        return Demand.on(action, site.arn("eks", "cluster/" + cluster)).tagged(tags);
    }

    private static String made(Site site, String operation, EksIn in) {
        String cluster = in.path("name").isEmpty() ? in.path("clusterName") : in.path("name");
        return switch (operation) {
            case "CreateCluster" -> site.arn("eks", "cluster/" + in.require("name"));
            case "CreateNodegroup" ->
                site.arn("eks", "nodegroup/" + cluster + "/" + in.require("nodegroupName") + "/0");
            case "CreateFargateProfile" ->
                site.arn("eks", "fargateprofile/" + cluster + "/" + in.require("fargateProfileName") + "/0");
            case "CreateAddon" -> site.arn("eks", "addon/" + cluster + "/" + in.require("addonName") + "/0");
            case "CreateAccessEntry" -> site.arn("eks", "access-entry/" + cluster + "/user/0");
            default -> site.arn("eks", "podidentityassociation/" + cluster + "/0");
        };
    }

    private static Demand pass(String role) {
        return Demand.on("iam:PassRole", role).with("iam:PassedToService", EKS);
    }

    /** EKS makes the role where the account has none yet. The sandbox keeps none: each time is the first. */
    /** EKS looks at the key, and grants itself its use, with the caller's rights. */
    private static List<Demand> key(EksIn in) {
        return ClusterChecks.key(in.body().path("encryptionConfig")).stream()
                .flatMap(arn -> java.util.stream.Stream.of(
                        Demand.on("kms:DescribeKey", arn), Demand.on("kms:CreateGrant", arn)))
                .toList();
    }

    private static Demand link(Site site, String service, String role) {
        return Demand.on("iam:CreateServiceLinkedRole", Iam.arn(site, "role/aws-service-role/" + service + "/" + role))
                .with("iam:AWSServiceName", service);
    }

    private static List<Demand> launch(Site site, EksIn in, List<String> subnets) {
        Optional<Cluster> cluster = site.here().clusters.get(in.path("name"));
        if (!in.body().has("launchTemplate") || cluster.isEmpty()) {
            return List.of();
        }
        return NodegroupChecks.template(site, in.body().path("launchTemplate"))
                .map(template -> Ec2Demands.launch(site, template, subnets, cluster.get()))
                .orElse(List.of());
    }
}
