package io.meshprovisioner.aws;

import io.meshprovisioner.aws.Handles.Cluster;
import io.meshprovisioner.aws.Handles.GroupId;
import io.meshprovisioner.aws.Handles.RoleArn;
import io.meshprovisioner.aws.Handles.SubnetId;
import io.meshprovisioner.error.Failure;
import io.meshprovisioner.error.ResourceConflictException;
import io.meshprovisioner.plan.Difference;
import io.meshprovisioner.plan.Observation;
import io.meshprovisioner.plan.Pace;
import io.meshprovisioner.plan.Permit;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.plan.Step;
import io.meshprovisioner.spec.ClusterSpec;
import io.meshprovisioner.spec.MeshSpec;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.eks.model.AuthenticationMode;
import software.amazon.awssdk.services.eks.model.CreateAccessConfigRequest;
import software.amazon.awssdk.services.eks.model.CreateClusterRequest;
import software.amazon.awssdk.services.eks.model.DeleteClusterRequest;
import software.amazon.awssdk.services.eks.model.DescribeClusterRequest;
import software.amazon.awssdk.services.eks.model.ZonalShiftConfigRequest;

/**
 * The control plane: access by entries beside the aws-auth ConfigMap, and no add-ons that EKS would put there by itself
 * and nobody would keep up to date.
 *
 * <p>EKS makes an access entry for the creator (bootstrapClusterCreatorAdminPermissions): so the creator is let in the
 * moment the API answers, where an entry made afterwards would first have to spread. {@link AccessEntryResource} makes
 * one for any other caller who goes on with the run.
 */
final class ClusterResource extends AwsResource<Cluster> {
    private static final Pace PACE = new Pace(Duration.ofMinutes(9), Duration.ofMinutes(1));

    private final ClusterSpec spec;
    private final AutoModeSwitch auto;
    private final List<Ref<SubnetId>> subnets;
    private final Ref<RoleArn> role;
    private final Optional<Ref<RoleArn>> nodeRole;
    private final boolean overlay;

    /**
     * @param network its second block comes first: an existing cluster would see it only after hours
     * @param nodeRole of the machines of EKS Auto Mode
     */
    ClusterResource(Scope scope, MeshSpec mesh, Network network, Ref<RoleArn> role, Optional<Ref<RoleArn>> nodeRole) {
        super(
                scope,
                "eks:Cluster",
                "cluster",
                "EKS cluster " + scope.names().cluster() + ", Kubernetes "
                        + mesh.cluster().version().orElse("of EKS's choice"),
                "G1.4");
        this.spec = mesh.cluster();
        this.auto = new AutoModeSwitch(mesh);
        // EKS's own pools put machines into whichever subnets the cluster has.
        List<Ref<SubnetId>> places = spec.auto().isPresent() ? network.nodeSubnets() : network.cluster();
        this.subnets = places.stream().map(this::need).toList();
        this.role = need(role);
        this.nodeRole = nodeRole.map(this::need);
        this.overlay = mesh.networking().overlay();
        waitFor(network.podBlock());
    }

    @Override
    public Pace pace() {
        return PACE;
    }

    @Override
    public Observation<Cluster> observe(Step step) {
        return find().map(this::judge).orElseGet(Observation::absent);
    }

    private Optional<software.amazon.awssdk.services.eks.model.Cluster> find() {
        return eks().find(
                        DescribeClusterRequest.builder()
                                .name(scope.names().cluster())
                                .build(),
                        EksClient::describeCluster)
                .map(answer -> answer.cluster());
    }

    private Observation<Cluster> judge(software.amazon.awssdk.services.eks.model.Cluster found) {
        if (!scope.tags().ours(found.tags())) {
            throw new ResourceConflictException(Failure.of(
                            "An EKS cluster named " + found.name() + " exists and is not ours.",
                            "Give the mesh another name.")
                    .at(id())
                    .because("It has no tag " + Tags.MESH + "=" + scope.names().mesh() + "."));
        }
        return switch (found.status()) {
            case ACTIVE -> Observation.ready(handle(found), differences(found));
            case DELETING -> new Observation.Leaving<>("DELETING");
            case FAILED ->
                new Observation.Failed<>(
                        "EKS could not make the control plane: " + health(found),
                        "It is deleted and made anew; when that fails, too, the reason says what is missing.",
                        true);
            default -> Observation.pending(found.statusAsString());
        };
    }

    private List<Difference> differences(software.amazon.awssdk.services.eks.model.Cluster found) {
        List<Difference> result = new ArrayList<>(ClusterChanges.differences(found, spec, desiredTags()));
        result.addAll(auto.differences(found));
        return result;
    }

    private java.util.Map<String, String> desiredTags() {
        return scope.tags()
                .of(
                        logical(),
                        overlay ? java.util.Map.of(ClusterChanges.NETWORK, ClusterChanges.CALICO) : java.util.Map.of());
    }

    private static String health(software.amazon.awssdk.services.eks.model.Cluster found) {
        if (found.health() == null || found.health().issues().isEmpty()) {
            return "it gives no reason";
        }
        return found.health().issues().stream()
                .map(issue -> issue.codeAsString() + " (" + issue.message() + ")")
                .collect(Collectors.joining("; "));
    }

    static Cluster handle(software.amazon.awssdk.services.eks.model.Cluster found) {
        byte[] pem = Base64.getDecoder().decode(found.certificateAuthority().data());
        return new Cluster(
                found.name(),
                found.arn(),
                URI.create(found.endpoint()),
                new String(pem, StandardCharsets.UTF_8),
                found.version(),
                new GroupId(found.resourcesVpcConfig().clusterSecurityGroupId()),
                issuer(found));
    }

    static URI issuer(software.amazon.awssdk.services.eks.model.Cluster found) {
        return URI.create(found.identity().oidc().issuer());
    }

    @Override
    public Observation<Cluster> create(Step step) {
        CreateClusterRequest request = CreateClusterRequest.builder()
                .name(scope.names().cluster())
                .version(spec.version().orElse(null))
                .roleArn(step.get(role).value())
                .resourcesVpcConfig(ClusterChanges.endpoint(spec).toBuilder()
                        .subnetIds(places(step))
                        .build())
                .accessConfig(CreateAccessConfigRequest.builder()
                        .authenticationMode(AuthenticationMode.API_AND_CONFIG_MAP)
                        .bootstrapClusterCreatorAdminPermissions(true)
                        .build())
                .bootstrapSelfManagedAddons(false)
                .computeConfig(spec.auto()
                        .map(auto -> AutoModeSwitch.compute(auto, ofNodes(step)))
                        .orElse(null))
                .kubernetesNetworkConfig(
                        spec.auto().map(auto -> AutoModeSwitch.balancers()).orElse(null))
                .storageConfig(spec.auto().map(auto -> AutoModeSwitch.storage()).orElse(null))
                .logging(ClusterChanges.logging(spec.logTypes()))
                .upgradePolicy(
                        spec.supportType().map(ClusterChanges::upgradePolicy).orElse(null))
                .deletionProtection(spec.deletionProtection().orElse(null))
                .encryptionConfig(spec.kmsKeyArn().isEmpty() ? null : ClusterChanges.encryption(spec))
                .zonalShiftConfig(spec.zonalShift()
                        .map(on -> ZonalShiftConfigRequest.builder().enabled(on).build())
                        .orElse(null))
                .tags(desiredTags())
                .build();
        Permit permit = step.permit();
        String token = Tokens.ofNamed(logical(), request, permit);
        eks().change(permit, request.toBuilder().clientRequestToken(token).build(), EksClient::createCluster);
        return Observation.pending("CREATING");
    }

    private List<String> places(Step step) {
        return subnets.stream().map(ref -> step.get(ref).value()).toList();
    }

    private Optional<String> ofNodes(Step step) {
        return nodeRole.map(ref -> step.get(ref).value());
    }

    @Override
    public Observation<Cluster> update(Step step, Observation.Ready<Cluster> found) {
        return find().filter(cluster -> ClusterChanges.bringAbout(eks(), step, cluster, spec, desiredTags())
                        || auto.bringAbout(eks(), step, cluster, places(step), ofNodes(step)))
                .<Observation<Cluster>>map(cluster -> Observation.pending("UPDATING"))
                .orElseGet(() -> Observation.ready(found.value()));
    }

    @Override
    public void discard(Step step) {
        eks().changeIfThere(
                        step.permit(),
                        DeleteClusterRequest.builder()
                                .name(scope.names().cluster())
                                .build(),
                        EksClient::deleteCluster);
    }

    @Override
    public Set<String> actions() {
        Set<String> actions = new TreeSet<>(Set.of(
                "eks:CreateCluster",
                "eks:DescribeCluster",
                "eks:UpdateClusterConfig",
                "eks:UpdateClusterVersion",
                "eks:TagResource",
                "eks:DeleteCluster"));
        if (spec.kmsKeyArn().isPresent()) {
            // EKS looks at the key and grants itself its use, with the caller's rights (EKS User Guide).
            actions.addAll(Set.of("eks:AssociateEncryptionConfig", "kms:DescribeKey", "kms:CreateGrant"));
        }
        return actions;
    }
}
