package io.meshprovisioner.testkit.aws;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.eks.model.AuthenticationMode;
import software.amazon.awssdk.services.eks.model.Nodegroup;
import software.amazon.awssdk.services.iam.IamClient;

/** The main path with the plain SDK: what a provisioner would make. */
final class Stack {
    final Lab lab;
    final Ec2Client ec2;
    final EksClient eks;
    final IamClient iam;
    String vpcId = "";
    String gatewayId = "";
    String publicTable = "";
    String privateTable = "";
    String allocationId = "";
    String natId = "";
    final List<String> publicSubnets = new ArrayList<>();
    final List<String> privateSubnets = new ArrayList<>();

    Stack(Lab lab) {
        this.lab = lab;
        this.ec2 = lab.ec2();
        this.eks = lab.eks();
        this.iam = lab.iam();
    }

    static TagSpecification named(ResourceType type, String name, Map<String, String> more) {
        List<Tag> tags = new ArrayList<>();
        tags.add(Tag.builder().key("Name").value(name).build());
        more.forEach(
                (key, value) -> tags.add(Tag.builder().key(key).value(value).build()));
        return TagSpecification.builder().resourceType(type).tags(tags).build();
    }

    /** VPC, two public and two private subnets, internet gateway and routes. */
    Stack network() {
        vpcId = ec2.createVpc(r -> r.cidrBlock("10.0.0.0/16")
                        .tagSpecifications(named(ResourceType.VPC, "demo", Map.of("mesh", "demo"))))
                .vpc()
                .vpcId();
        ec2.modifyVpcAttribute(r -> r.vpcId(vpcId).enableDnsHostnames(v -> v.value(true)));
        for (int i = 0; i < 2; i++) {
            publicSubnets.add(subnet("public", i, "10.0." + i + ".0/24", Map.of("kubernetes.io/role/elb", "1")));
            privateSubnets.add(
                    subnet("private", i, "10.0." + (10 + i) + ".0/24", Map.of("kubernetes.io/role/internal-elb", "1")));
            String id = publicSubnets.get(i);
            ec2.modifySubnetAttribute(r -> r.subnetId(id).mapPublicIpOnLaunch(v -> v.value(true)));
        }
        gatewayId = ec2.createInternetGateway(
                        r -> r.tagSpecifications(named(ResourceType.INTERNET_GATEWAY, "demo", Map.of("mesh", "demo"))))
                .internetGateway()
                .internetGatewayId();
        ec2.attachInternetGateway(r -> r.vpcId(vpcId).internetGatewayId(gatewayId));
        publicTable = table("public", publicSubnets);
        ec2.createRoute(r ->
                r.routeTableId(publicTable).destinationCidrBlock("0.0.0.0/0").gatewayId(gatewayId));
        return this;
    }

    private String subnet(String kind, int index, String cidr, Map<String, String> tags) {
        return ec2.createSubnet(r -> r.vpcId(vpcId)
                        .cidrBlock(cidr)
                        .availabilityZone("us-west-2" + "ab".charAt(index))
                        .tagSpecifications(named(ResourceType.SUBNET, "demo-" + kind + "-" + index, tags)))
                .subnet()
                .subnetId();
    }

    private String table(String name, List<String> subnets) {
        String id = ec2.createRouteTable(r -> r.vpcId(vpcId)
                        .clientToken("table-" + name + vpcId)
                        .tagSpecifications(named(ResourceType.ROUTE_TABLE, "demo-" + name, Map.of())))
                .routeTable()
                .routeTableId();
        subnets.forEach(
                subnet -> ec2.associateRouteTable(r -> r.routeTableId(id).subnetId(subnet)));
        return id;
    }

    /** A NAT gateway, its address and the private subnets' route; available at once in world time. */
    Stack nat() {
        allocationId = ec2.allocateAddress(r -> r.domain("vpc")
                        .tagSpecifications(named(ResourceType.ELASTIC_IP, "demo", Map.of("mesh", "demo"))))
                .allocationId();
        natId = ec2.createNatGateway(r -> r.subnetId(publicSubnets.get(0))
                        .allocationId(allocationId)
                        .clientToken("nat-" + vpcId)
                        .tagSpecifications(named(ResourceType.NATGATEWAY, "demo", Map.of("mesh", "demo"))))
                .natGateway()
                .natGatewayId();
        lab.pass(80);
        privateTable = table("private", privateSubnets);
        ec2.createRoute(r ->
                r.routeTableId(privateTable).destinationCidrBlock("0.0.0.0/0").natGatewayId(natId));
        return this;
    }

    String role(String name, String service, String... policies) {
        String arn = iam.createRole(r -> r.roleName(name)
                        .assumeRolePolicyDocument("{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
                                + "\"Principal\":{\"Service\":\"" + service + "\"},\"Action\":\"sts:AssumeRole\"}]}"))
                .role()
                .arn();
        for (String policy : policies) {
            iam.attachRolePolicy(r -> r.roleName(name).policyArn("arn:aws:iam::aws:policy/" + policy));
        }
        return arn;
    }

    String clusterRole() {
        return role("demo-cluster", "eks.amazonaws.com", "AmazonEKSClusterPolicy");
    }

    String nodeRole() {
        return role(
                "demo-node",
                "ec2.amazonaws.com",
                "AmazonEKSWorkerNodePolicy",
                "AmazonEKS_CNI_Policy",
                "AmazonEC2ContainerRegistryReadOnly");
    }

    /** The cluster, ACTIVE. */
    Stack cluster() {
        createCluster(clusterRole());
        lab.pass(9 * 60);
        return this;
    }

    void createCluster(String roleArn) {
        List<String> subnets = new ArrayList<>(publicSubnets);
        subnets.addAll(privateSubnets);
        eks.createCluster(r -> r.name("demo")
                .version("1.35")
                .roleArn(roleArn)
                .clientRequestToken("demo-" + vpcId)
                .bootstrapSelfManagedAddons(false)
                .accessConfig(a -> a.authenticationMode(AuthenticationMode.API_AND_CONFIG_MAP))
                .resourcesVpcConfig(v -> v.subnetIds(subnets).endpointPrivateAccess(true))
                .tags(Map.of("mesh", "demo")));
    }

    Stack addon(String name) {
        eks.createAddon(r -> r.clusterName("demo").addonName(name));
        return this;
    }

    void createNodegroup(String roleArn, List<String> subnets) {
        eks.createNodegroup(r -> r.clusterName("demo")
                .nodegroupName("general")
                .nodeRole(roleArn)
                .subnets(subnets)
                .instanceTypes("t3.medium")
                .scalingConfig(s -> s.minSize(3).maxSize(3).desiredSize(3)));
    }

    Nodegroup nodegroup() {
        return eks.describeNodegroup(r -> r.clusterName("demo").nodegroupName("general"))
                .nodegroup();
    }

    String addonStatus(String name) {
        return eks.describeAddon(r -> r.clusterName("demo").addonName(name))
                .addon()
                .statusAsString();
    }
}
