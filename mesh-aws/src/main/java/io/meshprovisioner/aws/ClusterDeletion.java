package io.meshprovisioner.aws;

import io.meshprovisioner.error.DeletionBlockedException;
import io.meshprovisioner.error.Failure;
import io.meshprovisioner.plan.Pace;
import io.meshprovisioner.plan.Removal;
import io.meshprovisioner.plan.Removal.Removed;
import io.meshprovisioner.plan.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.eks.model.Cluster;
import software.amazon.awssdk.services.eks.model.ClusterStatus;
import software.amazon.awssdk.services.eks.model.DeleteClusterRequest;
import software.amazon.awssdk.services.eks.model.FargateProfile;
import software.amazon.awssdk.services.eks.model.Nodegroup;

/** The end of a cluster, its node groups and Fargate profiles. Add-ons and access entries go with it. */
final class ClusterDeletion {
    private static final Pace CONTROL_PLANE = new Pace(Duration.ofSeconds(198), Duration.ofSeconds(30));

    private final Scope scope;
    private final Service<EksClient> eks;
    private final String name;
    private final NodeGroupDeletion nodeGroups;
    private final FargateDeletion fargate;
    private final Optional<Cluster> found;

    ClusterDeletion(Scope scope) {
        this.scope = scope;
        this.eks = scope.calls().eks();
        this.name = scope.names().cluster();
        this.nodeGroups = new NodeGroupDeletion(scope);
        this.fargate = new FargateDeletion(scope);
        this.found = find();
    }

    /** Whether the name is taken by a cluster that is not ours. */
    boolean isForeign() {
        return found.isPresent() && !scope.tags().ours(found.get().tags());
    }

    /**
     * A cluster that is not ours by tag, and yet stands on what is, needs it: then nothing is deleted at all. Somebody may
     * have taken its tag away.
     *
     * @param vpcs ours
     */
    void refuseIfItNeedsOurs(List<String> vpcs) {
        if (!isForeign()) {
            return;
        }
        Cluster cluster = found.orElseThrow();
        List<String> needed = needed(cluster, vpcs);
        if (!needed.isEmpty()) {
            String tag = Tags.MESH + "=" + scope.names().mesh();
            throw new DeletionBlockedException(Failure.of(
                            "EKS cluster " + name + " has no tag " + tag
                                    + ": it is not ours to delete, and it stands on what is, so nothing of the mesh was.",
                            "If it is this mesh's, give it the tag back (aws eks tag-resource --resource-arn "
                                    + cluster.arn() + " --tags " + tag
                                    + "); if not, have its owner delete it. Then run uninstall() again.")
                    .because("It needs: " + String.join("; ", needed))
                    .at(Kinds.CLUSTER + " " + name));
        }
    }

    private List<String> needed(Cluster cluster, List<String> vpcs) {
        List<String> needed = new ArrayList<>();
        String vpc = cluster.resourcesVpcConfig().vpcId();
        if (vpcs.contains(vpc)) {
            needed.add("VPC " + vpc + " of the mesh, in which it is");
        }
        String role = scope.names().clusterRole();
        if (cluster.roleArn().endsWith("/" + role) && new RoleDeletion(scope).isOurs(role)) {
            needed.add("role " + role + " of the mesh, which is its own");
        }
        nodeGroups.removals().forEach(group -> needed.add(group.title() + " of the mesh, whose nodes are in it"));
        return needed;
    }

    /** The cluster of this name, whosever it is, while it is there. */
    Optional<String> stands() {
        return found.map(cluster -> "EKS cluster " + name + ", which still stands ("
                + (isForeign() ? "and is not ours" : cluster.statusAsString()) + ")");
    }

    List<Removal> removals() {
        if (found.isEmpty() || isForeign()) {
            return List.of();
        }
        List<Removal> result = new ArrayList<>();
        List<Nodegroup> groups = nodeGroups.all();
        List<FargateProfile> profiles = fargate.profiles();
        refuseWhatOthersNeed(strangers(groups, profiles));
        result.addAll(nodeGroups.removals(groups));
        result.addAll(fargate.removals(profiles));
        result.add(AwsRemoval.of(Kinds.CLUSTER, name, this::removeCluster)
                .titled("EKS cluster " + name)
                .paced(CONTROL_PLANE));
        return result;
    }

    /** A cluster that stays needs its nodes' network, too: then nothing is deleted at all. */
    private void refuseWhatOthersNeed(List<String> strangers) {
        List<String> reasons = new ArrayList<>(strangers);
        if (found.filter(cluster -> Boolean.TRUE.equals(cluster.deletionProtection()))
                .isPresent()) {
            reasons.add("its deletion protection, which a user switched on: switch it off first");
        }
        if (!reasons.isEmpty()) {
            throw new DeletionBlockedException(Failure.of(
                            "EKS cluster " + name + " cannot be deleted, so nothing of the mesh was.",
                            "Remove what blocks it (or have its owner do so), then run uninstall() again.")
                    .because("Still there: " + String.join("; ", reasons))
                    .at(Kinds.CLUSTER + " " + name));
        }
    }

    private List<String> strangers(List<Nodegroup> groups, List<FargateProfile> profiles) {
        return Stream.concat(
                        groups.stream()
                                .filter(group -> !scope.tags().ours(group.tags()))
                                .map(group -> "node group " + group.nodegroupName() + ", which is not ours"),
                        fargate.strangers(profiles).stream())
                .toList();
    }

    private Optional<Cluster> find() {
        return AdoptedClusterResource.find(scope.calls(), name);
    }

    private Removed removeCluster(Step step) {
        Optional<Cluster> now = find();
        if (now.isEmpty()) {
            return new Removed.Gone();
        }
        ClusterStatus status = now.get().status();
        if (status == ClusterStatus.DELETING || status == ClusterStatus.CREATING || status == ClusterStatus.UPDATING) {
            return new Removed.Going(now.get().statusAsString());
        }
        if (Boolean.TRUE.equals(now.get().deletionProtection())) {
            return new Removed.Blocked(
                    List.of("its deletion protection, which a user switched on: switch it off first"));
        }
        List<String> strangers = strangers(nodeGroups.all(), fargate.profiles());
        if (!strangers.isEmpty()) {
            return new Removed.Blocked(strangers);
        }
        return NodeGroupDeletion.unlessBusy(() -> eks.changeIfThere(
                        step.permit(), DeleteClusterRequest.builder().name(name).build(), EksClient::deleteCluster)
                .isPresent());
    }
}
