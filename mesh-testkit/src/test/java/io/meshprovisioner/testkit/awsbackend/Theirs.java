package io.meshprovisioner.testkit.awsbackend;

import io.meshprovisioner.testkit.Sandbox;
import io.meshprovisioner.testkit.SandboxOptions;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;
import software.amazon.awssdk.services.eks.model.AuthenticationMode;
import software.amazon.awssdk.services.eks.model.ClusterStatus;
import software.amazon.awssdk.services.eks.model.NodegroupStatus;

/**
 * Clusters that somebody else makes behind the provisioner's back, with the SDK alone, as eksctl (0.2xx), the
 * terraform-aws-modules/eks module (21.x) and the console leave them.
 */
final class Theirs {
    private static final String TRUST =
            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":"
                    + "{\"Service\":\"%s.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}";

    final Neighbour user;
    final String name;
    private final Consumer<Duration> pass;
    private final Map<String, String> tags;
    private String vpc = "";
    private List<String> subnets = List.of();

    private Theirs(Neighbour user, Consumer<Duration> pass, String name, Map<String, String> tags) {
        this.user = user;
        this.pass = pass;
        this.name = name;
        this.tags = tags;
    }

    private static Theirs in(Sandbox sandbox, String name, Map<String, String> tags) {
        return new Theirs(
                new Neighbour(sandbox.awsEndpoint(), sandbox.accessKey(), clock(sandbox)), sandbox::pass, name, tags);
    }

    /** Without the moments in which IAM's roles are not seen yet: the tools wait for them. */
    static Sandbox account() {
        return Sandbox.start(SandboxOptions.defaults().consistencyLag(Duration.ZERO));
    }

    /** eksctl: everything tagged with its own names, both kinds of access, nodes with the cluster's own group. */
    static Theirs byEksctl(Sandbox sandbox, String name) {
        Theirs made = in(
                sandbox,
                name,
                Map.of(
                        "alpha.eksctl.io/cluster-name",
                        name,
                        "eksctl.cluster.k8s.io/v1alpha1/cluster-name",
                        name,
                        "alpha.eksctl.io/eksctl-version",
                        "0.220.0"));
        made.network();
        made.cluster(AuthenticationMode.API_AND_CONFIG_MAP, true, List.of());
        made.nodes("ng-1", null);
        return made;
    }

    /** The same in an account without a Kubernetes API. */
    static Theirs byEksctl(AwsBench bench, String name) {
        Theirs made = new Theirs(bench.neighbour(), bench::pass, name, Map.of("alpha.eksctl.io/cluster-name", name));
        made.network();
        made.cluster(AuthenticationMode.API_AND_CONFIG_MAP, true, List.of());
        made.nodes("ng-1", null);
        return made;
    }

    /** terraform-aws-eks: a group of its own for nodes, which lets the control plane in at few ports; the maker is not let in. */
    static Theirs byTerraform(Sandbox sandbox, String name) {
        Theirs made = in(sandbox, name, Map.of("Environment", "staging", "Terraform", "true"));
        made.network();
        String plane = made.group(name + "-cluster");
        String nodes = made.group(name + "-node");
        made.allow(plane, nodes, 443);
        made.allow(nodes, plane, 10250);
        made.allow(nodes, plane, 8443);
        made.cluster(AuthenticationMode.API_AND_CONFIG_MAP, false, List.of(plane));
        made.nodes("default_node_group", nodes);
        return made;
    }

    /** The console, some years ago: the aws-auth ConfigMap alone, hardly a tag, EKS's default node group. */
    static Theirs byConsole(Sandbox sandbox, String name, boolean nodes) {
        Theirs made = in(sandbox, name, Map.of());
        made.network();
        made.cluster(AuthenticationMode.CONFIG_MAP, true, List.of());
        if (nodes) {
            made.nodes("workers", null);
        }
        return made;
    }

    String controlPlaneGroup() {
        return user.eks()
                .describeCluster(r -> r.name(name))
                .cluster()
                .resourcesVpcConfig()
                .clusterSecurityGroupId();
    }

    /** The nodes' own, where Terraform has made one. */
    String nodesGroup() {
        return user.ec2().describeSecurityGroups().securityGroups().stream()
                .filter(group -> group.groupName().equals(name + "-node"))
                .findFirst()
                .orElseThrow()
                .groupId();
    }

    private void network() {
        vpc = user.ec2()
                .createVpc(r -> r.cidrBlock("192.168.0.0/16").tagSpecifications(tagged(ResourceType.VPC, "VPC")))
                .vpc()
                .vpcId();
        user.ec2().modifyVpcAttribute(r -> r.vpcId(vpc).enableDnsSupport(v -> v.value(true)));
        user.ec2().modifyVpcAttribute(r -> r.vpcId(vpc).enableDnsHostnames(v -> v.value(true)));
        String gateway = user.ec2()
                .createInternetGateway(r -> r.tagSpecifications(tagged(ResourceType.INTERNET_GATEWAY, "IGW")))
                .internetGateway()
                .internetGatewayId();
        user.ec2().attachInternetGateway(r -> r.vpcId(vpc).internetGatewayId(gateway));
        String table = user.ec2()
                .createRouteTable(r -> r.vpcId(vpc).tagSpecifications(tagged(ResourceType.ROUTE_TABLE, "Public")))
                .routeTable()
                .routeTableId();
        user.ec2()
                .createRoute(r ->
                        r.routeTableId(table).destinationCidrBlock("0.0.0.0/0").gatewayId(gateway));
        subnets =
                List.of(subnet(table, "192.168.0.0/19", "us-west-2a"), subnet(table, "192.168.32.0/19", "us-west-2b"));
    }

    private String subnet(String table, String cidr, String zone) {
        String id = user.ec2()
                .createSubnet(r -> r.vpcId(vpc)
                        .cidrBlock(cidr)
                        .availabilityZone(zone)
                        .tagSpecifications(tagged(ResourceType.SUBNET, "SubnetPublic" + zone)))
                .subnet()
                .subnetId();
        user.ec2().modifySubnetAttribute(r -> r.subnetId(id).mapPublicIpOnLaunch(v -> v.value(true)));
        user.ec2().createTags(r -> r.resources(id)
                .tags(Tag.builder().key("kubernetes.io/role/elb").value("1").build()));
        user.ec2().associateRouteTable(r -> r.subnetId(id).routeTableId(table));
        return id;
    }

    private TagSpecification tagged(ResourceType type, String part) {
        List<Tag> all = new java.util.ArrayList<>();
        tags.forEach((key, value) -> all.add(Tag.builder().key(key).value(value).build()));
        all.add(Tag.builder().key("Name").value(name + "/" + part).build());
        return TagSpecification.builder().resourceType(type).tags(all).build();
    }

    private String group(String groupName) {
        return user.ec2()
                .createSecurityGroup(r -> r.groupName(groupName)
                        .description("EKS " + groupName)
                        .vpcId(vpc)
                        .tagSpecifications(tagged(ResourceType.SECURITY_GROUP, groupName)))
                .groupId();
    }

    void allow(String into, String from, int port) {
        user.ec2().authorizeSecurityGroupIngress(r -> r.groupId(into)
                .ipPermissions(
                        p -> p.ipProtocol("tcp").fromPort(port).toPort(port).userIdGroupPairs(g -> g.groupId(from))));
    }

    private String role(String part, String service, String... policies) {
        String role = name + "-" + part;
        String arn = user.iam()
                .createRole(r -> r.roleName(role).assumeRolePolicyDocument(TRUST.formatted(service)))
                .role()
                .arn();
        for (String policy : policies) {
            user.iam().attachRolePolicy(r -> r.roleName(role).policyArn("arn:aws:iam::aws:policy/" + policy));
        }
        return arn;
    }

    private void cluster(AuthenticationMode mode, boolean letMakerIn, List<String> groups) {
        String role = role("cluster-ServiceRole", "eks", "AmazonEKSClusterPolicy");
        user.eks().createCluster(r -> r.name(name)
                .version("1.35")
                .roleArn(role)
                .resourcesVpcConfig(v -> v.subnetIds(subnets)
                        .securityGroupIds(groups)
                        .endpointPublicAccess(true)
                        .endpointPrivateAccess(true))
                .accessConfig(a -> a.authenticationMode(mode).bootstrapClusterCreatorAdminPermissions(letMakerIn))
                .tags(tags));
        await(() -> user.eks().describeCluster(r -> r.name(name)).cluster().status() == ClusterStatus.ACTIVE);
    }

    /** @param group in place of the cluster's own, by a launch template */
    private void nodes(String nodegroup, @org.jspecify.annotations.Nullable String group) {
        String role = role(
                nodegroup + "-NodeInstanceRole",
                "ec2",
                "AmazonEKSWorkerNodePolicy",
                "AmazonEKS_CNI_Policy",
                "AmazonEC2ContainerRegistryReadOnly");
        String template = group == null
                ? ""
                : user.ec2()
                        .createLaunchTemplate(r -> r.launchTemplateName(name + "-" + nodegroup)
                                .launchTemplateData(d -> d.securityGroupIds(group)))
                        .launchTemplate()
                        .launchTemplateId();
        user.eks().createNodegroup(r -> {
            r.clusterName(name)
                    .nodegroupName(nodegroup)
                    .nodeRole(role)
                    .subnets(subnets)
                    .instanceTypes("m5.large")
                    .scalingConfig(s -> s.minSize(2).maxSize(2).desiredSize(2))
                    .tags(tags);
            if (!template.isEmpty()) {
                r.launchTemplate(t -> t.id(template).version("1"));
            }
        });
        await(() -> user.eks()
                        .describeNodegroup(r -> r.clusterName(name).nodegroupName(nodegroup))
                        .nodegroup()
                        .status()
                == NodegroupStatus.ACTIVE);
    }

    private void await(BooleanSupplier ready) {
        for (int minutes = 0; minutes < 60; minutes++) {
            if (ready.getAsBoolean()) {
                return;
            }
            pass.accept(Duration.ofMinutes(1));
        }
        throw new AssertionError("What was asked for is not there.");
    }

    private static Clock clock(Sandbox sandbox) {
        return ((InstantSource) () -> sandbox.now()).withZone(ZoneOffset.UTC);
    }
}
