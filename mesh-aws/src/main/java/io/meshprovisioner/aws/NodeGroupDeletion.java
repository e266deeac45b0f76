package io.meshprovisioner.aws;

import io.meshprovisioner.plan.CallFailure;
import io.meshprovisioner.plan.Pace;
import io.meshprovisioner.plan.Removal;
import io.meshprovisioner.plan.Removal.Removed;
import io.meshprovisioner.plan.Step;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.eks.model.DeleteNodegroupRequest;
import software.amazon.awssdk.services.eks.model.DescribeNodegroupRequest;
import software.amazon.awssdk.services.eks.model.DescribeNodegroupResponse;
import software.amazon.awssdk.services.eks.model.Nodegroup;
import software.amazon.awssdk.services.eks.model.NodegroupStatus;

/** The end of a cluster's node groups that are ours by tag. */
final class NodeGroupDeletion {
    private static final String BUSY = "ResourceInUseException";
    private static final Pace NODES = new Pace(Duration.ofSeconds(138), Duration.ofSeconds(30));

    private final Scope scope;
    private final Service<EksClient> eks;
    private final String name;

    NodeGroupDeletion(Scope scope) {
        this.scope = scope;
        this.eks = scope.calls().eks();
        this.name = scope.names().cluster();
    }

    List<Removal> removals() {
        return removals(all());
    }

    List<Removal> removals(List<Nodegroup> groups) {
        return groups.stream()
                .filter(group -> scope.tags().ours(group.tags()))
                .<Removal>map(group -> AwsRemoval.of(
                                Kinds.NODE_GROUP,
                                name + "/" + group.nodegroupName(),
                                step -> removeGroup(step, group.nodegroupName()))
                        .titled("node group " + group.nodegroupName())
                        .paced(NODES))
                .toList();
    }

    /** All of the cluster, whosever they are. */
    List<Nodegroup> all() {
        return named(EksLists.nodeGroups(scope.calls(), name));
    }

    /** Those of these names that are there, whosever they are. */
    List<Nodegroup> named(List<String> groups) {
        return groups.stream().flatMap(group -> group(group).stream()).toList();
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

    static Removed unlessBusy(Attempt attempt) {
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
    interface Attempt {
        boolean accepted();
    }
}
