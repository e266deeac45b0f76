package io.meshprovisioner.aws;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.eks.model.AddonInfo;
import software.amazon.awssdk.services.eks.model.AddonVersionInfo;
import software.amazon.awssdk.services.eks.model.DescribeAddonVersionsRequest;

/**
 * The versions of an add-on that EKS offers for a Kubernetes version.
 *
 * @param versions empty where it does not offer the add-on there
 * @param preset the one that EKS takes when none is named
 */
record AddonOffers(List<String> versions, Optional<String> preset) {
    private static final Pattern NUMBERS = Pattern.compile("\\d+");

    static AddonOffers of(AwsCalls calls, String addon, String kubernetesVersion) {
        List<AddonVersionInfo> offered = calls
                .eks()
                .read(
                        DescribeAddonVersionsRequest.builder()
                                .addonName(addon)
                                .kubernetesVersion(kubernetesVersion)
                                .build(),
                        EksClient::describeAddonVersions)
                .addons()
                .stream()
                .map(AddonInfo::addonVersions)
                .findFirst()
                .orElse(List.of());
        return new AddonOffers(
                offered.stream().map(AddonVersionInfo::addonVersion).toList(),
                offered.stream()
                        .filter(one -> one.compatibilities().stream()
                                .anyMatch(fit -> Boolean.TRUE.equals(fit.defaultVersion())
                                        && kubernetesVersion.equals(fit.clusterVersion())))
                        .map(AddonVersionInfo::addonVersion)
                        .findFirst());
    }

    /** What a version becomes here: the preset one, unless it is newer and offered too. Empty where nothing is offered. */
    Optional<String> raised(String version) {
        return preset.map(
                fallback -> versions.contains(version) && NEWER.compare(version, fallback) > 0 ? version : fallback);
    }

    /** By their numbers from left to right, as in {@code v1.20.4-eksbuild.2}. */
    private static final Comparator<String> NEWER = (one, other) -> {
        int[] left = numbers(one);
        int[] right = numbers(other);
        return java.util.Arrays.compare(left, right);
    };

    private static int[] numbers(String version) {
        return NUMBERS.matcher(version)
                .results()
                .map(MatchResult::group)
                .mapToInt(Integer::parseInt)
                .toArray();
    }
}
