package io.meshprovisioner.spec;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Everything that is asked for: immutable, and the same in every run.
 *
 * @param name unique in account and region, default {@code mesh}
 * @param region such as {@code us-west-2}
 * @param nodeGroups default one, {@code default}: three t3.medium; in a cluster that is adopted, and with EKS Auto Mode,
 *     none
 * @param fargate which pods run on AWS Fargate instead of the node groups; default none
 * @param keyPair for SSH to the nodes; empty: none
 * @param istio empty: a cluster without a mesh
 * @param networking the network inside the cluster
 * @param iam what IAM shall say of the roles and the user that are made
 * @param tags the user's own, on everything that can carry tags
 * @param timeToLive after how long from an install on a sweep may remove the mesh, in whole seconds; empty: it stays
 */
public record MeshSpec(
        String name,
        String region,
        VpcSpec vpc,
        ClusterSpec cluster,
        NetworkingSpec networking,
        List<NodeGroupSpec> nodeGroups,
        List<FargateSpec> fargate,
        Optional<KeyPairSpec> keyPair,
        Optional<IstioSpec> istio,
        IamSpec iam,
        Map<String, String> tags,
        Optional<Duration> timeToLive) {

    /** The mesh's name where none is given. */
    public static final String DEFAULT_NAME = "mesh";

    /** What stands for the region where a cluster stands already: nothing of it is planned. */
    public static final String EXISTING_CLUSTER = "existing-cluster";

    /** The chart version of the AWS Load Balancer Controller where none is said: the newest in October 2026. */
    public static final String LOAD_BALANCER_CONTROLLER = "3.6.0";

    private static final String POD_IDENTITY_AGENT = "eks-pod-identity-agent";

    public MeshSpec {
        nodeGroups = List.copyOf(nodeGroups);
        fargate = List.copyOf(fargate);
        tags = java.util.Collections.unmodifiableMap(new TreeMap<>(tags));
        timeToLive = timeToLive.map(time -> time.truncatedTo(ChronoUnit.SECONDS));
    }

    /** The defaults in a region. */
    public static MeshSpec forRegion(String region) {
        return new MeshSpec(
                DEFAULT_NAME,
                region,
                VpcSpec.defaults(),
                ClusterSpec.defaults(),
                NetworkingSpec.defaults(),
                List.of(NodeGroupSpec.named("default")),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                IamSpec.defaults(),
                Map.of(),
                Optional.empty());
    }

    /** A mesh in a cluster that stands already: only {@link #istio} is asked for. */
    public static MeshSpec forExistingCluster() {
        return forRegion(EXISTING_CLUSTER);
    }

    /** Whether the cluster stands already, and is not ours. */
    public boolean onExistingCluster() {
        return region.equals(EXISTING_CLUSTER);
    }

    public MeshSpec name(String newName) {
        return with(draft -> draft.name = newName);
    }

    public MeshSpec vpc(VpcSpec newVpc) {
        return with(draft -> draft.vpc = newVpc);
    }

    /**
     * The first word that a cluster is adopted takes the default node group away: its own nodes are used. So does the first
     * word of EKS Auto Mode: EKS makes the nodes.
     */
    public MeshSpec cluster(ClusterSpec newCluster) {
        boolean others = (newCluster.adopted().isPresent() && cluster.adopted().isEmpty())
                || (newCluster.auto().isPresent() && cluster.auto().isEmpty());
        return with(draft -> {
            draft.cluster = newCluster;
            if (others && nodeGroups.equals(forRegion(region).nodeGroups)) {
                draft.nodeGroups = List.of();
            }
        });
    }

    public MeshSpec networking(NetworkingSpec newNetworking) {
        return with(draft -> draft.networking = newNetworking);
    }

    public MeshSpec nodeGroups(List<NodeGroupSpec> newNodeGroups) {
        return with(draft -> draft.nodeGroups = newNodeGroups);
    }

    public MeshSpec fargate(List<FargateSpec> newFargate) {
        return with(draft -> draft.fargate = newFargate);
    }

    public MeshSpec keyPair(KeyPairSpec newKeyPair) {
        return with(draft -> draft.keyPair = Optional.of(newKeyPair));
    }

    public MeshSpec istio(IstioSpec newIstio) {
        return with(draft -> draft.istio = Optional.of(newIstio));
    }

    public MeshSpec iam(IamSpec newIam) {
        return with(draft -> draft.iam = newIam);
    }

    public MeshSpec tags(Map<String, String> newTags) {
        return with(draft -> draft.tags = newTags);
    }

    /** For meshes that nobody shall have to remember to remove, such as those of tests. */
    public MeshSpec timeToLive(Duration newTimeToLive) {
        return with(draft -> draft.timeToLive = Optional.of(newTimeToLive));
    }

    /** The EKS add-ons that the cluster gets, configured as the network wants them, and the agent that pods' roles need. */
    public List<ClusterSpec.AddonSpec> addons() {
        List<ClusterSpec.AddonSpec> asked = cluster.addons();
        // EKS Auto Mode has the agent on its nodes.
        boolean agent = cluster.auto().isPresent()
                || (cluster.podIdentities().isEmpty()
                        && loadBalancerController().isEmpty())
                || asked.stream().anyMatch(addon -> addon.name().equals(POD_IDENTITY_AGENT));
        return networking.over(agent ? asked : cluster.addon(POD_IDENTITY_AGENT).addons());
    }

    /**
     * Which chart version of the AWS Load Balancer Controller comes with the cluster: as asked for, or as a gateway needs. A
     * cluster that stands brings its own, and with EKS Auto Mode EKS does the same work.
     */
    public Optional<String> loadBalancerController() {
        boolean needed = cluster.auto().isEmpty()
                && istio.stream()
                        .flatMap(mesh -> mesh.gateways().stream())
                        .anyMatch(GatewaySpec::needsBalancerController);
        return onExistingCluster() || cluster.adopted().isPresent()
                ? Optional.empty()
                : cluster.loadBalancerController()
                        .or(() -> needed ? Optional.of(LOAD_BALANCER_CONTROLLER) : Optional.empty());
    }

    /** What is set on a group's kubelets: without the VPC CNI nobody else says how many pods a node takes. */
    public KubeletSpec kubelet(NodeGroupSpec group) {
        return networking.overlay() && group.kubelet().maxPods().isEmpty()
                ? group.kubelet().maxPods(PodsPerNode.MOST)
                : group.kubelet();
    }

    /** As YAML: name, region and whatever is not the default; {@link #read} gives the same spec back. */
    public String toYaml() {
        return SpecDocuments.toYaml(this);
    }

    /** As JSON, in the same form. */
    public String toJson() {
        return SpecDocuments.toJson(this);
    }

    /**
     * Reads YAML or JSON.
     *
     * @throws io.meshprovisioner.error.InvalidSpecException with every unknown field and wrong type
     */
    public static MeshSpec read(String yamlOrJson) {
        return SpecDocuments.read(yamlOrJson);
    }

    private MeshSpec with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.done();
    }

    /** A copy while it is changed. */
    private static final class Draft {
        private String name;
        private String region;
        private VpcSpec vpc;
        private ClusterSpec cluster;
        private NetworkingSpec networking;
        private List<NodeGroupSpec> nodeGroups;
        private List<FargateSpec> fargate;
        private Optional<KeyPairSpec> keyPair;
        private Optional<IstioSpec> istio;
        private IamSpec iam;
        private Map<String, String> tags;
        private Optional<Duration> timeToLive;

        Draft(MeshSpec spec) {
            name = spec.name;
            region = spec.region;
            vpc = spec.vpc;
            cluster = spec.cluster;
            networking = spec.networking;
            nodeGroups = spec.nodeGroups;
            fargate = spec.fargate;
            keyPair = spec.keyPair;
            istio = spec.istio;
            iam = spec.iam;
            tags = spec.tags;
            timeToLive = spec.timeToLive;
        }

        MeshSpec done() {
            return new MeshSpec(
                    name, region, vpc, cluster, networking, nodeGroups, fargate, keyPair, istio, iam, tags, timeToLive);
        }
    }
}
