package io.meshprovisioner.aws;

import io.meshprovisioner.aws.Handles.Cluster;
import io.meshprovisioner.aws.Notes.Adoption;
import io.meshprovisioner.error.Failure;
import io.meshprovisioner.error.ResourceConflictException;
import io.meshprovisioner.plan.Difference;
import io.meshprovisioner.plan.Difference.Remedy;
import io.meshprovisioner.plan.Observation;
import io.meshprovisioner.plan.Step;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.eks.model.ClusterStatus;
import software.amazon.awssdk.services.eks.model.DescribeClusterRequest;
import software.amazon.awssdk.services.eks.model.DescribeClusterResponse;

/**
 * A cluster of somebody else's. Nothing of it is changed; that the mesh is in it stands in a note of ours, which comes
 * before everything that is made in it, so that it is found again without the spec.
 */
final class AdoptedClusterResource extends AwsResource<Cluster> {
    private final Notes notes;
    private final boolean outside;

    /** @param outside whether it still has to be seen that we get inside: {@link AdoptedAccessResource} notes it */
    AdoptedClusterResource(Scope scope, boolean outside) {
        super(
                scope,
                "eks:AdoptedCluster",
                scope.names().cluster(),
                "EKS cluster " + scope.names().cluster()
                        + ", which stands and stays, and the note that the mesh is in it",
                "G1.4");
        this.notes = new Notes(scope.calls(), scope.names().mesh());
        this.outside = outside;
    }

    @Override
    public Observation<Cluster> observe(Step step) {
        Cluster standing = standing();
        return notes.adoption()
                .map(found -> Observation.ready(standing, differences(found)))
                .orElseGet(Observation::absent);
    }

    private Cluster standing() {
        return find(scope.calls(), scope.names().cluster())
                .filter(AdoptedClusterResource::usable)
                .map(ClusterResource::handle)
                .orElseThrow(() -> new ResourceConflictException(Failure.of(
                                "EKS cluster " + scope.names().cluster()
                                        + ", which stands and stays, is not there or not ACTIVE.",
                                "Correct its name in the spec, or wait until it is.")
                        .at(id())));
    }

    /** Whether its API can answer. */
    static boolean usable(software.amazon.awssdk.services.eks.model.Cluster found) {
        return found.status() == ClusterStatus.ACTIVE || found.status() == ClusterStatus.UPDATING;
    }

    static Optional<software.amazon.awssdk.services.eks.model.Cluster> find(AwsCalls calls, String cluster) {
        return calls.eks()
                .find(DescribeClusterRequest.builder().name(cluster).build(), EksClient::describeCluster)
                .map(DescribeClusterResponse::cluster);
    }

    private List<Difference> differences(Adoption noted) {
        if (!noted.cluster().equals(scope.names().cluster())) {
            throw new ResourceConflictException(Failure.of(
                            "Mesh \"" + scope.names().mesh() + "\" is in EKS cluster " + noted.cluster() + " already.",
                            "Give this mesh another name, or uninstall() that one first.")
                    .at(id()));
        }
        return noted.outside() && !outside
                ? List.of(new Difference("note", noted.value(), scope.names().cluster(), Remedy.UPDATE))
                : List.of();
    }

    @Override
    public Observation<Cluster> create(Step step) {
        return note(step, standing());
    }

    /** An uninstall that ended early had left the cluster. */
    @Override
    public Observation<Cluster> update(Step step, Observation.Ready<Cluster> found) {
        return note(step, found.value());
    }

    private Observation<Cluster> note(Step step, Cluster cluster) {
        notes.write(new Adoption(cluster.name(), outside), step.permit());
        return Observation.ready(cluster);
    }

    @Override
    public Set<String> actions() {
        return Set.of("eks:DescribeCluster", "ssm:GetParametersByPath", "ssm:PutParameter", "ssm:DeleteParameter");
    }
}
