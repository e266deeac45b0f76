package io.meshprovisioner.aws;

import io.meshprovisioner.aws.Handles.Cluster;
import io.meshprovisioner.aws.Handles.Done;
import io.meshprovisioner.aws.Handles.RoleArn;
import io.meshprovisioner.aws.Handles.RoutedSubnet;
import io.meshprovisioner.error.Failure;
import io.meshprovisioner.error.ResourceConflictException;
import io.meshprovisioner.plan.Difference;
import io.meshprovisioner.plan.Difference.Remedy;
import io.meshprovisioner.plan.Observation;
import io.meshprovisioner.plan.Pace;
import io.meshprovisioner.plan.Permit;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.plan.Step;
import io.meshprovisioner.spec.FargateSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.eks.model.CreateFargateProfileRequest;
import software.amazon.awssdk.services.eks.model.DeleteFargateProfileRequest;
import software.amazon.awssdk.services.eks.model.DescribeFargateProfileRequest;
import software.amazon.awssdk.services.eks.model.DescribeFargateProfileResponse;
import software.amazon.awssdk.services.eks.model.FargateProfile;
import software.amazon.awssdk.services.eks.model.FargateProfileSelector;
import software.amazon.awssdk.services.eks.model.TagResourceRequest;

/** A Fargate profile, which EKS never changes but for its tags, and of which it makes one at a time. */
final class FargateProfileResource extends AwsResource<Done> {
    private static final Pace PACE = new Pace(Duration.ofSeconds(75), Duration.ofSeconds(15));

    private final FargateSpec spec;
    private final Ref<Cluster> cluster;
    private final Ref<RoleArn> role;
    private final List<Ref<RoutedSubnet>> subnets;

    /**
     * @param subnets private ones, with a way to the Internet
     * @param previous the profile before it, which must be there first
     */
    FargateProfileResource(
            Scope scope,
            FargateSpec spec,
            Ref<Cluster> cluster,
            Ref<RoleArn> role,
            List<Ref<RoutedSubnet>> subnets,
            Optional<Ref<Done>> previous) {
        super(scope, Kinds.FARGATE, "fargate-" + spec.name(), "Fargate profile " + spec.name(), "G1.4");
        this.spec = spec;
        this.cluster = need(cluster);
        this.role = need(role);
        this.subnets = List.copyOf(subnets);
        this.subnets.forEach(this::need);
        waitFor(previous.stream().toList());
    }

    @Override
    public Pace pace() {
        return PACE;
    }

    @Override
    public Observation<Done> observe(Step step) {
        return find().map(found -> judge(found, step)).orElseGet(Observation::absent);
    }

    private Optional<FargateProfile> find() {
        return eks().find(
                        DescribeFargateProfileRequest.builder()
                                .clusterName(scope.names().cluster())
                                .fargateProfileName(spec.name())
                                .build(),
                        EksClient::describeFargateProfile)
                .map(DescribeFargateProfileResponse::fargateProfile);
    }

    private Observation<Done> judge(FargateProfile found, Step step) {
        if (!scope.tags().ours(found.tags())) {
            throw new ResourceConflictException(Failure.of(
                            "Somebody else has made a Fargate profile named " + spec.name() + ".",
                            "Give ours another name, or leave it out and let theirs stand.")
                    .at(id()));
        }
        return switch (found.status()) {
            case ACTIVE -> Observation.ready(new Done(), differences(found, step));
            case DELETING -> new Observation.Leaving<>("DELETING");
            case CREATE_FAILED -> failed(found, true);
            case DELETE_FAILED -> failed(found, false);
            default -> Observation.pending(found.statusAsString());
        };
    }

    private static Observation<Done> failed(FargateProfile found, boolean discard) {
        String reason = found.health() == null
                ? ""
                : found.health().issues().stream()
                        .map(issue -> issue.codeAsString() + " (" + issue.message() + ")")
                        .collect(Collectors.joining("; "));
        return new Observation.Failed<>(
                "EKS says " + found.statusAsString() + (reason.isEmpty() ? "." : ": " + reason),
                "Compare the reason with the profile's subnets and its pod execution role, then run install() again.",
                discard);
    }

    private List<Difference> differences(FargateProfile found, Step step) {
        List<Difference> result = new ArrayList<>();
        replaced(result, "selectors", selectors(found.selectors()), selectors(wanted()));
        replaced(
                result,
                "podExecutionRoleArn",
                found.podExecutionRoleArn(),
                step.get(role).value());
        replaced(
                result,
                "subnets",
                new TreeSet<>(found.subnets()).toString(),
                new TreeSet<>(subnetIds(step)).toString());
        result.addAll(Tags.differences(found.tags(), scope.tags().of(logical())));
        return result;
    }

    private static void replaced(List<Difference> result, String field, String stands, String wanted) {
        if (!stands.equals(wanted)) {
            result.add(new Difference(field, stands, wanted, Remedy.REPLACE));
        }
    }

    private List<FargateProfileSelector> wanted() {
        return spec.selectors().stream()
                .map(selector -> FargateProfileSelector.builder()
                        .namespace(selector.namespace())
                        .labels(selector.labels())
                        .build())
                .toList();
    }

    /** In whatever order they were named. */
    private static String selectors(List<FargateProfileSelector> selectors) {
        Function<FargateProfileSelector, String> words = selector ->
                selector.namespace() + (selector.labels().isEmpty() ? "" : " " + new TreeMap<>(selector.labels()));
        return selectors.stream().map(words).sorted().toList().toString();
    }

    private List<String> subnetIds(Step step) {
        return subnets.stream().map(ref -> step.get(ref).subnet().value()).toList();
    }

    @Override
    public Observation<Done> create(Step step) {
        CreateFargateProfileRequest request = CreateFargateProfileRequest.builder()
                .clusterName(step.get(cluster).name())
                .fargateProfileName(spec.name())
                .podExecutionRoleArn(step.get(role).value())
                .subnets(subnetIds(step))
                .selectors(wanted())
                .tags(scope.tags().of(logical()))
                .build();
        Permit permit = step.permit();
        String token = Tokens.ofNamed(logical(), request, permit);
        eks().change(permit, request.toBuilder().clientRequestToken(token).build(), EksClient::createFargateProfile);
        return Observation.pending("CREATING");
    }

    @Override
    public Observation<Done> update(Step step, Observation.Ready<Done> found) {
        find().ifPresent(profile -> eks().change(
                        step.permit(),
                        TagResourceRequest.builder()
                                .resourceArn(profile.fargateProfileArn())
                                .tags(scope.tags().of(logical()))
                                .build(),
                        EksClient::tagResource));
        return Observation.ready(found.value());
    }

    @Override
    public void discard(Step step) {
        eks().changeIfThere(
                        step.permit(),
                        DeleteFargateProfileRequest.builder()
                                .clusterName(scope.names().cluster())
                                .fargateProfileName(spec.name())
                                .build(),
                        EksClient::deleteFargateProfile);
    }

    @Override
    public boolean replaceable() {
        return true;
    }

    @Override
    public Set<String> actions() {
        return Set.of(
                "eks:CreateFargateProfile",
                "eks:DescribeFargateProfile",
                "eks:DeleteFargateProfile",
                "eks:TagResource");
    }
}
