package io.meshprovisioner.aws;

import io.meshprovisioner.aws.Handles.RoleName;
import io.meshprovisioner.error.Failure;
import io.meshprovisioner.error.ResourceConflictException;
import io.meshprovisioner.plan.Difference;
import io.meshprovisioner.plan.Difference.Remedy;
import io.meshprovisioner.plan.Observation;
import io.meshprovisioner.plan.Step;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.CreateRoleRequest;
import software.amazon.awssdk.services.iam.model.GetRoleRequest;
import software.amazon.awssdk.services.iam.model.PutRolePermissionsBoundaryRequest;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.iam.model.TagRoleRequest;
import software.amazon.awssdk.services.iam.model.UpdateAssumeRolePolicyRequest;

/** A role that an AWS service takes on, or that EKS gives to pods. */
final class RoleResource extends AwsResource<RoleName> {
    /** By whom EKS gives roles to pods. */
    static final String PODS = "pods.eks.amazonaws.com";

    /** Who starts pods on Fargate. */
    static final String FARGATE = "eks-fargate-pods.amazonaws.com";

    private static final String TRUST = "assumeRolePolicyDocument";
    private static final String TAG_SESSION = "sts:TagSession";
    private static final String BOUNDARY = "permissionsBoundary";

    private final String role;
    private final String servicePrincipal;
    private final boolean tagged;

    /** @param servicePrincipal who may take it on, such as {@code eks.amazonaws.com} */
    RoleResource(Scope scope, String part, String role, String servicePrincipal) {
        // The sessions of pods bear tags: which cluster, namespace and service account they are of.
        this(scope, part, role, servicePrincipal, servicePrincipal.equals(PODS));
    }

    /** @param tagged whether the service's sessions bear tags, as EKS's do which work for EKS Auto Mode */
    RoleResource(Scope scope, String part, String role, String servicePrincipal, boolean tagged) {
        super(scope, "iam:Role", part, "role " + role, "G1.4");
        this.role = role;
        this.servicePrincipal = servicePrincipal;
        this.tagged = tagged;
    }

    @Override
    public Observation<RoleName> observe(Step step) {
        return iam().find(GetRoleRequest.builder().roleName(role).build(), IamClient::getRole)
                .map(answer -> judge(answer.role()))
                .orElseGet(Observation::absent);
    }

    private Observation<RoleName> judge(Role found) {
        Map<String, String> tags = Tags.iamMap(found.tags());
        if (!scope.tags().ours(tags)) {
            throw new ResourceConflictException(Failure.of(
                            "A role named " + role + " exists and is not ours.",
                            "Delete or rename that role, or give the mesh another name.")
                    .at(id())
                    .because("It has no tag " + Tags.MESH + "=" + scope.names().mesh() + "."));
        }
        List<Difference> differences = new ArrayList<>();
        if (!scope.iam().path().equals(found.path())) {
            differences.add(new Difference("path", found.path(), scope.iam().path(), Remedy.REPLACE));
        }
        String boundary = found.permissionsBoundary() == null
                ? ""
                : found.permissionsBoundary().permissionsBoundaryArn();
        scope.iam()
                .permissionsBoundary()
                .filter(arn -> !arn.equals(boundary))
                .ifPresent(arn -> differences.add(new Difference(BOUNDARY, boundary, arn, Remedy.UPDATE)));
        String trust = URLDecoder.decode(
                found.assumeRolePolicyDocument() == null ? "" : found.assumeRolePolicyDocument(),
                StandardCharsets.UTF_8);
        if (tagged && !servicePrincipal.equals(PODS) && !trust.contains(TAG_SESSION)) {
            differences.add(new Difference(TRUST, "without " + TAG_SESSION, "with " + TAG_SESSION, Remedy.UPDATE));
        }
        differences.addAll(Tags.differences(tags, scope.tags().of(logical())));
        return Observation.ready(new RoleName(found.roleName(), found.arn()), differences);
    }

    @Override
    public Observation<RoleName> create(Step step) {
        Role made = iam().change(
                        step.permit(),
                        CreateRoleRequest.builder()
                                .roleName(role)
                                .path(scope.iam().path())
                                .permissionsBoundary(
                                        scope.iam().permissionsBoundary().orElse(null))
                                .assumeRolePolicyDocument(trust())
                                .description("Mesh Provisioner: " + logical())
                                .tags(Tags.iam(scope.tags().of(logical())))
                                .build(),
                        IamClient::createRole)
                .role();
        return Observation.ready(new RoleName(made.roleName(), made.arn()));
    }

    private String trust() {
        return """
                {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", \
                "Principal": {"Service": "%s"}, "Action": %s}]}""".formatted(servicePrincipal, assuming());
    }

    private String assuming() {
        return tagged ? "[\"sts:AssumeRole\", \"sts:TagSession\"]" : "\"sts:AssumeRole\"";
    }

    @Override
    public Observation<RoleName> update(Step step, Observation.Ready<RoleName> found) {
        if (found.differences().stream().anyMatch(one -> one.field().equals(BOUNDARY))) {
            iam().change(
                            step.permit(),
                            PutRolePermissionsBoundaryRequest.builder()
                                    .roleName(role)
                                    .permissionsBoundary(
                                            scope.iam().permissionsBoundary().orElseThrow())
                                    .build(),
                            IamClient::putRolePermissionsBoundary);
        }
        if (found.differences().stream().anyMatch(one -> one.field().equals(TRUST))) {
            iam().change(
                            step.permit(),
                            UpdateAssumeRolePolicyRequest.builder()
                                    .roleName(role)
                                    .policyDocument(trust())
                                    .build(),
                            IamClient::updateAssumeRolePolicy);
        }
        if (found.differences().stream().noneMatch(Tags::isTag)) {
            return Observation.ready(found.value());
        }
        iam().change(
                        step.permit(),
                        TagRoleRequest.builder()
                                .roleName(role)
                                .tags(Tags.iam(scope.tags().of(logical())))
                                .build(),
                        IamClient::tagRole);
        return Observation.ready(found.value());
    }

    @Override
    public Set<String> actions() {
        Set<String> actions = new TreeSet<>(Set.of("iam:CreateRole", "iam:GetRole", "iam:TagRole", "iam:DeleteRole"));
        if (scope.iam().permissionsBoundary().isPresent()) {
            actions.add("iam:PutRolePermissionsBoundary");
        }
        if (tagged && !servicePrincipal.equals(PODS)) {
            actions.add("iam:UpdateAssumeRolePolicy");
        }
        return actions;
    }
}
