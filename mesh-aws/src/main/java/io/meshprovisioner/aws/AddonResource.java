package io.meshprovisioner.aws;

import io.meshprovisioner.aws.Handles.Cluster;
import io.meshprovisioner.aws.Handles.Done;
import io.meshprovisioner.plan.Difference;
import io.meshprovisioner.plan.Difference.Remedy;
import io.meshprovisioner.plan.Observation;
import io.meshprovisioner.plan.Pace;
import io.meshprovisioner.plan.Permit;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.plan.Step;
import io.meshprovisioner.spec.ClusterSpec.AddonSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.eks.model.Addon;
import software.amazon.awssdk.services.eks.model.CreateAddonRequest;
import software.amazon.awssdk.services.eks.model.DeleteAddonRequest;
import software.amazon.awssdk.services.eks.model.DescribeAddonRequest;
import software.amazon.awssdk.services.eks.model.DescribeAddonResponse;
import software.amazon.awssdk.services.eks.model.ResolveConflicts;
import software.amazon.awssdk.services.eks.model.TagResourceRequest;
import software.amazon.awssdk.services.eks.model.UpdateAddonRequest;

/**
 * An EKS add-on. One without a version of the user's follows the cluster: a tag says for which Kubernetes its version was
 * chosen, and where that is not the cluster's any more, EKS is asked anew.
 */
final class AddonResource extends AwsResource<Done> {
    private static final Pace PACE = new Pace(Duration.ofSeconds(12), Duration.ZERO);

    /** For which Kubernetes EKS chose the version. */
    private static final String CHOSEN_FOR = "mesh-provisioner/kubernetes";

    private final AddonSpec spec;
    private final Optional<String> kubernetes;
    private final Ref<Cluster> cluster;

    /**
     * @param kubernetes what the cluster runs, or will run
     * @param after the node groups, for an add-on whose pods need a node; else empty
     */
    AddonResource(
            Scope scope,
            AddonSpec spec,
            Optional<String> kubernetes,
            Ref<Cluster> cluster,
            List<? extends Ref<?>> after) {
        super(
                scope,
                "eks:Addon",
                spec.name(),
                "EKS add-on " + spec.name() + spec.version().map(v -> " " + v).orElse(""),
                "G1.4");
        this.spec = spec;
        this.kubernetes = spec.version().isPresent() ? Optional.empty() : kubernetes;
        this.cluster = need(cluster);
        waitFor(after);
    }

    @Override
    public Pace pace() {
        return PACE;
    }

    @Override
    public Observation<Done> observe(Step step) {
        return addon().map(this::judge).orElseGet(Observation::absent);
    }

    private Optional<Addon> addon() {
        return eks().find(
                        DescribeAddonRequest.builder()
                                .clusterName(scope.names().cluster())
                                .addonName(spec.name())
                                .build(),
                        EksClient::describeAddon)
                .map(DescribeAddonResponse::addon);
    }

    /** DEGRADED is not the end: coredns is so until it finds a node. */
    private Observation<Done> judge(Addon found) {
        return switch (found.status()) {
            case ACTIVE, UPDATE_FAILED -> Observation.ready(new Done(), differences(found));
            case DELETING -> new Observation.Leaving<>("DELETING");
            case CREATE_FAILED ->
                new Observation.Failed<>(
                        "EKS could not install the add-on: " + health(found),
                        "It is deleted and made anew; when that fails, too, choose another version or configuration.",
                        true);
            case DELETE_FAILED ->
                new Observation.Failed<>(
                        "EKS could not delete the add-on: " + health(found), "Delete it in the EKS console.", false);
            default -> Observation.pending(found.statusAsString());
        };
    }

    private List<Difference> differences(Addon found) {
        List<Difference> result = new ArrayList<>();
        spec.version()
                .filter(version -> !version.equals(found.addonVersion()))
                .ifPresent(version ->
                        result.add(new Difference("addonVersion", found.addonVersion(), version, Remedy.UPDATE)));
        kubernetes
                .filter(version -> !version.equals(found.tags().get(CHOSEN_FOR)))
                .ifPresent(version -> result.add(new Difference(
                        "addonVersion", found.addonVersion(), "EKS's for Kubernetes " + version, Remedy.UPDATE)));
        String configuration = found.configurationValues() == null ? "" : found.configurationValues();
        if (!configuration.equals(spec.configurationValues())) {
            result.add(new Difference("configurationValues", configuration, spec.configurationValues(), Remedy.UPDATE));
        }
        result.addAll(Tags.differences(found.tags(), desiredTags()));
        return result;
    }

    private Map<String, String> desiredTags() {
        return scope.tags().of(logical());
    }

    private Map<String, String> tagsOfThisVersion() {
        return scope.tags()
                .of(logical(), kubernetes.map(is -> Map.of(CHOSEN_FOR, is)).orElse(Map.of()));
    }

    private static String health(Addon found) {
        if (found.health() == null || found.health().issues().isEmpty()) {
            return "it gives no reason";
        }
        return found.health().issues().stream()
                .map(issue -> issue.codeAsString() + " (" + issue.message() + ")")
                .collect(Collectors.joining("; "));
    }

    @Override
    public Observation<Done> create(Step step) {
        CreateAddonRequest request = CreateAddonRequest.builder()
                .clusterName(step.get(cluster).name())
                .addonName(spec.name())
                .addonVersion(spec.version().orElse(null))
                .configurationValues(configuration())
                .resolveConflicts(ResolveConflicts.OVERWRITE)
                .tags(tagsOfThisVersion())
                .build();
        Permit permit = step.permit();
        String token = Tokens.ofNamed(logical(), request, permit);
        eks().change(permit, request.toBuilder().clientRequestToken(token).build(), EksClient::createAddon);
        return Observation.pending("CREATING");
    }

    private @Nullable String configuration() {
        return spec.configurationValues().isEmpty() ? null : spec.configurationValues();
    }

    @Override
    public Observation<Done> update(Step step, Observation.Ready<Done> found) {
        Optional<Addon> addon = addon();
        if (addon.isEmpty()) {
            return Observation.absent();
        }
        Optional<String> version = spec.version()
                .or(() -> kubernetes.flatMap(is -> AddonOffers.of(scope.calls(), spec.name(), is)
                        .raised(addon.get().addonVersion())));
        if (kubernetes.isPresent() && version.isEmpty()) {
            return new Observation.Failed<>(
                    "EKS does not offer it for Kubernetes " + kubernetes.get(), "Leave it out.", false);
        }
        boolean updated = version.filter(is -> !is.equals(addon.get().addonVersion()))
                        .isPresent()
                || found.differences().stream().anyMatch(one -> one.field().equals("configurationValues"));
        if (updated) {
            eks().change(
                            step.permit(),
                            UpdateAddonRequest.builder()
                                    .clusterName(scope.names().cluster())
                                    .addonName(spec.name())
                                    .addonVersion(version.orElse(null))
                                    .configurationValues(spec.configurationValues())
                                    .resolveConflicts(ResolveConflicts.OVERWRITE)
                                    .build(),
                            EksClient::updateAddon);
            // What it was chosen for is noted down once it runs: an update that fails, or is not sent, is asked for
            // again.
            return Observation.pending("UPDATING");
        }
        eks().change(
                        step.permit(),
                        TagResourceRequest.builder()
                                .resourceArn(addon.get().addonArn())
                                .tags(tagsOfThisVersion())
                                .build(),
                        EksClient::tagResource);
        return Observation.ready(found.value());
    }

    @Override
    public void discard(Step step) {
        eks().changeIfThere(
                        step.permit(),
                        DeleteAddonRequest.builder()
                                .clusterName(scope.names().cluster())
                                .addonName(spec.name())
                                .preserve(false)
                                .build(),
                        EksClient::deleteAddon);
    }

    @Override
    public Set<String> actions() {
        return Set.of("eks:CreateAddon", "eks:DescribeAddon", "eks:UpdateAddon", "eks:DeleteAddon", "eks:TagResource");
    }
}
