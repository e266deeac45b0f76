package io.meshprovisioner.aws;

import io.meshprovisioner.aws.Handles.Cluster;
import io.meshprovisioner.aws.Notes.Adoption;
import io.meshprovisioner.error.AccessDeniedException;
import io.meshprovisioner.error.CredentialsException;
import io.meshprovisioner.error.Failure;
import io.meshprovisioner.error.MeshException;
import io.meshprovisioner.error.ResourceConflictException;
import io.meshprovisioner.error.ResourceFailedException;
import io.meshprovisioner.plan.CallFailure;
import io.meshprovisioner.plan.Difference;
import io.meshprovisioner.plan.Difference.Remedy;
import io.meshprovisioner.plan.Observation;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.plan.Step;
import io.meshprovisioner.spi.ApiAccess;
import io.meshprovisioner.spi.KubernetesSession;
import io.meshprovisioner.spi.MeshInstaller.Sessions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.services.eks.model.VpcConfigResponse;

/**
 * The caller's way into a cluster of somebody else's, tried out: who is let in by whom (an entry, the aws-auth ConfigMap,
 * having made the cluster) only the cluster's API knows. It fails before anything is made where the API cannot be reached,
 * or refuses the caller and nothing was asked for that would let it in.
 */
final class AdoptedAccessResource extends AwsResource<ApiAccess> {
    /** Kinds of the whole cluster that Istio's charts make: who may not even list them may not make them. */
    private static final List<List<String>> NEEDED = List.of(
            List.of("v1", "Node"),
            List.of("rbac.authorization.k8s.io/v1", "ClusterRole"),
            List.of("admissionregistration.k8s.io/v1", "MutatingWebhookConfiguration"));

    private final Ref<Cluster> cluster;
    private final Optional<CallerEntry> entry;
    private final ClusterTokens tokens;
    private final Sessions sessions;
    private final Notes notes;

    /** @param letIn whether an entry is made for a caller who is not let in */
    AdoptedAccessResource(Scope scope, Ref<Cluster> cluster, boolean letIn, ClusterTokens tokens, Sessions sessions) {
        super(
                scope,
                "eks:AccessEntry",
                "access",
                letIn
                        ? "the caller as the cluster's administrator"
                        : "the caller's access to the cluster, which stands",
                "G1.5");
        this.cluster = need(cluster);
        this.entry = letIn ? Optional.of(new CallerEntry(scope, logical())) : Optional.empty();
        this.tokens = tokens;
        this.sessions = sessions;
        this.notes = new Notes(scope.calls(), scope.names().mesh());
    }

    @Override
    public Observation<ApiAccess> observe(Step step) {
        return AdoptedClusterResource.find(scope.calls(), scope.names().cluster())
                .filter(AdoptedClusterResource::usable)
                .map(this::attempt)
                .orElseGet(Observation::absent);
    }

    private Observation<ApiAccess> attempt(software.amazon.awssdk.services.eks.model.Cluster found) {
        ApiAccess access = AccessEntryResource.access(ClusterResource.handle(found), tokens);
        try {
            KubernetesSession session = sessions.on(access);
            NEEDED.forEach(kind -> session.list(kind.get(0), kind.get(1), Optional.empty(), ""));
            boolean ours = entry.flatMap(CallerEntry::ours).isPresent();
            return new Observation.Ready<>(access, notedInside(), !ours);
        } catch (CallFailure failure) {
            throw failure.neverReached() ? unreachable(access, found.resourcesVpcConfig(), failure) : failure;
        } catch (CredentialsException | AccessDeniedException refusal) {
            if (entry.isEmpty()) {
                throw notLetIn(refusal);
            }
            // Entries take some seconds to spread.
            return entry.get().mayAdminister() ? Observation.pending("SPREADING") : Observation.absent();
        }
    }

    /** Only who has got inside may have left something there: an uninstall need not look before. */
    private List<Difference> notedInside() {
        return entry.isPresent() && notes.adoption().filter(Adoption::outside).isPresent()
                ? List.of(new Difference("note", "outside", "inside", Remedy.UPDATE))
                : List.of();
    }

    private MeshException unreachable(ApiAccess access, VpcConfigResponse network, CallFailure failure) {
        boolean isPrivate = Boolean.FALSE.equals(network.endpointPublicAccess());
        return new ResourceFailedException(Failure.of(
                        "Nobody answers at the endpoint of EKS cluster " + access.cluster() + ", " + access.endpoint()
                                + (isPrivate ? ", which is private." : "."),
                        isPrivate
                                ? "Run where VPC " + network.vpcId()
                                        + " is reached (a machine in it, a VPN, a proxy), and see that the cluster's"
                                        + " security group takes port 443 from there; then run again."
                                : "See that this machine's address is among " + network.publicAccessCidrs()
                                        + ", and look at its proxy and name server; then run again.")
                .at(id())
                .because(failure.error().message())
                .answered(failure.error())
                .causedBy(failure));
    }

    private MeshException notLetIn(MeshException refusal) {
        Failure failure = Failure.of(
                        "EKS cluster " + scope.names().cluster() + " does not let "
                                + scope.identity().principal() + " work in it as an administrator.",
                        "Have its owner run: aws eks create-access-entry --cluster-name "
                                + scope.names().cluster() + " --principal-arn "
                                + scope.identity().principal()
                                + ", and associate AmazonEKSClusterAdminPolicy; or map it in aws-auth; or say"
                                + " adopt(\"" + scope.names().cluster() + "\", how -> how.letCallerIn()).")
                .at(id())
                .because(refusal.what());
        return new AccessDeniedException(
                refusal.apiError().map(failure::answered).orElse(failure).causedBy(refusal));
    }

    @Override
    public Observation<ApiAccess> create(Step step) {
        Cluster found = step.get(cluster);
        CallerEntry mine = entry.orElseThrow(() -> new ResourceFailedException(
                Failure.of("EKS cluster " + found.name() + " went while it was looked at.", "Run again.")
                        .at(id())));
        if (mine.find().isPresent() && mine.ours().isEmpty()) {
            throw new ResourceConflictException(Failure.of(
                            "EKS cluster " + found.name() + " has an access entry for "
                                    + scope.identity().principal() + " that does not make it an administrator.",
                            "Have its owner associate AmazonEKSClusterAdminPolicy with it: it is not ours to change.")
                    .at(id()));
        }
        mine.make(step);
        return Observation.pending("SPREADING");
    }

    @Override
    public Observation<ApiAccess> update(Step step, Observation.Ready<ApiAccess> found) {
        notes.write(new Adoption(scope.names().cluster(), false), step.permit());
        return Observation.ready(found.value());
    }

    @Override
    public Set<String> actions() {
        if (entry.isEmpty()) {
            return Set.of("eks:DescribeCluster");
        }
        Set<String> actions = new TreeSet<>(CallerEntry.ACTIONS);
        actions.add("eks:DescribeAccessEntry");
        return actions;
    }
}
