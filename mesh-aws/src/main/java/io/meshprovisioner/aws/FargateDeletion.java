package io.meshprovisioner.aws;

import io.meshprovisioner.plan.Pace;
import io.meshprovisioner.plan.Removal;
import io.meshprovisioner.plan.Removal.Removed;
import io.meshprovisioner.plan.Step;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.eks.model.DeleteFargateProfileRequest;
import software.amazon.awssdk.services.eks.model.DescribeFargateProfileRequest;
import software.amazon.awssdk.services.eks.model.DescribeFargateProfileResponse;
import software.amazon.awssdk.services.eks.model.FargateProfile;
import software.amazon.awssdk.services.eks.model.FargateProfileStatus;

/** The end of a cluster's Fargate profiles, of which EKS deletes one at a time; their pods go with them. */
final class FargateDeletion {
    /** What it takes, whatever the spec says now. */
    static final Set<String> CALLS =
            Set.of("eks:ListFargateProfiles", "eks:DescribeFargateProfile", "eks:DeleteFargateProfile");

    private static final Pace PACE = new Pace(Duration.ofSeconds(75), Duration.ofSeconds(15));

    private final Scope scope;
    private final Service<EksClient> eks;
    private final String cluster;

    FargateDeletion(Scope scope) {
        this.scope = scope;
        this.eks = scope.calls().eks();
        this.cluster = scope.names().cluster();
    }

    List<FargateProfile> profiles() {
        return profilesBeside(Set.of());
    }

    /** All that have other names. */
    List<FargateProfile> profilesBeside(Set<String> named) {
        return EksLists.fargateProfiles(scope.calls(), cluster).stream()
                .filter(name -> !named.contains(name))
                .flatMap(name -> profile(name).stream())
                .toList();
    }

    /** What of others needs the cluster. */
    List<String> strangers(List<FargateProfile> profiles) {
        return profiles.stream()
                .filter(profile -> !scope.tags().ours(profile.tags()))
                .map(profile -> "Fargate profile " + profile.fargateProfileName() + ", which is not ours")
                .toList();
    }

    List<Removal> removals(List<FargateProfile> profiles) {
        return profiles.stream()
                .filter(profile -> scope.tags().ours(profile.tags()))
                .map(FargateProfile::fargateProfileName)
                .<Removal>map(name -> AwsRemoval.of(Kinds.FARGATE, cluster + "/" + name, step -> remove(step, name))
                        .titled("Fargate profile " + name)
                        .paced(PACE))
                .toList();
    }

    private Optional<FargateProfile> profile(String name) {
        return eks.find(
                        DescribeFargateProfileRequest.builder()
                                .clusterName(cluster)
                                .fargateProfileName(name)
                                .build(),
                        EksClient::describeFargateProfile)
                .map(DescribeFargateProfileResponse::fargateProfile);
    }

    private Removed remove(Step step, String name) {
        Optional<FargateProfile> now = profile(name);
        if (now.isEmpty()) {
            return new Removed.Gone();
        }
        FargateProfileStatus status = now.get().status();
        if (status == FargateProfileStatus.DELETING || status == FargateProfileStatus.CREATING) {
            return new Removed.Going(now.get().statusAsString());
        }
        return NodeGroupDeletion.unlessBusy(() -> eks.changeIfThere(
                        step.permit(),
                        DeleteFargateProfileRequest.builder()
                                .clusterName(cluster)
                                .fargateProfileName(name)
                                .build(),
                        EksClient::deleteFargateProfile)
                .isPresent());
    }
}
