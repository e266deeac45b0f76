package io.meshprovisioner.aws;

import io.meshprovisioner.error.SpecProblem;
import io.meshprovisioner.spec.AddonSchema;
import io.meshprovisioner.spec.ClusterSpec.AddonSpec;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.eks.model.DescribeAddonConfigurationRequest;

/** Whether add-ons take what is configured of them: by the schema that EKS has for the version that will run. */
final class AddonConfigurations {
    static final Set<String> CALLS = Set.of("eks:DescribeAddonVersions", "eks:DescribeAddonConfiguration");

    private final AwsCalls calls;
    private final List<SpecProblem> problems;

    AddonConfigurations(AwsCalls calls, List<SpecProblem> problems) {
        this.calls = calls;
        this.problems = problems;
    }

    /** Asks of those only that are configured or have a version. */
    void check(List<AddonSpec> addons, String kubernetesVersion) {
        for (AddonSpec addon : addons) {
            if (addon.version().isPresent() || !addon.configurationValues().isEmpty()) {
                version(addon, kubernetesVersion)
                        .filter(version -> !addon.configurationValues().isEmpty())
                        .ifPresent(version -> configuration(addon, version));
            }
        }
    }

    /** The one that is asked for, or the default; empty where it is not offered. */
    private Optional<String> version(AddonSpec addon, String kubernetesVersion) {
        AddonOffers offers = AddonOffers.of(calls, addon.name(), kubernetesVersion);
        Optional<String> version =
                addon.version().map(offers.versions()::contains).orElse(true)
                        ? addon.version().or(offers::preset)
                        : Optional.empty();
        if (version.isEmpty()) {
            problems.add(new SpecProblem(
                    path(addon) + addon.version().map(none -> ".version").orElse(".name"),
                    "EKS does not offer the add-on " + addon.name()
                            + addon.version()
                                    .map(asked -> " in version " + asked)
                                    .orElse("") + " for Kubernetes "
                            + kubernetesVersion + ".",
                    offers.versions().isEmpty()
                            ? "Leave it out."
                            : "Choose among " + offers.versions() + ", or leave the version out."));
        }
        return version;
    }

    private void configuration(AddonSpec addon, String version) {
        String schema = calls.eks()
                .read(
                        DescribeAddonConfigurationRequest.builder()
                                .addonName(addon.name())
                                .addonVersion(version)
                                .build(),
                        EksClient::describeAddonConfiguration)
                .configurationSchema();
        problems.addAll(AddonSchema.problems(
                path(addon) + ".configurationValues", schema == null ? "" : schema, addon.configurationValues()));
    }

    private static String path(AddonSpec addon) {
        return "cluster.addons[" + addon.name() + "]";
    }
}
