package io.meshprovisioner.aws;

import io.meshprovisioner.error.DeletionBlockedException;
import io.meshprovisioner.error.Failure;
import io.meshprovisioner.plan.CallFailure;
import io.meshprovisioner.plan.Pace;
import io.meshprovisioner.plan.Removal;
import io.meshprovisioner.plan.Removal.Removed;
import io.meshprovisioner.plan.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.eks.model.Cluster;
import software.amazon.awssdk.services.eks.model.ClusterStatus;
import software.amazon.awssdk.services.eks.model.DeleteClusterRequest;
import software.amazon.awssdk.services.eks.model.DeleteNodegroupRequest;
import software.amazon.awssdk.services.eks.model.DescribeClusterRequest;
import software.amazon.awssdk.services.eks.model.DescribeClusterResponse;
import software.amazon.awssdk.services.eks.model.DescribeNodegroupRequest;
import software.amazon.awssdk.services.eks.model.DescribeNodegroupResponse;
import software.amazon.awssdk.services.eks.model.ListNodegroupsRequest;
import software.amazon.awssdk.services.eks.model.ListNodegroupsResponse;
import software.amazon.awssdk.services.eks.model.Nodegroup;
import software.amazon.awssdk.services.eks.model.NodegroupStatus;

/** The end of a cluster and its node groups. Add-ons and access entries go with it. */
final class ClusterDeletion {
    private static final String BUSY = "ResourceInUseException";
    private static final Pace NODES = new Pace(Duration.ofSeconds(138), Duration.ofSeconds(30));
    private static final Pace CONTROL_PLANE = new Pace(Duration.ofSeconds(198), Duration.ofSeconds(30));

    private final Scope scope;
    private final Service<EksClient> eks;
    private final String name;
    private final Optional<Cluster> found;

    ClusterDeletion(Scope scope) {
        this.scope = scope;
        this.eks = scope.calls().eks();
        this.name = scope.names().cluster();
        this.found = find();
    }

    /** Whether the name is taken by a cluster that is not ours. */
    boolean isForeign() {
        return found.isPresent() && !scope.tags().ours(found.get().tags());
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
        List<Nodegroup> groups = nodeGroups();
        refuseWhatOthersNeed(groups);
        for (Nodegroup group : groups) {
            if (scope.tags().ours(group.tags())) {
                result.add(AwsRemoval.of(
                                Kinds.NODE_GROUP,
                                name + "/" + group.nodegroupName(),
                                step -> removeGroup(step, group.nodegroupName()))
                        .titled("node group " + group.nodegroupName())
                        .paced(NODES));
            }
        }
        result.add(AwsRemoval.of(Kinds.CLUSTER, name, this::removeCluster)
                .titled("EKS cluster " + name)
                .paced(CONTROL_PLANE));
        return result;
    }

    /** A cluster that stays needs its nodes' network, too: then nothing is deleted at all. */
    private void refuseWhatOthersNeed(List<Nodegroup> groups) {
        List<String> reasons = new ArrayList<>(strangers(groups));
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

    private List<String> strangers(List<Nodegroup> groups) {
        return groups.stream()
                .filter(group -> !scope.tags().ours(group.tags()))
                .map(group -> "node group " + group.nodegroupName() + ", which is not ours")
                .toList();
    }

    private Optional<Cluster> find() {
        return eks.find(DescribeClusterRequest.builder().name(name).build(), EksClient::describeCluster)
                .map(DescribeClusterResponse::cluster);
    }

    private List<Nodegroup> nodeGroups() {
        return Pages.all(
                        token -> eks.find(
                                        ListNodegroupsRequest.builder()
                                                .clusterName(name)
                                                .nextToken(token)
                                                .build(),
                                        EksClient::listNodegroups)
                                .orElseGet(
                                        () -> ListNodegroupsResponse.builder().build()),
                        ListNodegroupsResponse::nodegroups,
                        ListNodegroupsResponse::nextToken)
                .stream()
                .flatMap(group -> group(group).stream())
                .toList();
    }

    private Optional<Nodegroup> group(String group) {
        return eks.find(
                        DescribeNodegroupRequest.builder()
                                .clusterName(name)
                                .nodegroupName(group)
                                .build(),
                        EksClient::describeNodegroup)
                .map(DescribeNodegroupResponse::nodegroup);
    }

    private Removed removeGroup(Step step, String group) {
        Optional<Nodegroup> now = group(group);
        if (now.isEmpty()) {
            return new Removed.Gone();
        }
        if (now.get().status() == NodegroupStatus.DELETING) {
            return new Removed.Going("DELETING");
        }
        return unlessBusy(() -> eks.changeIfThere(
                        step.permit(),
                        DeleteNodegroupRequest.builder()
                                .clusterName(name)
                                .nodegroupName(group)
                                .build(),
                        EksClient::deleteNodegroup)
                .isPresent());
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
        List<String> strangers = strangers(nodeGroups());
        if (!strangers.isEmpty()) {
            return new Removed.Blocked(strangers);
        }
        return unlessBusy(() -> eks.changeIfThere(
                        step.permit(), DeleteClusterRequest.builder().name(name).build(), EksClient::deleteCluster)
                .isPresent());
    }

    private static Removed unlessBusy(Attempt attempt) {
        try {
            return attempt.accepted() ? new Removed.Going("DELETING") : new Removed.Gone();
        } catch (CallFailure e) {
            if (Service.answered(e, BUSY)) {
                return new Removed.Going("busy: " + e.error().message());
            }
            throw e;
        }
    }

    @FunctionalInterface
    private interface Attempt {
        boolean accepted();
    }
}
