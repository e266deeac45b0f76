package io.meshprovisioner.testkit.aws;

import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.VpcAttributeName;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterType;

/** Calls nearly every operation once or more, so that their answers can be looked at. */
final class WholeLife {
    /** A multipart message without a part. */
    private static final String MULTIPART =
            "TUlNRS1WZXJzaW9uOiAxLjAKQ29udGVudC1UeXBlOiBtdWx0aXBhcnQvbWl4ZWQ7IGJvdW5kYXJ5PSJiIgoKLS1iLS0K";

    private static final String TRUST = "{\"Version\":\"2012-10-17\",\"Statement\":[]}";
    private static final String KEY =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJyq2ZNMFZ8rYb2Vd0f8xgYq7p5mZ1nQyK0b1Xr9c3Zk demo";

    private WholeLife() {}

    static void live(Lab lab) {
        Stack stack = new Stack(lab).network().nat();
        network(stack);
        launchTemplates(stack);
        identity(lab, stack.iam);
        parameters(lab);
        stack.cluster();
        cluster(lab, stack);
        balancers(lab);
        end(stack);
    }

    private static void network(Stack stack) {
        Ec2Client ec2 = stack.ec2;
        ec2.describeAvailabilityZones();
        ec2.describeRegions();
        ec2.describeAccountAttributes();
        ec2.describeInstanceTypes(r -> r.maxResults(5));
        ec2.describeInstanceTypeOfferings(
                r -> r.locationType("availability-zone").maxResults(5));
        ec2.modifyVpcAttribute(r -> r.vpcId(stack.vpcId).enableDnsHostnames(v -> v.value(true)));
        ec2.describeVpcAttribute(r -> r.vpcId(stack.vpcId).attribute(VpcAttributeName.ENABLE_DNS_HOSTNAMES));
        String association = ec2.associateVpcCidrBlock(r -> r.vpcId(stack.vpcId).cidrBlock("100.64.0.0/16"))
                .cidrBlockAssociation()
                .associationId();
        ec2.describeVpcs();
        ec2.disassociateVpcCidrBlock(r -> r.associationId(association));
        ec2.describeSubnets();
        ec2.describeInternetGateways();
        ec2.describeRouteTables();
        ec2.describeAddresses();
        ec2.describeNatGateways();
        endpoints(stack, ec2);
        String group = ec2.createSecurityGroup(
                        r -> r.vpcId(stack.vpcId).groupName("extra").description("extra"))
                .groupId();
        ec2.authorizeSecurityGroupIngress(r -> r.groupId(group)
                .ipPermissions(p -> p.ipProtocol("tcp").fromPort(22).toPort(22).ipRanges(i -> i.cidrIp("10.0.0.0/8")
                        .description("inside"))));
        ec2.describeSecurityGroups();
        ec2.describeSecurityGroupRules(r -> r.filters(f -> f.name("group-id").values(group)));
        ec2.revokeSecurityGroupIngress(r -> r.groupId(group)
                .ipPermissions(p -> p.ipProtocol("tcp").fromPort(22).toPort(22).ipRanges(i -> i.cidrIp("10.0.0.0/8"))));
        ec2.authorizeSecurityGroupEgress(r -> r.groupId(group)
                .ipPermissions(p -> p.ipProtocol("tcp").fromPort(9).toPort(9).ipRanges(i -> i.cidrIp("10.0.0.0/8"))));
        ec2.revokeSecurityGroupEgress(r -> r.groupId(group)
                .ipPermissions(p -> p.ipProtocol("tcp").fromPort(9).toPort(9).ipRanges(i -> i.cidrIp("10.0.0.0/8"))));
        ec2.deleteSecurityGroup(r -> r.groupId(group));
        ec2.createTags(r -> r.resources(stack.vpcId).tags(t -> t.key("a").value("b")));
        ec2.describeTags();
        ec2.deleteTags(r -> r.resources(stack.vpcId).tags(t -> t.key("a")));
        String eni = ec2.createNetworkInterface(r -> r.subnetId(stack.privateSubnets.get(0)))
                .networkInterface()
                .networkInterfaceId();
        ec2.describeNetworkInterfaces();
        ec2.deleteNetworkInterface(r -> r.networkInterfaceId(eni));
        String volume =
                ec2.createVolume(r -> r.availabilityZone("us-west-2a").size(4)).volumeId();
        ec2.describeVolumes();
        ec2.deleteVolume(r -> r.volumeId(volume));
    }

    private static void launchTemplates(Stack stack) {
        Ec2Client ec2 = stack.ec2;
        ec2.createKeyPair(r -> r.keyName("made"));
        ec2.importKeyPair(r -> r.keyName("mine").publicKeyMaterial(SdkBytes.fromUtf8String(KEY)));
        ec2.describeKeyPairs(r -> r.includePublicKey(true));
        ec2.deleteKeyPair(r -> r.keyName("made"));
        String id = ec2.createLaunchTemplate(r -> r.launchTemplateName("demo")
                        .clientToken("lt")
                        .tagSpecifications(Stack.named(ResourceType.LAUNCH_TEMPLATE, "demo", Map.of()))
                        .launchTemplateData(d -> d.keyName("mine")
                                .instanceType("t3.medium")
                                .metadataOptions(m -> m.httpTokens("required").httpPutResponseHopLimit(2))
                                .blockDeviceMappings(
                                        b -> b.deviceName("/dev/xvda").ebs(e -> e.volumeSize(30)
                                                .volumeType("gp3")
                                                .encrypted(true)))
                                .tagSpecifications(t -> t.resourceType(ResourceType.INSTANCE)
                                        .tags(tag -> tag.key("mesh").value("demo")))))
                .launchTemplate()
                .launchTemplateId();
        ec2.createLaunchTemplateVersion(
                r -> r.launchTemplateId(id).sourceVersion("1").launchTemplateData(d -> d.userData(MULTIPART)));
        ec2.modifyLaunchTemplate(r -> r.launchTemplateId(id).defaultVersion("2"));
        ec2.describeLaunchTemplates(r -> r.launchTemplateNames("demo"));
        ec2.describeLaunchTemplateVersions(r -> r.launchTemplateId(id));
    }

    private static void identity(Lab lab, IamClient iam) {
        iam.createUser(r -> r.userName("alice").tags(t -> t.key("a").value("b")));
        iam.tagUser(r -> r.userName("alice").tags(t -> t.key("c").value("d")));
        iam.listUserTags(r -> r.userName("alice"));
        String key = iam.createAccessKey(r -> r.userName("alice")).accessKey().accessKeyId();
        iam.listAccessKeys(r -> r.userName("alice"));
        iam.getUser(r -> r.userName("alice"));
        iam.listUsers();
        iam.putUserPolicy(r -> r.userName("alice").policyName("p").policyDocument(TRUST));
        iam.getUserPolicy(r -> r.userName("alice").policyName("p"));
        iam.listUserPolicies(r -> r.userName("alice"));
        iam.deleteUserPolicy(r -> r.userName("alice").policyName("p"));
        String policy = iam.createPolicy(r -> r.policyName("own").policyDocument(TRUST))
                .policy()
                .arn();
        iam.attachUserPolicy(r -> r.userName("alice").policyArn(policy));
        iam.listAttachedUserPolicies(r -> r.userName("alice"));
        iam.getPolicy(r -> r.policyArn(policy));
        iam.getPolicyVersion(r -> r.policyArn(policy).versionId("v1"));
        iam.listPolicyVersions(r -> r.policyArn(policy));
        iam.listEntitiesForPolicy(r -> r.policyArn(policy));
        iam.listPolicies(r -> r.maxItems(3));
        iam.detachUserPolicy(r -> r.userName("alice").policyArn(policy));
        iam.deletePolicy(r -> r.policyArn(policy));
        iam.listGroupsForUser(r -> r.userName("alice"));
        iam.deleteAccessKey(r -> r.userName("alice").accessKeyId(key));
        iam.deleteUser(r -> r.userName("alice"));
        roles(lab, iam);
        iam.simulatePrincipalPolicy(r -> r.policySourceArn("arn:aws:iam::111122223333:user/sandbox-admin")
                .actionNames("ec2:CreateVpc"));
        iam.getAccountSummary();
        lab.sts().getCallerIdentity();
    }

    private static void roles(Lab lab, IamClient iam) {
        iam.createRole(r -> r.roleName("ops")
                .assumeRolePolicyDocument("{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
                        + "\"Principal\":{\"AWS\":\"*\"},\"Action\":\"sts:AssumeRole\"}]}")
                .tags(t -> t.key("a").value("b")));
        iam.getRole(r -> r.roleName("ops"));
        iam.listRoles();
        iam.tagRole(r -> r.roleName("ops").tags(t -> t.key("c").value("d")));
        iam.listRoleTags(r -> r.roleName("ops"));
        iam.untagRole(r -> r.roleName("ops").tagKeys("c"));
        iam.putRolePolicy(r -> r.roleName("ops").policyName("p").policyDocument(TRUST));
        iam.getRolePolicy(r -> r.roleName("ops").policyName("p"));
        iam.listRolePolicies(r -> r.roleName("ops"));
        iam.deleteRolePolicy(r -> r.roleName("ops").policyName("p"));
        iam.updateRole(r -> r.roleName("ops").description("text"));
        iam.listInstanceProfilesForRole(r -> r.roleName("ops"));
        iam.createInstanceProfile(r -> r.instanceProfileName("ops"));
        iam.addRoleToInstanceProfile(r -> r.instanceProfileName("ops").roleName("ops"));
        iam.getInstanceProfile(r -> r.instanceProfileName("ops"));
        iam.removeRoleFromInstanceProfile(r -> r.instanceProfileName("ops").roleName("ops"));
        iam.deleteInstanceProfile(r -> r.instanceProfileName("ops"));
        lab.sts()
                .assumeRole(r -> r.roleArn("arn:aws:iam::111122223333:role/ops").roleSessionName("s"));
        iam.updateAssumeRolePolicy(r -> r.roleName("ops").policyDocument(TRUST));
        iam.deleteRole(r -> r.roleName("ops"));
        iam.createServiceLinkedRole(r -> r.awsServiceName("eks.amazonaws.com"));
    }

    private static void parameters(Lab lab) {
        SsmClient ssm = lab.ssm();
        ssm.putParameter(r -> r.name("/demo/lease/1").value("x").type(ParameterType.STRING));
        ssm.getParameter(r -> r.name("/demo/lease/1"));
        ssm.getParameter(r ->
                r.name("/aws/service/eks/optimized-ami/1.35/amazon-linux-2023/x86_64/standard/recommended/image_id"));
        ssm.getParameters(r -> r.names("/demo/lease/1", "/demo/none"));
        ssm.getParametersByPath(r -> r.path("/demo").recursive(true));
        ssm.describeParameters();
        ssm.deleteParameters(r -> r.names("/demo/lease/1"));
        lab.pricing().getProducts(r -> r.serviceCode("AmazonEC2")
                .filters(f -> f.type("TERM_MATCH").field("regionCode").value("us-west-2"))
                .maxResults(5));
        var logs = lab.logs();
        logs.createLogGroup(r -> r.logGroupName("mine"));
        logs.describeLogGroups();
        logs.deleteLogGroup(r -> r.logGroupName("mine"));
    }

    /** A second cluster, with EKS Auto Mode. */
    private static void autoMode(Lab lab, Stack stack) {
        String role = stack.role("auto-cluster", "eks.amazonaws.com", "AmazonEKSClusterPolicy");
        String nodes = stack.role("auto-nodes", "ec2.amazonaws.com", "AmazonEKSWorkerNodeMinimalPolicy");
        stack.eks.createCluster(r -> r.name("auto")
                .roleArn(role)
                .bootstrapSelfManagedAddons(false)
                .accessConfig(access -> access.authenticationMode("API"))
                .computeConfig(compute ->
                        compute.enabled(true).nodePools("general-purpose").nodeRoleArn(nodes))
                .storageConfig(storage -> storage.blockStorage(block -> block.enabled(true)))
                .kubernetesNetworkConfig(net -> net.elasticLoadBalancing(balancing -> balancing.enabled(true)))
                .resourcesVpcConfig(vpc -> vpc.subnetIds(stack.privateSubnets)));
        lab.pass(9 * 60);
        stack.eks.describeCluster(r -> r.name("auto"));
        stack.eks.deleteCluster(r -> r.name("auto"));
        lab.pass(9 * 60);
    }

    private static void cluster(Lab lab, Stack stack) {
        EksClient eks = stack.eks;
        eks.describeClusterVersions(r -> r.includeAll(true));
        eks.listClusters();
        eks.describeCluster(r -> r.name("demo"));
        eks.updateClusterConfig(r -> r.name("demo")
                .logging(l -> l.clusterLogging(c -> c.enabled(true).typesWithStrings("api"))));
        lab.pass(60);
        eks.associateEncryptionConfig(r -> r.clusterName("demo").encryptionConfig(c -> c.resources("secrets")
                .provider(p -> p.keyArn("arn:aws:kms:us-west-2:111122223333:key/demo"))));
        lab.pass(60);
        String update = eks.listUpdates(r -> r.name("demo")).updateIds().get(0);
        eks.describeUpdate(r -> r.name("demo").updateId(update));
        String arn = eks.describeCluster(r -> r.name("demo")).cluster().arn();
        eks.tagResource(r -> r.resourceArn(arn).tags(Map.of("x", "y")));
        eks.listTagsForResource(r -> r.resourceArn(arn));
        eks.untagResource(r -> r.resourceArn(arn).tagKeys("x"));
        access(stack);
        String issuer = eks.describeCluster(r -> r.name("demo"))
                .cluster()
                .identity()
                .oidc()
                .issuer();
        String provider = stack.iam
                .createOpenIDConnectProvider(r -> r.url(issuer).clientIDList("sts.amazonaws.com"))
                .openIDConnectProviderArn();
        stack.iam.getOpenIDConnectProvider(r -> r.openIDConnectProviderArn(provider));
        stack.iam.listOpenIDConnectProviders();
        stack.iam.tagOpenIDConnectProvider(
                r -> r.openIDConnectProviderArn(provider).tags(t -> t.key("a").value("b")));
        stack.iam.listOpenIDConnectProviderTags(r -> r.openIDConnectProviderArn(provider));
        stack.iam.deleteOpenIDConnectProvider(r -> r.openIDConnectProviderArn(provider));
        autoMode(lab, stack);
        addons(lab, stack);
        nodes(lab, stack);
        fargate(lab, stack);
    }

    private static void access(Stack stack) {
        EksClient eks = stack.eks;
        String principal = "arn:aws:iam::111122223333:root";
        String policy = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy";
        eks.createAccessEntry(r -> r.clusterName("demo").principalArn(principal));
        eks.describeAccessEntry(r -> r.clusterName("demo").principalArn(principal));
        eks.updateAccessEntry(r -> r.clusterName("demo").principalArn(principal).kubernetesGroups("team"));
        eks.listAccessEntries(r -> r.clusterName("demo"));
        eks.listAccessPolicies(r -> r.maxResults(10));
        eks.associateAccessPolicy(r -> r.clusterName("demo")
                .principalArn(principal)
                .policyArn(policy)
                .accessScope(s -> s.type("namespace").namespaces("shop")));
        eks.listAssociatedAccessPolicies(r -> r.clusterName("demo").principalArn(principal));
        eks.disassociateAccessPolicy(
                r -> r.clusterName("demo").principalArn(principal).policyArn(policy));
        eks.deleteAccessEntry(r -> r.clusterName("demo").principalArn(principal));
        String id = eks.createPodIdentityAssociation(r -> r.clusterName("demo")
                        .namespace("shop")
                        .serviceAccount("web")
                        .roleArn(stack.role("demo-web", "pods.eks.amazonaws.com")))
                .association()
                .associationId();
        eks.updatePodIdentityAssociation(r ->
                r.clusterName("demo").associationId(id).roleArn(stack.role("demo-web-2", "pods.eks.amazonaws.com")));
        eks.listPodIdentityAssociations(r -> r.clusterName("demo"));
        eks.describePodIdentityAssociation(r -> r.clusterName("demo").associationId(id));
        eks.deletePodIdentityAssociation(r -> r.clusterName("demo").associationId(id));
    }

    private static void addons(Lab lab, Stack stack) {
        EksClient eks = stack.eks;
        eks.describeAddonVersions(r -> r.kubernetesVersion("1.35"));
        eks.describeAddonConfiguration(r -> r.addonName("kube-proxy").addonVersion("v1.35.0-eksbuild.2"));
        stack.addon("vpc-cni").addon("kube-proxy").addon("metrics-server");
        lab.pass(20);
        eks.listAddons(r -> r.clusterName("demo"));
        stack.addonStatus("vpc-cni");
        String update = eks.updateAddon(r -> r.clusterName("demo")
                        .addonName("kube-proxy")
                        .configurationValues("{\"mode\":\"ipvs\",\"ipvs\":{\"scheduler\":\"rr\"}}"))
                .update()
                .id();
        eks.describeUpdate(r -> r.name("demo").addonName("kube-proxy").updateId(update));
        lab.pass(20);
        eks.deleteAddon(r -> r.clusterName("demo").addonName("metrics-server"));
        lab.pass(20);
    }

    private static void nodes(Lab lab, Stack stack) {
        EksClient eks = stack.eks;
        String role = stack.nodeRole();
        eks.createNodegroup(r -> r.clusterName("demo")
                .nodegroupName("general")
                .nodeRole(role)
                .subnets(stack.privateSubnets)
                .launchTemplate(l -> l.name("demo").version("1"))
                .labels(Map.of("tier", "web"))
                .taints(t -> t.key("dedicated").value("web").effect("PREFER_NO_SCHEDULE"))
                .scalingConfig(s -> s.minSize(1).maxSize(5).desiredSize(2)));
        lab.pass(120);
        stack.nodegroup();
        eks.listNodegroups(r -> r.clusterName("demo"));
        stack.ec2.describeInstances();
        eks.updateNodegroupConfig(
                r -> r.clusterName("demo").nodegroupName("general").scalingConfig(s -> s.desiredSize(3)));
        lab.pass(90);
        eks.updateNodegroupVersion(
                r -> r.clusterName("demo").nodegroupName("general").launchTemplate(l -> l.name("demo")
                        .version("2")));
        lab.pass(300);
    }

    private static void fargate(Lab lab, Stack stack) {
        EksClient eks = stack.eks;
        String role = stack.iam
                .createRole(r -> r.roleName("demo-fargate")
                        .assumeRolePolicyDocument("{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
                                + "\"Principal\":{\"Service\":\"eks-fargate-pods.amazonaws.com\"},"
                                + "\"Action\":\"sts:AssumeRole\"}]}"))
                .role()
                .arn();
        eks.createFargateProfile(r -> r.clusterName("demo")
                .fargateProfileName("batch")
                .podExecutionRoleArn(role)
                .subnets(stack.privateSubnets)
                .selectors(s -> s.namespace("batch").labels(Map.of("compute", "fargate")))
                .tags(Map.of("a", "b")));
        eks.listFargateProfiles(r -> r.clusterName("demo"));
        lab.pass(100);
        eks.describeFargateProfile(r -> r.clusterName("demo").fargateProfileName("batch"));
        eks.deleteFargateProfile(r -> r.clusterName("demo").fargateProfileName("batch"));
        lab.pass(100);
    }

    private static void balancers(Lab lab) {
        Balancing.ensure(lab, Map.of());
        Balancing.ensure(
                lab,
                "11111111-2222-3333-4444-555555555555",
                Map.of("service.beta.kubernetes.io/aws-load-balancer-type", "nlb"));
        lab.pass(10);
        Balancing.ensure(lab, Map.of());
        var elb = lab.elb();
        String name =
                elb.describeLoadBalancers().loadBalancerDescriptions().get(0).loadBalancerName();
        elb.describeTags(r -> r.loadBalancerNames(name));
        elb.describeInstanceHealth(r -> r.loadBalancerName(name));
        elb.deleteLoadBalancer(r -> r.loadBalancerName(name));
        var v2 = lab.elbv2();
        String arn = v2.describeLoadBalancers().loadBalancers().get(0).loadBalancerArn();
        v2.describeTags(r -> r.resourceArns(arn));
        List<String> targets = v2.describeTargetGroups(r -> r.loadBalancerArn(arn)).targetGroups().stream()
                .map(target -> target.targetGroupArn())
                .toList();
        targets.forEach(target -> v2.describeTargetHealth(r -> r.targetGroupArn(target)));
        v2.describeListeners(r -> r.loadBalancerArn(arn));
        v2.deleteLoadBalancer(r -> r.loadBalancerArn(arn));
        targets.forEach(target -> v2.deleteTargetGroup(r -> r.targetGroupArn(target)));
        lab.pass(60);
    }

    private static void end(Stack stack) {
        stack.ec2.describeInstances();
        stack.eks.deleteNodegroup(r -> r.clusterName("demo").nodegroupName("general"));
        stack.lab.pass(200);
        stack.eks.deleteCluster(r -> r.name("demo"));
        stack.lab.pass(200);
        stack.ec2.describeInstances();
        stack.ec2.deleteNatGateway(r -> r.natGatewayId(stack.natId));
        stack.ec2.describeNatGateways();
        stack.ec2.deleteLaunchTemplate(r -> r.launchTemplateName("demo"));
    }

    private static void endpoints(Stack stack, Ec2Client ec2) {
        ec2.describeVpcEndpointServices();
        String routes = ec2.createVpcEndpoint(r -> r.vpcId(stack.vpcId)
                        .serviceName("com.amazonaws.us-west-2.s3")
                        .vpcEndpointType("Gateway"))
                .vpcEndpoint()
                .vpcEndpointId();
        String interfaces = ec2.createVpcEndpoint(r -> r.vpcId(stack.vpcId)
                        .serviceName("com.amazonaws.us-west-2.sts")
                        .vpcEndpointType("Interface")
                        .subnetIds(stack.privateSubnets))
                .vpcEndpoint()
                .vpcEndpointId();
        ec2.describeVpcEndpoints();
        ec2.deleteVpcEndpoints(r -> r.vpcEndpointIds(routes, interfaces, "vpce-00000000000000000"));
        stack.lab.pass(120);
    }
}
