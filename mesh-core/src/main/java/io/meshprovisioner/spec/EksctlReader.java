package io.meshprovisioner.spec;

import io.meshprovisioner.spec.ClusterSpec.AddonSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * From an eksctl ClusterConfig to a spec. Source of fields and defaults: eksctl's public schema
 * (pkg/apis/eksctl.io/v1alpha5).
 */
final class EksctlReader {
    private static final List<String> LOGS = List.of("api", "audit", "authenticator", "controllerManager", "scheduler");

    private final EksctlFields file;
    private final EksctlFields metadata;

    EksctlReader(EksctlFields file, EksctlFields metadata) {
        this.file = file;
        this.metadata = metadata;
    }

    MeshSpec read() {
        String region = metadata.text("region").orElse("");
        MeshSpec spec = MeshSpec.forRegion(region)
                .name(metadata.text("name").orElse(""))
                .tags(metadata.textMap("tags"));
        EksctlFields vpc = file.nested("vpc");
        VpcSpec network = new EksctlNetwork(file, vpc, region).read();
        EksctlFields iam = file.nested("iam");
        ClusterSpec cluster = cluster(vpc, iam);
        EksctlNodeGroups groups = new EksctlNodeGroups(file, network);
        spec = spec.vpc(network)
                .cluster(autoMode(cluster))
                .nodeGroups(groups.read())
                .fargate(fargate());
        if (groups.key().isPresent()) {
            spec = spec.keyPair(KeyPairSpec.existing(groups.key().get()));
        }
        Optional<String> boundary = iam.text("serviceRolePermissionsBoundary");
        if (boundary.isPresent()) {
            spec = spec.iam(IamSpec.defaults().permissionsBoundary(boundary.get()));
        }
        others();
        return spec;
    }

    private void others() {
        file.leave("nodeGroups", "They are self-managed; only managed node groups are made here.");
        file.leave(
                "privateCluster",
                "Say withVpc(vpc -> vpc.natGateways(NatGateways.NONE).endpoints()) and endpointAccess(PRIVATE).");
        file.leave("outpost", "Clusters on Outposts are not made here.");
        file.leave("gitops", "GitOps is set up after the cluster stands.");
        file.leave("karpenter", "Karpenter is installed after the cluster stands.");
        file.leave("identityProviders", "OIDC providers that log users in are not set here.");
    }

    /** Source: the eksctl user guide, "EKS Auto Mode": both of EKS's pools where none is named, and [] for neither. */
    private ClusterSpec autoMode(ClusterSpec cluster) {
        EksctlFields auto = file.nested("autoModeConfig");
        boolean on = auto.truth("enabled").orElse(false);
        Optional<List<String>> pools = auto.listed("nodePools");
        Optional<String> role = auto.text("nodeRoleARN");
        if (!on) {
            return cluster;
        }
        return cluster.autoMode(
                none -> new AutoModeSpec(pools.orElse(AutoModeSpec.defaults().nodePools()), role));
    }

    private List<FargateSpec> fargate() {
        List<FargateSpec> profiles = new ArrayList<>();
        for (EksctlFields in : file.each("fargateProfiles")) {
            Optional<String> name = in.text("name");
            if (name.isEmpty()) {
                in.note("name", "It has none, and eksctl would make one up: it gets the number of its place.");
            }
            FargateSpec profile = FargateSpec.named(name.orElse("fp-" + (profiles.size() + 1)));
            for (EksctlFields selector : in.each("selectors")) {
                profile = profile.selector(selector.text("namespace").orElse(""), selector.textMap("labels"));
            }
            profiles.add(in.text("podExecutionRoleARN").map(profile::roleArn).orElse(profile));
        }
        return profiles;
    }

    // ---- the cluster

    private ClusterSpec cluster(EksctlFields vpc, EksctlFields iam) {
        ClusterSpec cluster = version(ClusterSpec.defaults());
        cluster = endpoint(cluster, vpc);
        cluster = logging(cluster);
        cluster = identity(cluster, iam);
        cluster = access(cluster);
        for (EksctlFields addon : file.each("addons")) {
            cluster = cluster.addon(addon(addon));
        }
        Optional<String> key = file.nested("secretsEncryption").text("keyARN");
        cluster = key.isPresent() ? cluster.kmsKeyArn(key.get()) : cluster;
        Optional<Boolean> shift = file.nested("zonalShiftConfig").truth("enabled");
        cluster = shift.isPresent() ? cluster.zonalShift(shift.get()) : cluster;
        network();
        return support(cluster);
    }

    private ClusterSpec version(ClusterSpec cluster) {
        Optional<String> version = metadata.text("version");
        if (version.isPresent() && !version.get().matches("\\d+\\.\\d+")) {
            metadata.note(
                    "version", "The newest in standard support that the Istio release supports is taken instead.");
            return cluster;
        }
        return version.map(cluster::version).orElse(cluster);
    }

    private ClusterSpec endpoint(ClusterSpec cluster, EksctlFields vpc) {
        EksctlFields endpoints = vpc.nested("clusterEndpoints");
        boolean toAll = endpoints.truth("publicAccess").orElse(true);
        boolean inside = endpoints.truth("privateAccess").orElse(false);
        if (!toAll && !inside) {
            endpoints.note("publicAccess", "A cluster without any endpoint cannot be reached: it gets a private one.");
        }
        ClusterSpec reached = cluster.endpointAccess(
                !toAll ? EndpointAccess.PRIVATE : inside ? EndpointAccess.PUBLIC_AND_PRIVATE : EndpointAccess.PUBLIC);
        List<String> cidrs = vpc.texts("publicAccessCIDRs");
        return cidrs.isEmpty() ? reached : reached.publicAccessCidrs(cidrs.toArray(String[]::new));
    }

    private ClusterSpec logging(ClusterSpec cluster) {
        EksctlFields logging = file.nested("cloudWatch").nested("clusterLogging");
        logging.leave("logRetentionInDays", "Set it on the log group: aws logs put-retention-policy.");
        List<String> types = logging.texts("enableTypes");
        boolean all = types.contains("*") || types.contains("all");
        return cluster.logTypes((all ? LOGS : types).toArray(String[]::new));
    }

    private ClusterSpec identity(ClusterSpec cluster, EksctlFields iam) {
        ClusterSpec result = iam.text("serviceRoleARN").map(cluster::roleArn).orElse(cluster);
        iam.leave("serviceAccounts", "Say podIdentity(..), or make their roles yourself with oidcProvider().");
        if (iam.truth("withOIDC").orElse(false)) {
            result = result.oidcProvider();
        }
        for (EksctlFields pods : iam.each("podIdentityAssociations")) {
            Optional<String> namespace = pods.text("namespace");
            Optional<String> account = pods.text("serviceAccountName");
            Optional<String> role = pods.text("roleARN");
            List<String> policies = pods.texts("permissionPolicyARNs");
            if (namespace.isEmpty() || account.isEmpty()) {
                pods.note("namespace", "It names no service account.");
                continue;
            }
            PodIdentitySpec asked = new PodIdentitySpec(namespace.get(), account.get(), role, policies);
            result = result.podIdentity(namespace.get(), account.get(), none -> asked);
        }
        return result;
    }

    private static AddonSpec addon(EksctlFields in) {
        AddonSpec addon = AddonSpec.of(in.text("name").orElse(""))
                .configurationValues(in.text("configurationValues").orElse(""));
        Optional<String> version = in.text("version").filter(word -> !word.isEmpty());
        if (version.isPresent() && version.get().equals("latest")) {
            in.note("version", "EKS's default for the cluster's version is taken instead.");
            return addon;
        }
        Optional<String> full = version.map(word -> word.startsWith("v") ? word : "v" + word);
        return full.map(addon::version).orElse(addon);
    }

    private void network() {
        EksctlFields network = file.nested("kubernetesNetworkConfig");
        network.leave("serviceIPv4CIDR", "EKS chooses the block of Services: one that the VPC does not overlap.");
        network.text("ipFamily")
                .filter(family -> !family.equalsIgnoreCase("IPv4"))
                .ifPresent(family -> network.note("ipFamily", "Clusters are made with IPv4."));
    }

    private ClusterSpec support(ClusterSpec cluster) {
        EksctlFields policy = file.nested("upgradePolicy");
        Optional<String> type = policy.text("supportType");
        for (SupportType known : SupportType.values()) {
            if (type.filter(known.name()::equalsIgnoreCase).isPresent()) {
                return cluster.supportType(known);
            }
        }
        type.ifPresent(word -> policy.note("supportType", "It is neither STANDARD nor EXTENDED."));
        return cluster;
    }

    // ---- who may use it

    private ClusterSpec access(ClusterSpec cluster) {
        EksctlFields config = file.nested("accessConfig");
        config.text("authenticationMode")
                .filter(mode -> !mode.equals("API_AND_CONFIG_MAP"))
                .ifPresent(mode -> config.note("authenticationMode", "Clusters are made with API_AND_CONFIG_MAP."));
        if (!config.truth("bootstrapClusterCreatorAdminPermissions").orElse(true)) {
            config.note("bootstrapClusterCreatorAdminPermissions", "Who installs the mesh must get into the cluster.");
        }
        ClusterSpec result = cluster;
        for (EksctlFields entry : config.each("accessEntries")) {
            result = entry(result, entry);
        }
        for (EksctlFields mapping : file.each("iamIdentityMappings")) {
            Optional<String> arn = mapping.text("arn");
            if (arn.isPresent()) {
                result = result.awsAuth(
                        arn.get(),
                        mapping.text("username").orElse(""),
                        mapping.texts("groups").toArray(String[]::new));
            }
        }
        return result;
    }

    private static ClusterSpec entry(ClusterSpec cluster, EksctlFields in) {
        String arn = in.text("principalARN").orElse("");
        if (in.text("type").filter(type -> !type.equals("STANDARD")).isPresent()) {
            in.note("type", "EKS makes the entries of nodes itself; this one is not made.");
            return cluster;
        }
        AccessSpec access =
                AccessSpec.of(arn).groups(in.texts("kubernetesGroups").toArray(String[]::new));
        Optional<String> name = in.text("kubernetesUsername").filter(word -> !word.isEmpty());
        access = name.isPresent() ? access.username(name.get()) : access;
        for (EksctlFields policy : in.each("accessPolicies")) {
            String word = policy.text("policyARN").orElse("");
            EksctlFields scope = policy.nested("accessScope");
            boolean named = "namespace".equals(scope.text("type").orElse("cluster"));
            List<String> namespaces = scope.texts("namespaces");
            Optional<AccessPolicy> known = policy(word);
            if (known.isEmpty() || (named && namespaces.isEmpty())) {
                policy.note(
                        "policyARN",
                        "\"" + Problems.shown(word) + "\" is none of the policies that an entry can be given here.");
            } else {
                access = access.policy(known.get(), namespaces.toArray(String[]::new));
            }
        }
        AccessSpec done = access;
        return cluster.access(arn, none -> done);
    }

    private static Optional<AccessPolicy> policy(String arn) {
        Map<String, AccessPolicy> known = new TreeMap<>();
        for (AccessPolicy policy : AccessPolicy.values()) {
            known.put(policy.policyName(), policy);
        }
        return Optional.ofNullable(known.get(arn.substring(arn.lastIndexOf('/') + 1)));
    }
}
