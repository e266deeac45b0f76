package io.meshprovisioner.aws;

import io.meshprovisioner.plan.IamPolicy.Condition;
import io.meshprovisioner.spec.AutoModeSpec;
import io.meshprovisioner.spec.MeshSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * How far an action has to reach: the resources and conditions of a statement. What can be narrowed, and by what, is
 * as the Service Authorization Reference lists each action's resource types and condition keys.
 */
enum Reach {
    /** Reads that IAM can allow on everything or not at all. */
    LOOK(where -> List.of("*"), where -> List.of()),

    /** Asked only when a call has failed, to say why. */
    EXPLAIN(where -> List.of("*"), where -> List.of()),

    /** What does not exist yet and gets our tag in the call that makes it. */
    MAKE(where -> List.of(where.ec2("*/*")), where -> List.of(where.requestTag())),

    /** The tags of what is being made. */
    TAG_NEW(
            where -> List.of(where.ec2("*/*")),
            where -> List.of(equal("ec2:CreateAction", List.copyOf(where.makers())), where.requestTag())),

    /** What carries our tag. */
    OURS(where -> List.of(where.ec2("*/*")), where -> List.of(where.resourceTag(Tags.MESH, where.mesh()))),

    /** Security groups that EKS and Kubernetes made for our cluster. */
    CLUSTER_GROUPS(
            where -> List.of(where.ec2("security-group/*")),
            where -> List.of(where.resourceTag(where.owned(), "owned"))),

    /** Security groups that the AWS Load Balancer Controller made for our cluster. */
    CONTROLLERS_GROUPS(
            where -> List.of(where.ec2("security-group/*")),
            where -> List.of(where.resourceTag(BalancerPolicy.TAG, where.mesh()))),

    /** Security groups of the load balancers that EKS Auto Mode made for our cluster. */
    AUTO_GROUPS(
            where -> List.of(where.ec2("security-group/*")),
            where -> List.of(where.resourceTag(AutoMode.TAG, where.mesh()))),

    /** Interfaces that nodes left behind. Older versions of the VPC CNI tag them by the node alone. */
    LEFT_INTERFACES(
            where -> List.of(where.ec2("network-interface/*")),
            where -> List.of(
                    new Condition("StringLike", "aws:ResourceTag/node.k8s.amazonaws.com/instance_id", List.of("i-*")))),

    /** What a launch needs that has no tag of ours: interfaces are made untagged, the image is Amazon's. */
    LAUNCH(
            where ->
                    List.of(where.ec2("network-interface/*"), where.ec2("key-pair/*"), where.arn("ec2", "", "image/*")),
            where -> List.of()),

    /** A cluster that does not exist yet: EKS knows no resource for it. */
    MAKE_CLUSTER(where -> List.of("*"), where -> List.of(where.requestTag())),

    /** Our cluster and what belongs to it. */
    CLUSTER(where -> where.clusters(), where -> List.of()),

    /** What may be tagged: of a cluster of somebody else's only what is ours in it. */
    CLUSTER_TAGS(where -> where.taggable(), where -> List.of()),

    /** The key that encrypts the cluster's Secrets. */
    KEY(where -> where.key(), where -> List.of()),

    /** Our roles. */
    ROLES(where -> where.roles(), where -> List.of()),

    /** Our roles of pods, into which policies are written. */
    POD_ROLES(where -> where.madePodRoles(), where -> List.of()),

    /** Roles that are adopted. */
    ADOPTED_ROLES(where -> where.adoptedRoles(), where -> List.of()),

    /** The VPC and the subnets that are adopted: nodes and the SSH group are put into them. */
    ADOPTED_NETWORK(where -> where.adoptedNetwork(), where -> List.of()),

    /** The caller's own role, whose path its session does not tell; nothing where the caller is no role's session. */
    SELF(where -> where.self(), where -> List.of()),

    /** Policies on our roles, and no others than the ones that nodes and control plane need. */
    ROLE_POLICIES(
            where -> where.roles(), where -> List.of(new Condition("ArnEquals", "iam:PolicyARN", where.policies()))),

    /** Our roles, handed to EKS and to nobody else. */
    PASS(where -> where.passedRoles(), where -> List.of(equal("iam:PassedToService", where.passedTo()))),

    /** The roles of pods, handed to EKS Pod Identity and to nobody else. */
    PASS_TO_PODS(where -> where.podRoles(), where -> List.of(equal("iam:PassedToService", List.of(RoleResource.PODS)))),

    /** An OpenID Connect provider that gets our tag in the call that makes it. */
    MAKE_PROVIDER(where -> List.of(where.providers()), where -> List.of(where.requestTag())),

    /** Looks at the OpenID Connect providers of the region's clusters. */
    PROVIDERS(where -> List.of(where.providers()), where -> List.of()),

    /** OpenID Connect providers that carry our tag. */
    OUR_PROVIDERS(where -> List.of(where.providers()), where -> List.of(where.resourceTag(Tags.MESH, where.mesh()))),

    /** The zones of Route 53 in which AWS keeps the names of endpoints: whose they are, nobody is told. */
    ENDPOINT_NAMES(where -> List.of(where.zones()), where -> List.of()),

    /** The roles that EKS makes once for an account. */
    LINK(
            where -> List.of(where.iam("role/aws-service-role/eks*")),
            where -> List.of(equal("iam:AWSServiceName", where.linked()))),

    /** The one-writer rule's parameters, and the notes beside them. */
    LEASES(where -> where.parameters("lease*", "note*"), where -> List.of()),

    /** The control plane's logs; CloudWatch Logs writes its ARNs with and without {@code :*} at the end. */
    LOGS(
            where -> List.of(where.arn("logs", where.account(), "log-group:" + where.logGroup() + "*")),
            where -> List.of()),

    /** Load balancers that Kubernetes made for our cluster. */
    BALANCERS(
            where -> List.of(where.arn("elasticloadbalancing", where.account(), "*/*")),
            where -> List.of(where.resourceTag(where.owned(), "owned"))),

    /** Load balancers that the AWS Load Balancer Controller made for our cluster. */
    CONTROLLERS_BALANCERS(
            where -> List.of(where.arn("elasticloadbalancing", where.account(), "*/*")),
            where -> List.of(where.resourceTag(BalancerPolicy.TAG, where.mesh()))),

    /** Load balancers that EKS Auto Mode made for our cluster. */
    AUTO_BALANCERS(
            where -> List.of(where.arn("elasticloadbalancing", where.account(), "*/*")),
            where -> List.of(where.resourceTag(AutoMode.TAG, where.mesh())));

    /** Where actions reach whose call looks at, makes or touches several resources, each of which must be allowed. */
    private static final Map<String, Set<Reach>> BY_ACTION = byAction();

    private final Function<Where, List<String>> resources;
    private final Function<Where, List<Condition>> conditions;

    Reach(Function<Where, List<String>> resources, Function<Where, List<Condition>> conditions) {
        this.resources = resources;
        this.conditions = conditions;
    }

    List<String> resources(Where where) {
        return resources.apply(where);
    }

    List<Condition> conditions(Where where) {
        return conditions.apply(where);
    }

    /** The statement's name. */
    String sid() {
        StringBuilder sid = new StringBuilder();
        for (String word : name().split("_", -1)) {
            sid.append(word.charAt(0)).append(word.substring(1).toLowerCase(java.util.Locale.ROOT));
        }
        return sid.toString();
    }

    /** @throws IllegalStateException for an action that no rule is known of */
    static Set<Reach> of(String action) {
        Set<Reach> known = BY_ACTION.get(action);
        if (known != null) {
            return known;
        }
        if (action.matches("(ec2|elasticloadbalancing|logs):Describe\\w+")) {
            return Set.of(LOOK);
        }
        throw new IllegalStateException("No rule says how far " + action + " reaches.");
    }

    private static Map<String, Set<Reach>> byAction() {
        Map<String, Set<Reach>> table = new TreeMap<>();
        put(
                table,
                Set.of(LOOK),
                "eks:DescribeClusterVersions",
                "eks:DescribeAddonVersions",
                "eks:DescribeAddonConfiguration",
                "iam:ListRoles",
                "iam:ListOpenIDConnectProviders");
        put(
                table,
                Set.of(EXPLAIN),
                "sts:DecodeAuthorizationMessage",
                "eks:ListClusters",
                "ec2:DescribeInstanceTypes",
                "iam:GetAccountSummary");
        ec2(table);
        put(table, Set.of(MAKE_CLUSTER), "eks:CreateCluster");
        put(
                table,
                Set.of(CLUSTER),
                "eks:DescribeCluster",
                "eks:UpdateClusterConfig",
                "eks:UpdateClusterVersion",
                "eks:AssociateEncryptionConfig",
                "eks:DeleteCluster",
                "eks:CreateNodegroup",
                "eks:DescribeNodegroup",
                "eks:ListNodegroups",
                "eks:UpdateNodegroupConfig",
                "eks:UpdateNodegroupVersion",
                "eks:DeleteNodegroup",
                "eks:CreateAddon",
                "eks:DescribeAddon",
                "eks:UpdateAddon",
                "eks:DeleteAddon",
                "eks:CreateAccessEntry",
                "eks:AssociateAccessPolicy",
                "eks:ListAssociatedAccessPolicies",
                "eks:DescribeAccessEntry",
                "eks:ListAddons",
                "eks:UpdateAccessEntry",
                "eks:DisassociateAccessPolicy",
                "eks:CreatePodIdentityAssociation",
                "eks:ListPodIdentityAssociations",
                "eks:DescribePodIdentityAssociation",
                "eks:UpdatePodIdentityAssociation",
                "eks:DeletePodIdentityAssociation",
                "eks:CreateFargateProfile",
                "eks:DescribeFargateProfile",
                "eks:ListFargateProfiles",
                "eks:DeleteFargateProfile",
                "eks:ListAccessEntries",
                "eks:DeleteAccessEntry");
        put(table, Set.of(CLUSTER_TAGS), "eks:TagResource");
        put(
                table,
                Set.of(ROLES),
                "iam:CreateRole",
                "iam:TagRole",
                "iam:DeleteRole",
                "iam:PutRolePermissionsBoundary",
                "iam:UpdateAssumeRolePolicy",
                "iam:ListAttachedRolePolicies",
                // What somebody else attached has to come off, too, before a role can go.
                "iam:DetachRolePolicy");
        put(table, Set.of(ROLES, ADOPTED_ROLES, SELF), "iam:GetRole");
        put(
                table,
                Set.of(POD_ROLES),
                "iam:GetRolePolicy",
                "iam:PutRolePolicy",
                "iam:ListRolePolicies",
                "iam:DeleteRolePolicy");
        put(table, Set.of(ROLE_POLICIES), "iam:AttachRolePolicy");
        put(table, Set.of(KEY), "kms:DescribeKey", "kms:CreateGrant");
        put(table, Set.of(PASS, PASS_TO_PODS), "iam:PassRole");
        put(table, Set.of(MAKE_PROVIDER), "iam:CreateOpenIDConnectProvider");
        put(table, Set.of(PROVIDERS), "iam:GetOpenIDConnectProvider");
        put(table, Set.of(MAKE_PROVIDER, OUR_PROVIDERS), "iam:TagOpenIDConnectProvider");
        put(table, Set.of(OUR_PROVIDERS), "iam:DeleteOpenIDConnectProvider");
        put(table, Set.of(LINK), "iam:CreateServiceLinkedRole");
        put(
                table,
                Set.of(LEASES),
                "ssm:GetParameter",
                "ssm:GetParametersByPath",
                "ssm:PutParameter",
                "ssm:DeleteParameter");
        put(table, Set.of(ENDPOINT_NAMES), "route53:AssociateVPCWithHostedZone");
        put(table, Set.of(LOGS), "logs:DeleteLogGroup");
        put(
                table,
                Set.of(BALANCERS, CONTROLLERS_BALANCERS, AUTO_BALANCERS),
                "elasticloadbalancing:DeleteLoadBalancer",
                "elasticloadbalancing:DeleteTargetGroup");
        return table;
    }

    private static void ec2(Map<String, Set<Reach>> table) {
        put(
                table,
                Set.of(MAKE),
                "ec2:CreateVpc",
                "ec2:CreateInternetGateway",
                "ec2:AllocateAddress",
                "ec2:CreateLaunchTemplate",
                "ec2:ImportKeyPair");
        // These make something in something of ours.
        put(
                table,
                Set.of(MAKE, OURS),
                "ec2:CreateSubnet",
                "ec2:CreateNatGateway",
                "ec2:CreateRouteTable",
                "ec2:CreateVpcEndpoint");
        put(table, Set.of(MAKE, OURS, ADOPTED_NETWORK), "ec2:CreateSecurityGroup");
        put(
                table,
                Set.of(OURS),
                "ec2:ModifyVpcAttribute",
                "ec2:AssociateVpcCidrBlock",
                "ec2:ModifySubnetAttribute",
                "ec2:ModifyVpcEndpoint",
                "ec2:AttachInternetGateway",
                "ec2:DetachInternetGateway",
                "ec2:CreateRoute",
                "ec2:ReplaceRoute",
                "ec2:AssociateRouteTable",
                "ec2:AuthorizeSecurityGroupIngress",
                "ec2:CreateLaunchTemplateVersion",
                "ec2:DeleteVpc",
                "ec2:DeleteSubnet",
                "ec2:DeleteInternetGateway",
                "ec2:ReleaseAddress",
                "ec2:DeleteNatGateway",
                "ec2:DeleteVpcEndpoints",
                "ec2:DeleteRouteTable",
                "ec2:DeleteLaunchTemplate",
                "ec2:DeleteKeyPair");
        put(table, Set.of(OURS, ADOPTED_NETWORK), "ec2:DescribeVpcAttribute");
        put(table, Set.of(TAG_NEW, OURS), "ec2:CreateTags");
        put(table, Set.of(OURS, CLUSTER_GROUPS, CONTROLLERS_GROUPS, AUTO_GROUPS), "ec2:DeleteSecurityGroup");
        put(table, Set.of(OURS, LEFT_INTERFACES), "ec2:DeleteNetworkInterface");
        put(table, Set.of(MAKE, OURS, ADOPTED_NETWORK, CLUSTER_GROUPS, LAUNCH), "ec2:RunInstances");
    }

    private static void put(Map<String, Set<Reach>> table, Set<Reach> reaches, String... actions) {
        for (String action : actions) {
            table.put(action, reaches);
        }
    }

    private static Condition equal(String key, List<String> values) {
        return new Condition("StringEquals", key, values);
    }

    /**
     * Where a policy is for.
     *
     * @param scope account, partition and names
     * @param spec what is adopted
     * @param policies ARNs of the managed policies that our roles get
     * @param makers the EC2 operations that tag what they make
     */
    record Where(Scope scope, MeshSpec spec, List<String> policies, Set<String> makers) {
        Where {
            policies = List.copyOf(policies);
            makers = new TreeSet<>(makers);
        }

        String mesh() {
            return scope.names().mesh();
        }

        String account() {
            return scope.identity().account();
        }

        String owned() {
            return "kubernetes.io/cluster/" + scope.names().cluster();
        }

        List<String> parameters(String... names) {
            return Stream.of(names)
                    .map(name -> arn("ssm", account(), "parameter" + SsmLeases.ROOT + mesh() + "/" + name))
                    .toList();
        }

        String cluster() {
            return scope.names().cluster();
        }

        /** The cluster that an adopted one's neighbour of the mesh's name would be is looked for, too. */
        List<String> clusters() {
            return Stream.of(mesh(), cluster())
                    .distinct()
                    .flatMap(name -> Stream.of(eks("cluster/" + name), eks("*/" + name + "/*")))
                    .toList();
        }

        List<String> taggable() {
            return spec.cluster().adopted().isPresent()
                    ? List.of(
                            eks("nodegroup/" + cluster() + "/*"),
                            eks("addon/" + cluster() + "/*"),
                            eks("access-entry/" + cluster() + "/*"))
                    : clusters();
        }

        String zones() {
            return "arn:" + scope.identity().partition() + ":route53:::hostedzone/*";
        }

        String logGroup() {
            return scope.names().logGroup();
        }

        String arn(String service, String account, String resource) {
            return "arn:" + scope.identity().partition() + ":" + service + ":" + spec.region() + ":" + account + ":"
                    + resource;
        }

        String ec2(String resource) {
            return arn("ec2", account(), resource);
        }

        String eks(String resource) {
            return arn("eks", account(), resource);
        }

        String iam(String resource) {
            return "arn:" + scope.identity().partition() + ":iam::" + account() + ":" + resource;
        }

        /** Under their path, and without it: of a role that is not there yet nobody knows the path. */
        List<String> roles() {
            return paths().flatMap(path -> Stream.concat(ofCluster(path), Stream.of(madePodRoles(path))))
                    .toList();
        }

        private Stream<String> paths() {
            return Stream.of(spec.iam().path(), "/").distinct();
        }

        private Stream<String> ofCluster(String path) {
            return Stream.of(
                            scope.names().clusterRole(),
                            scope.names().nodeRole(),
                            scope.names().autoNodeRole(),
                            scope.names().fargateRole())
                    .map(name -> iam("role" + path + name));
        }

        List<String> madePodRoles() {
            return paths().map(this::madePodRoles).toList();
        }

        private String madePodRoles(String path) {
            return iam("role" + path + scope.names().podRoles() + "-*");
        }

        /** Those of this spec. */
        List<String> podRoles() {
            boolean any = spec.loadBalancerController().isPresent()
                    || spec.cluster().podIdentities().stream()
                            .anyMatch(pods -> pods.roleArn().isEmpty());
            Stream<String> made = any ? Stream.of(madePodRoles(spec.iam().path())) : Stream.of();
            return Stream.concat(made, adoptedPodRoles()).toList();
        }

        private Stream<String> adoptedPodRoles() {
            return spec.cluster().podIdentities().stream()
                    .flatMap(pods -> pods.roleArn().stream())
                    .distinct();
        }

        String providers() {
            return iam("oidc-provider/oidc.eks." + spec.region() + ".*");
        }

        List<String> key() {
            return spec.cluster().kmsKeyArn().stream().toList();
        }

        List<String> adoptedRoles() {
            return Stream.concat(adoptedForCluster(), adoptedPodRoles())
                    .distinct()
                    .toList();
        }

        private Stream<String> adoptedForCluster() {
            return Stream.concat(
                            Stream.concat(
                                    spec.cluster().roleArn().stream(),
                                    spec.cluster().auto().flatMap(AutoModeSpec::nodeRoleArn).stream()),
                            Stream.concat(
                                    spec.nodeGroups().stream().flatMap(group -> group.roleArn().stream()),
                                    spec.fargate().stream().flatMap(profile -> profile.roleArn().stream())))
                    .distinct();
        }

        /** The services that take our roles over. */
        List<String> passedTo() {
            return spec.fargate().isEmpty()
                    ? List.of("eks.amazonaws.com")
                    : List.of("eks.amazonaws.com", RoleResource.FARGATE);
        }

        /** The services that EKS makes a role of its own for. */
        List<String> linked() {
            List<String> services = new ArrayList<>(List.of("eks.amazonaws.com", "eks-nodegroup.amazonaws.com"));
            if (!spec.fargate().isEmpty()) {
                services.add("eks-fargate.amazonaws.com");
            }
            return services;
        }

        List<String> passedRoles() {
            return Stream.concat(paths().flatMap(this::ofCluster), adoptedForCluster())
                    .toList();
        }

        List<String> adoptedNetwork() {
            if (spec.cluster().adopted().isPresent()) {
                return spec.cluster().adopted().stream()
                        .flatMap(cluster -> cluster.nodeSubnets().stream())
                        .map(subnet -> ec2("subnet/" + subnet))
                        .toList();
            }
            return spec.vpc().adopted().stream()
                    .flatMap(vpc -> Stream.concat(
                            Stream.of(ec2("vpc/" + vpc.id())),
                            vpc.subnets().stream().map(subnet -> ec2("subnet/" + subnet))))
                    .toList();
        }

        List<String> self() {
            return scope.identity().sessionRole().stream()
                    .flatMap(role -> Stream.of(iam("role/" + role), iam("role/*/" + role)))
                    .toList();
        }

        Condition requestTag() {
            return equal("aws:RequestTag/" + Tags.MESH, List.of(mesh()));
        }

        Condition resourceTag(String key, String value) {
            return equal("aws:ResourceTag/" + key, List.of(value));
        }
    }
}
