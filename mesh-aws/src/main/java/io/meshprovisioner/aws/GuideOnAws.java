package io.meshprovisioner.aws;

import io.meshprovisioner.aws.Handles.Cluster;
import io.meshprovisioner.aws.Handles.Done;
import io.meshprovisioner.aws.Handles.GroupId;
import io.meshprovisioner.aws.Handles.KeyName;
import io.meshprovisioner.aws.Handles.RoleArn;
import io.meshprovisioner.aws.Handles.RoleName;
import io.meshprovisioner.aws.Handles.RoutedSubnet;
import io.meshprovisioner.aws.Handles.Template;
import io.meshprovisioner.aws.Handles.VpcId;
import io.meshprovisioner.aws.PodIdentityResource.Account;
import io.meshprovisioner.plan.Graph;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.spec.AdoptedCluster;
import io.meshprovisioner.spec.ClusterSpec.AddonSpec;
import io.meshprovisioner.spec.FargateSpec;
import io.meshprovisioner.spec.KeyPairSpec;
import io.meshprovisioner.spec.MeshSpec;
import io.meshprovisioner.spec.NodeGroupSpec;
import io.meshprovisioner.spec.PodIdentitySpec;
import io.meshprovisioner.spi.ApiAccess;
import io.meshprovisioner.spi.BalancerRights;
import io.meshprovisioner.spi.CloudSession.CloudRefs;
import io.meshprovisioner.spi.MeshInstaller.Sessions;
import io.meshprovisioner.spi.NodeCapacity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.GetRoleRequest;

/**
 * The guide's part one as a graph: what a mesh consists of on AWS, in the guide's order. Each line's arguments are the
 * handles it waits for.
 */
final class GuideOnAws {
    private static final String VPC_CNI = "vpc-cni";

    private final Scope scope;
    private final MeshSpec spec;
    private final Graph.Builder graph;
    private final ClusterTokens tokens;
    private final Sessions sessions;
    private final List<Ref<?>> everything = new ArrayList<>();
    private final Map<String, Ref<RoleArn>> adopted = new HashMap<>();

    GuideOnAws(Scope scope, MeshSpec resolved, Graph.Builder graph, ClusterTokens tokens, Sessions sessions) {
        this.scope = scope;
        this.spec = resolved;
        this.graph = graph;
        this.tokens = tokens;
        this.sessions = sessions;
    }

    CloudRefs write() {
        return spec.cluster().adopted().map(this::inAdopted).orElseGet(this::anew);
    }

    /** In a cluster of somebody else's: what is asked for beside what stands. */
    private CloudRefs inAdopted(AdoptedCluster adopted) {
        // G1.4 The cluster, G1.5 the way in, G5.1 who else may use the API
        Ref<Cluster> cluster = add(new AdoptedClusterResource(scope, adopted.callerAccess()));
        Ref<ApiAccess> api = add(new AdoptedAccessResource(scope, cluster, adopted.callerAccess(), tokens, sessions));
        others(cluster);

        // G1.4 Nodes and add-ons of ours
        List<Ref<RoutedSubnet>> places = new AdoptedNetwork(scope, this::add).places(adopted.nodeSubnets());
        spec.addons().stream()
                .filter(GuideOnAws::runsWithoutNodes)
                .forEach(addon ->
                        add(new AddonResource(scope, addon, spec.cluster().version(), cluster, List.of())));
        List<Ref<NodeCapacity>> groups = nodeGroups(cluster, Optional.empty(), places, List.of());
        Ref<NodeCapacity> nodes =
                takesEveryPod().map(groups::get).orElseGet(() -> add(new StandingNodesResource(scope, api, sessions)));
        afterNodes(cluster, groups.isEmpty() ? List.of(nodes) : groups);
        return new CloudRefs(api, nodes, everything);
    }

    private CloudRefs anew() {
        // G1.2 The key pair
        Optional<Ref<KeyName>> keyPair = spec.keyPair().map(this::keyPair);

        // G1.3 The network
        Network network = spec.vpc()
                .adopted()
                .map(adopted -> new AdoptedNetwork(scope, this::add).write(adopted))
                .orElseGet(() ->
                        new MadeNetwork(scope, spec.vpc(), spec.networking().podBlock(), this::add).write());

        // G1.4 The cluster
        AutoMode autoMode = new AutoMode(scope, spec, this::add, this::adoptedRole);
        Ref<RoleArn> clusterRole =
                spec.cluster().roleArn().map(this::adoptedRole).orElseGet(autoMode::clusterRole);
        Ref<Cluster> cluster = add(new ClusterResource(scope, spec, network, clusterRole, autoMode.nodeRole()));

        // G1.5 The way in
        Ref<ApiAccess> api = add(new AccessEntryResource(scope, cluster, tokens));
        Optional<LaunchTemplateResource.Ssh> ssh = keyPair.map(key -> ssh(key, network.vpc(), cluster));

        // G5.1 Who else may use the API
        others(cluster);
        if (!spec.cluster().awsAuth().isEmpty()) {
            add(new AwsAuthResource(scope, spec.cluster().awsAuth(), api, sessions));
        }

        // G1.5 What pods may do in AWS
        spec.cluster().podIdentities().forEach(pods -> podIdentity(pods, cluster));
        Optional<Ref<BalancerRights>> balancers =
                spec.loadBalancerController().map(version -> balancerRights(cluster, network.vpc()));
        if (spec.cluster().trustedIssuer()) {
            add(new OidcProviderResource(scope, cluster));
        }

        // G1.4 The nodes, and the add-ons before and after them
        List<Ref<Done>> beforeNodes = new ArrayList<>(network.waysOut());
        beforeNodes.addAll(new Networking(cluster, api).beforeNodes(network));
        List<Ref<NodeCapacity>> groups = spec.cluster().auto().isPresent()
                ? List.of(add(new AutoNodesResource(scope, network, beforeNodes, api, sessions)))
                : nodeGroups(cluster, ssh, network.nodes(), beforeNodes);
        afterNodes(cluster, groups);

        // G1.4 What runs on no node of ours
        fargate(cluster, network);
        return new CloudRefs(api, groups.get(takesEveryPod().orElse(0)), everything, balancers);
    }

    private void others(Ref<Cluster> cluster) {
        spec.cluster().access().forEach(who -> add(new PrincipalAccessResource(scope, who, cluster)));
    }

    private List<Ref<NodeCapacity>> nodeGroups(
            Ref<Cluster> cluster,
            Optional<LaunchTemplateResource.Ssh> ssh,
            List<Ref<RoutedSubnet>> places,
            List<Ref<Done>> beforeNodes) {
        Map<String, Ref<RoleArn>> nodeRoles = nodeRoles();
        return spec.nodeGroups().stream()
                .map(group -> nodeGroup(
                        group, cluster, Objects.requireNonNull(nodeRoles.get(group.name())), ssh, places, beforeNodes))
                .toList();
    }

    /** Adds the add-ons whose pods need a node. */
    private void afterNodes(Ref<Cluster> cluster, List<Ref<NodeCapacity>> nodes) {
        spec.addons().stream()
                .filter(addon -> !runsWithoutNodes(addon))
                .forEach(addon ->
                        add(new AddonResource(scope, addon, spec.cluster().version(), cluster, nodes)));
    }

    /**
     * The first group that takes every pod, which is enough for pods to start: the others join while they do.
     */
    private Optional<Integer> takesEveryPod() {
        return IntStream.range(0, spec.nodeGroups().size())
                .filter(index -> spec.nodeGroups().get(index).takesEveryPod())
                .boxed()
                .findFirst();
    }

    private <T> Ref<T> add(AwsResource<T> resource) {
        Ref<T> ref = graph.add(resource);
        everything.add(ref);
        return ref;
    }

    private Ref<KeyName> keyPair(KeyPairSpec pair) {
        String name = pair.name().orElse(scope.names().keyPair());
        return pair.privateKeyFile()
                .map(file -> add(new KeyPairResource(scope, pair, file)))
                .orElseGet(() -> add(new Adopted<>(
                        scope,
                        "ec2:KeyPair",
                        name,
                        "key pair " + name,
                        "G1.2",
                        Look.KEY_PAIRS.action(),
                        () -> Look.KEY_PAIRS.by(scope.calls(), Look.filter("key-name", name)).stream()
                                .map(found -> new KeyName(found.keyName()))
                                .findFirst())));
    }

    /** By node group: its own that stands already, or the one that is made for all others. */
    private Map<String, Ref<RoleArn>> nodeRoles() {
        Map<String, Ref<RoleArn>> byGroup = new LinkedHashMap<>();
        Optional<Ref<RoleArn>> made =
                spec.nodeGroups().stream().allMatch(group -> group.roleArn().isPresent())
                        ? Optional.empty()
                        : Optional.of(role(
                                "node-role",
                                scope.names().nodeRole(),
                                "ec2." + scope.identity().dnsSuffix(),
                                managed(
                                        "AmazonEKSWorkerNodePolicy",
                                        "AmazonEKS_CNI_Policy",
                                        "AmazonEC2ContainerRegistryReadOnly")));
        for (NodeGroupSpec group : spec.nodeGroups()) {
            byGroup.put(
                    group.name(),
                    group.roleArn().map(this::adoptedRole).or(() -> made).orElseThrow());
        }
        return byGroup;
    }

    private Ref<RoleArn> adoptedRole(String arn) {
        String name = arn.substring(arn.lastIndexOf('/') + 1);
        return adopted.computeIfAbsent(
                arn,
                none -> add(new Adopted<>(
                        scope, "iam:Role", name, "role " + name, "G1.4", "iam:GetRole", () -> scope.calls()
                                .iam()
                                .find(GetRoleRequest.builder().roleName(name).build(), IamClient::getRole)
                                .filter(answer -> answer.role().arn().equals(arn))
                                .map(answer -> new RoleArn(arn)))));
    }

    /** EKS makes one at a time: each waits for the one before it. */
    private void fargate(Ref<Cluster> cluster, Network network) {
        Optional<Ref<RoleArn>> made =
                spec.fargate().stream().allMatch(profile -> profile.roleArn().isPresent())
                        ? Optional.empty()
                        : Optional.of(role(
                                "fargate-role",
                                scope.names().fargateRole(),
                                RoleResource.FARGATE,
                                managed("AmazonEKSFargatePodExecutionRolePolicy")));
        Optional<Ref<Done>> previous = Optional.empty();
        for (FargateSpec profile : spec.fargate()) {
            Ref<RoleArn> role =
                    profile.roleArn().map(this::adoptedRole).or(() -> made).orElseThrow();
            previous = Optional.of(
                    add(new FargateProfileResource(scope, profile, cluster, role, network.nodes(), previous)));
        }
    }

    private List<String> managed(String... names) {
        return Arrays.stream(names).map(scope.identity()::managedPolicy).toList();
    }

    private Ref<RoleArn> role(String part, String name, String servicePrincipal, List<String> policies) {
        Ref<RoleName> role = add(new RoleResource(scope, part, name, servicePrincipal));
        return add(new RolePoliciesResource(scope, part + "-policies", role, name, policies));
    }

    /** The role and rights of the load balancer controller, whose own chart is the installer's to bring. */
    private Ref<BalancerRights> balancerRights(Ref<Cluster> cluster, Ref<VpcId> vpc) {
        Account account = PodIdentityResource.CONTROLLER;
        String part = scope.names().podPart(account.namespace(), account.name()) + "-role";
        Ref<RoleName> role = add(new RoleResource(
                scope, part, scope.names().podRole(account.namespace(), account.name()), RoleResource.PODS));
        Ref<RoleArn> fit =
                add(new RoleDocumentResource(scope, part + "-policy", role, new BalancerPolicy(scope).policy()));
        return add(new PodIdentityResource<>(
                scope,
                account,
                cluster,
                fit,
                true,
                List.of(vpc),
                step -> new BalancerRights(
                        scope.names().cluster(),
                        scope.names().region(),
                        step.get(vpc).value())));
    }

    private void podIdentity(PodIdentitySpec pods, Ref<Cluster> cluster) {
        Account account = new Account(pods.namespace(), pods.serviceAccount());
        Ref<RoleArn> role = pods.roleArn()
                .map(this::adoptedRole)
                .orElseGet(() -> role(
                        scope.names().podPart(account.namespace(), account.name()) + "-role",
                        scope.names().podRole(account.namespace(), account.name()),
                        RoleResource.PODS,
                        pods.managedPolicies()));
        boolean made = pods.roleArn().isEmpty();
        add(new PodIdentityResource<>(scope, account, cluster, role, made, List.of(), step -> new Done()));
    }

    private LaunchTemplateResource.Ssh ssh(Ref<KeyName> key, Ref<VpcId> vpc, Ref<Cluster> cluster) {
        Ref<GroupId> group = add(SecurityGroupResource.ofSsh(scope, vpc));
        Ref<GroupId> open =
                add(IngressRuleResource.ofSsh(scope, group, spec.vpc().cidr()));
        return new LaunchTemplateResource.Ssh(key, cluster, open);
    }

    /** G5.1 and G5.2: what nodes read when they start, and never again (prefixes, custom networking). */
    private final class Networking {
        private final Ref<Cluster> cluster;
        private final Ref<ApiAccess> api;

        Networking(Ref<Cluster> cluster, Ref<ApiAccess> api) {
            this.cluster = cluster;
            this.api = api;
        }

        /** Adds the add-ons that EKS calls ACTIVE without a node; the result is what nodes must not start before. */
        List<Ref<Done>> beforeNodes(Network network) {
            List<Ref<Done>> result = new ArrayList<>();
            for (AddonSpec addon : spec.addons()) {
                if (runsWithoutNodes(addon)) {
                    Ref<Done> ref =
                            add(new AddonResource(scope, addon, spec.cluster().version(), cluster, List.of()));
                    if (addon.name().equals(VPC_CNI)
                            && !addon.configurationValues().isEmpty()) {
                        result.addAll(network.pods().isEmpty() ? List.of(ref) : eniConfigs(network, ref));
                    }
                }
            }
            return result;
        }

        private List<Ref<Done>> eniConfigs(Network network, Ref<Done> cni) {
            List<Ref<Done>> result = new ArrayList<>();
            network.pods()
                    .forEach((zone, subnet) -> result.add(add(new EniConfigResource(
                            scope, zone, new EniConfigResource.Inputs(api, sessions, cluster, subnet, cni)))));
            return result;
        }
    }

    /** DaemonSets are complete with no node; everything else needs one. */
    private static boolean runsWithoutNodes(AddonSpec addon) {
        return List.of(VPC_CNI, "kube-proxy", "eks-pod-identity-agent").contains(addon.name());
    }

    private Ref<NodeCapacity> nodeGroup(
            NodeGroupSpec group,
            Ref<Cluster> cluster,
            Ref<RoleArn> nodeRole,
            Optional<LaunchTemplateResource.Ssh> ssh,
            List<Ref<RoutedSubnet>> places,
            List<Ref<Done>> beforeNodes) {
        Ref<Template> template = add(new LaunchTemplateResource(scope, group, spec.kubelet(group), ssh));
        return add(new NodeGroupResource(
                scope,
                group,
                new NodeGroupResource.Inputs(
                        cluster,
                        nodeRole,
                        template,
                        places,
                        spec.cluster().adopted().isPresent(),
                        beforeNodes,
                        spec.cluster().version())));
    }
}
