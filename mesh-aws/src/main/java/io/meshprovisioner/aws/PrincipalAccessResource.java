package io.meshprovisioner.aws;

import io.meshprovisioner.aws.Handles.Cluster;
import io.meshprovisioner.aws.Handles.Done;
import io.meshprovisioner.error.Failure;
import io.meshprovisioner.error.ResourceConflictException;
import io.meshprovisioner.plan.Difference;
import io.meshprovisioner.plan.Difference.Remedy;
import io.meshprovisioner.plan.Observation;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.plan.Step;
import io.meshprovisioner.spec.AccessSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.eks.model.AccessEntry;
import software.amazon.awssdk.services.eks.model.CreateAccessEntryRequest;
import software.amazon.awssdk.services.eks.model.DescribeAccessEntryRequest;
import software.amazon.awssdk.services.eks.model.DescribeAccessEntryResponse;
import software.amazon.awssdk.services.eks.model.DisassociateAccessPolicyRequest;
import software.amazon.awssdk.services.eks.model.UpdateAccessEntryRequest;

/** Somebody else's way into the cluster's API. It goes with the cluster. */
final class PrincipalAccessResource extends AwsResource<Done> {
    private static final String EVERYWHERE = "the cluster";

    private final AccessSpec spec;
    private final Ref<Cluster> cluster;
    private final AccessEntries entries;

    PrincipalAccessResource(Scope scope, AccessSpec spec, Ref<Cluster> cluster) {
        super(scope, Kinds.ACCESS, part(spec.arn()), title(spec.arn()), "G1.5");
        this.spec = spec;
        this.cluster = need(cluster);
        this.entries = new AccessEntries(scope);
    }

    /** Its name within the mesh. */
    static String part(String arn) {
        return "access-" + arn;
    }

    static String title(String arn) {
        return "access of " + arn + " to the cluster";
    }

    @Override
    public Observation<Done> observe(Step step) {
        Optional<AccessEntry> entry = entry();
        if (entry.isEmpty()) {
            return Observation.absent();
        }
        if (!scope.names().mesh().equals(entry.get().tags().get(Tags.MESH))) {
            throw new ResourceConflictException(Failure.of(
                            "Somebody else has made an access entry for " + spec.arn() + ".",
                            "Delete it, or leave this one out of the spec and let theirs stand.")
                    .at(id()));
        }
        return Observation.ready(new Done(), differences(entry.get()));
    }

    private Optional<AccessEntry> entry() {
        return eks().find(
                        DescribeAccessEntryRequest.builder()
                                .clusterName(scope.names().cluster())
                                .principalArn(spec.arn())
                                .build(),
                        EksClient::describeAccessEntry)
                .map(DescribeAccessEntryResponse::accessEntry);
    }

    private List<Difference> differences(AccessEntry entry) {
        List<Difference> result = new ArrayList<>();
        compare("accessPolicies", policies().toString(), wanted().toString(), result);
        compare(
                "kubernetesGroups",
                entry.kubernetesGroups().toString(),
                spec.groups().toString(),
                result);
        spec.username().ifPresent(name -> compare("username", entry.username(), name, result));
        return result;
    }

    private static void compare(String field, String stands, String wanted, List<Difference> result) {
        if (!stands.equals(wanted)) {
            result.add(new Difference(field, stands, wanted, Remedy.UPDATE));
        }
    }

    /** Where each policy holds, by its ARN. */
    private Map<String, String> policies() {
        Map<String, String> result = new TreeMap<>();
        entries.policies(spec.arn()).forEach((policy, namespaces) -> result.put(policy, where(namespaces)));
        return result;
    }

    private Map<String, String> wanted() {
        Map<String, String> result = new TreeMap<>();
        spec.grants().forEach(grant -> result.put(entries.arn(grant.policy()), where(grant.namespaces())));
        return result;
    }

    private static String where(List<String> namespaces) {
        return namespaces.isEmpty()
                ? EVERYWHERE
                : namespaces.stream().sorted().toList().toString();
    }

    @Override
    public Observation<Done> create(Step step) {
        entries.createUnlessThere(
                step,
                logical(),
                CreateAccessEntryRequest.builder()
                        .clusterName(step.get(cluster).name())
                        .principalArn(spec.arn())
                        .kubernetesGroups(spec.groups())
                        .username(spec.username().orElse(null))
                        .tags(scope.tags().of(logical()))
                        .build());
        associate(step, Map.of());
        return Observation.ready(new Done());
    }

    @Override
    public Observation<Done> update(Step step, Observation.Ready<Done> found) {
        Optional<AccessEntry> entry = entry();
        if (entry.isEmpty()) {
            return Observation.absent();
        }
        if (found.differences().stream().anyMatch(one -> !one.field().equals("accessPolicies"))) {
            eks().change(
                            step.permit(),
                            UpdateAccessEntryRequest.builder()
                                    .clusterName(scope.names().cluster())
                                    .principalArn(spec.arn())
                                    .kubernetesGroups(spec.groups())
                                    .username(spec.username().orElse(null))
                                    .build(),
                            EksClient::updateAccessEntry);
        }
        Map<String, String> stand = policies();
        associate(step, stand);
        for (String policy : stand.keySet()) {
            if (!wanted().containsKey(policy)) {
                eks().changeIfThere(
                                step.permit(),
                                DisassociateAccessPolicyRequest.builder()
                                        .clusterName(scope.names().cluster())
                                        .principalArn(spec.arn())
                                        .policyArn(policy)
                                        .build(),
                                EksClient::disassociateAccessPolicy);
            }
        }
        return Observation.ready(new Done());
    }

    private void associate(Step step, Map<String, String> stand) {
        for (AccessSpec.Grant grant : spec.grants()) {
            if (!where(grant.namespaces()).equals(stand.get(entries.arn(grant.policy())))) {
                entries.associate(step, spec.arn(), grant.policy(), grant.namespaces());
            }
        }
    }

    @Override
    public Set<String> actions() {
        return Set.of(
                "eks:DescribeAccessEntry",
                "eks:ListAssociatedAccessPolicies",
                "eks:CreateAccessEntry",
                "eks:UpdateAccessEntry",
                "eks:AssociateAccessPolicy",
                "eks:DisassociateAccessPolicy");
    }
}
