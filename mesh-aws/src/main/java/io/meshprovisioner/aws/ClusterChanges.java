package io.meshprovisioner.aws;

import io.meshprovisioner.plan.Difference;
import io.meshprovisioner.plan.Difference.Remedy;
import io.meshprovisioner.plan.Step;
import io.meshprovisioner.spec.ClusterSpec;
import io.meshprovisioner.spec.EndpointAccess;
import io.meshprovisioner.spec.SupportType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.eks.model.AssociateEncryptionConfigRequest;
import software.amazon.awssdk.services.eks.model.Cluster;
import software.amazon.awssdk.services.eks.model.EncryptionConfig;
import software.amazon.awssdk.services.eks.model.LogSetup;
import software.amazon.awssdk.services.eks.model.LogType;
import software.amazon.awssdk.services.eks.model.Logging;
import software.amazon.awssdk.services.eks.model.TagResourceRequest;
import software.amazon.awssdk.services.eks.model.UpdateClusterConfigRequest;
import software.amazon.awssdk.services.eks.model.UpdateClusterVersionRequest;
import software.amazon.awssdk.services.eks.model.UpgradePolicyRequest;
import software.amazon.awssdk.services.eks.model.VpcConfigRequest;
import software.amazon.awssdk.services.eks.model.VpcConfigResponse;

/** How a cluster differs from its spec, and how EKS changes it: one kind of change at a time. */
final class ClusterChanges {
    private static final String ENDPOINT = "resourcesVpcConfig";
    private static final String LOGGING = "logging";
    private static final String VERSION = "version";
    private static final String SUPPORT = "upgradePolicy.supportType";
    /** The tag that says who gives pods their addresses, where that is not the VPC CNI. */
    static final String NETWORK = "mesh-provisioner/network";

    static final String CALICO = "calico";
    private static final String VPC_CNI = "vpc-cni";
    private static final String ENCRYPTION = "encryptionConfig.provider.keyArn";
    private static final String ZONAL_SHIFT = "zonalShiftConfig.enabled";
    private static final String PROTECTION = "deletionProtection";

    private ClusterChanges() {}

    static VpcConfigRequest endpoint(ClusterSpec spec) {
        boolean open = spec.endpointAccess() != EndpointAccess.PRIVATE;
        return VpcConfigRequest.builder()
                .endpointPublicAccess(open)
                .endpointPrivateAccess(spec.endpointAccess() != EndpointAccess.PUBLIC)
                .publicAccessCidrs(open ? spec.publicAccessCidrs() : null)
                .build();
    }

    static UpgradePolicyRequest upgradePolicy(SupportType type) {
        return UpgradePolicyRequest.builder().supportType(type.name()).build();
    }

    /** Of all that a cluster keeps, a key of the user's encrypts Secrets. */
    static List<EncryptionConfig> encryption(ClusterSpec spec) {
        return spec.kmsKeyArn().stream()
                .map(arn -> EncryptionConfig.builder()
                        .resources("secrets")
                        .provider(provider -> provider.keyArn(arn))
                        .build())
                .toList();
    }

    static Logging logging(List<String> types) {
        if (types.isEmpty()) {
            return Logging.builder().build();
        }
        return Logging.builder().clusterLogging(setup(types, true)).build();
    }

    private static LogSetup setup(Iterable<String> types, boolean enabled) {
        List<LogType> all = new ArrayList<>();
        types.forEach(type -> all.add(LogType.fromValue(type)));
        return LogSetup.builder().types(all).enabled(enabled).build();
    }

    static List<Difference> differences(Cluster found, ClusterSpec spec, Map<String, String> tags) {
        List<Difference> result = new ArrayList<>();
        spec.version()
                .filter(version -> !version.equals(found.version()))
                .ifPresent(version -> result.add(
                        new Difference(VERSION, found.version(), version, upgrade(found.version(), version))));
        VpcConfigRequest desired = endpoint(spec);
        VpcConfigResponse actual = found.resourcesVpcConfig();
        update(result, ".endpointPublicAccess", actual.endpointPublicAccess(), desired.endpointPublicAccess());
        update(result, ".endpointPrivateAccess", actual.endpointPrivateAccess(), desired.endpointPrivateAccess());
        if (Boolean.TRUE.equals(desired.endpointPublicAccess())) {
            update(
                    result,
                    ".publicAccessCidrs",
                    new TreeSet<>(actual.publicAccessCidrs()),
                    new TreeSet<>(desired.publicAccessCidrs()));
        }
        Set<String> logs = logTypes(found);
        if (!logs.equals(Set.copyOf(spec.logTypes()))) {
            result.add(new Difference(
                    LOGGING, new TreeSet<>(logs).toString(), new TreeSet<>(spec.logTypes()).toString(), Remedy.UPDATE));
        }
        String support = found.upgradePolicy() == null
                ? ""
                : String.valueOf(found.upgradePolicy().supportTypeAsString());
        spec.supportType()
                .filter(type -> !type.name().equals(support))
                .ifPresent(type -> result.add(new Difference(SUPPORT, support, type.name(), Remedy.UPDATE)));
        boolean isProtected = Boolean.TRUE.equals(found.deletionProtection());
        spec.deletionProtection()
                .filter(on -> on != isProtected)
                .ifPresent(on -> result.add(
                        new Difference(PROTECTION, String.valueOf(isProtected), String.valueOf(on), Remedy.UPDATE)));
        String key = found.encryptionConfig().stream()
                .map(config -> config.provider().keyArn())
                .findFirst()
                .orElse("");
        spec.kmsKeyArn()
                .filter(arn -> !arn.equals(key))
                .ifPresent(arn -> result.add(
                        new Difference(ENCRYPTION, key, arn, key.isEmpty() ? Remedy.UPDATE : Remedy.REPLACE)));
        boolean shifts = found.zonalShiftConfig() != null
                && Boolean.TRUE.equals(found.zonalShiftConfig().enabled());
        spec.zonalShift()
                .filter(on -> on != shifts)
                .ifPresent(on -> result.add(
                        new Difference(ZONAL_SHIFT, String.valueOf(shifts), String.valueOf(on), Remedy.UPDATE)));
        String network = found.tags().getOrDefault(NETWORK, VPC_CNI);
        String desiredNetwork = tags.getOrDefault(NETWORK, VPC_CNI);
        if (!network.equals(desiredNetwork)) {
            result.add(new Difference("podNetwork", network, desiredNetwork, Remedy.REPLACE));
        }
        result.addAll(Tags.differences(found.tags(), tags));
        return result;
    }

    private static void update(List<Difference> result, String field, Object actual, Object desired) {
        if (!String.valueOf(actual).equals(String.valueOf(desired))) {
            result.add(
                    new Difference(ENDPOINT + field, String.valueOf(actual), String.valueOf(desired), Remedy.UPDATE));
        }
    }

    /** EKS goes up one minor version at a time, and never down. */
    private static Remedy upgrade(String from, String to) {
        return minor(to) == minor(from) + 1 ? Remedy.UPDATE : Remedy.REPLACE;
    }

    static int minor(String version) {
        String minor = version.substring(version.indexOf('.') + 1);
        return minor.matches("\\d{1,4}") ? Integer.parseInt(minor) : 0;
    }

    private static Set<String> logTypes(Cluster found) {
        if (found.logging() == null) {
            return Set.of();
        }
        return found.logging().clusterLogging().stream()
                .filter(setup -> Boolean.TRUE.equals(setup.enabled()))
                .flatMap(setup -> setup.typesAsStrings().stream())
                .collect(Collectors.toSet());
    }

    /**
     * Asks for the first change that is due.
     *
     * @return whether EKS works on one now
     */
    static boolean bringAbout(
            Service<EksClient> eks, Step step, Cluster found, ClusterSpec spec, Map<String, String> tags) {
        List<Difference> differences = differences(found, spec, tags);
        if (differences.stream().anyMatch(Tags::isTag)) {
            eks.change(
                    step.permit(),
                    TagResourceRequest.builder()
                            .resourceArn(found.arn())
                            .tags(tags)
                            .build(),
                    EksClient::tagResource);
        }
        UpdateClusterConfigRequest.Builder config =
                UpdateClusterConfigRequest.builder().name(found.name());
        if (due(differences, ENDPOINT)) {
            eks.change(
                    step.permit(), config.resourcesVpcConfig(endpoint(spec)).build(), EksClient::updateClusterConfig);
            return true;
        }
        if (due(differences, LOGGING)) {
            eks.change(
                    step.permit(), config.logging(changedLogging(found, spec)).build(), EksClient::updateClusterConfig);
            return true;
        }
        if (due(differences, SUPPORT)) {
            eks.change(
                    step.permit(),
                    config.upgradePolicy(upgradePolicy(spec.supportType().orElseThrow()))
                            .build(),
                    EksClient::updateClusterConfig);
            return true;
        }
        if (due(differences, PROTECTION)) {
            eks.change(
                    step.permit(),
                    config.deletionProtection(spec.deletionProtection().orElseThrow())
                            .build(),
                    EksClient::updateClusterConfig);
            return true;
        }
        if (due(differences, ZONAL_SHIFT)) {
            eks.change(
                    step.permit(),
                    config.zonalShiftConfig(
                                    shift -> shift.enabled(spec.zonalShift().orElseThrow()))
                            .build(),
                    EksClient::updateClusterConfig);
            return true;
        }
        if (due(differences, ENCRYPTION)) {
            eks.change(
                    step.permit(),
                    AssociateEncryptionConfigRequest.builder()
                            .clusterName(found.name())
                            .encryptionConfig(encryption(spec))
                            .build(),
                    EksClient::associateEncryptionConfig);
            return true;
        }
        if (due(differences, VERSION)) {
            eks.change(
                    step.permit(),
                    UpdateClusterVersionRequest.builder()
                            .name(found.name())
                            .version(spec.version().orElseThrow())
                            .build(),
                    EksClient::updateClusterVersion);
            return true;
        }
        return false;
    }

    private static boolean due(List<Difference> differences, String field) {
        return differences.stream().anyMatch(one -> one.field().startsWith(field) && one.remedy() == Remedy.UPDATE);
    }

    private static Logging changedLogging(Cluster found, ClusterSpec spec) {
        Set<String> off = new TreeSet<>(logTypes(found));
        off.removeAll(spec.logTypes());
        List<LogSetup> setups = new ArrayList<>();
        if (!spec.logTypes().isEmpty()) {
            setups.add(setup(spec.logTypes(), true));
        }
        if (!off.isEmpty()) {
            setups.add(setup(off, false));
        }
        return Logging.builder().clusterLogging(setups).build();
    }
}
