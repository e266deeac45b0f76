package io.meshprovisioner.spec;

import io.meshprovisioner.error.InvalidSpecException;
import io.meshprovisioner.spec.ClusterSpec.AddonSpec;
import io.meshprovisioner.spec.ClusterSpec.IamMapping;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The cluster. Source: the EKS API's model and user guide. */
final class ClusterCheck {
    private static final List<String> LOG_TYPES =
            List.of("api", "audit", "authenticator", "controllerManager", "scheduler");

    /** EKS's quota for public endpoint access ranges. */
    private static final int MOST_ACCESS_BLOCKS = 40;

    private static final Map<String, String> NEEDED = Map.of(
            "vpc-cni", "nodes would never become ready",
            "kube-proxy", "no Service would answer",
            "coredns", "no name would resolve");
    private static final Pattern KEY =
            Pattern.compile("arn:aws(?:-[a-z]+)*:kms:([a-z0-9-]+):\\d{12}:key/[A-Za-z0-9-]{1,64}");
    private static final Pattern PRINCIPAL =
            Pattern.compile("arn:aws(?:-[a-z]+)*:iam::\\d{12}:(?:role|user)/(?:[!-~]+/)?[\\w+=,.@-]{1,64}");
    private static final Pattern VERSION = Pattern.compile("1\\.(0|[1-9]\\d?)");
    private static final Pattern PATCH_VERSION = Pattern.compile("v?(1\\.(?:0|[1-9]\\d?))(\\.\\d+.*)?");
    private static final Pattern CHART_VERSION = Pattern.compile("\\d+\\.\\d+\\.\\d+(-[A-Za-z0-9.-]+)?");
    private static final Pattern ADDON_NAME = Pattern.compile("[a-z0-9]([a-z0-9_-]*[a-z0-9])?");
    private static final Pattern ADDON_VERSION = Pattern.compile("v\\d+\\.\\d+\\.\\d+(-[A-Za-z0-9.-]+)?");

    private final ClusterSpec cluster;
    private final String region;
    private final Problems problems;

    ClusterCheck(ClusterSpec cluster, String region, Problems problems) {
        this.cluster = cluster;
        this.region = region;
        this.problems = problems;
    }

    void run() {
        cluster.version().ifPresent(this::version);
        access();
        logTypes();
        addons();
        cluster.kmsKeyArn().ifPresent(this::key);
        awsAuth();
        entries();
        new PodIdentityCheck(cluster.podIdentities(), problems).run();
        cluster.loadBalancerController()
                .filter(version -> !CHART_VERSION.matcher(version).matches())
                .ifPresent(version -> problems.add(
                        "cluster.loadBalancerController",
                        "\"" + Problems.shown(version) + "\" is not a version of the controller's chart.",
                        "Write one such as \"" + MeshSpec.LOAD_BALANCER_CONTROLLER + "\"."));
    }

    /** Source: the EKS user guide, "Create access entries"; a namespace may end with a star. */
    private void entries() {
        for (int index = 0; index < cluster.access().size(); index++) {
            AccessSpec access = cluster.access().get(index);
            String path = "cluster.access[" + index + "]";
            principal(path + ".arn", access.arn());
            if (access.grants().isEmpty() && access.groups().isEmpty()) {
                problems.add(
                        path,
                        "It lets somebody in who may then do nothing.",
                        "Say policy(..), or groups(..) that a binding of yours names.");
            }
            for (int i = 0; i < access.groups().size(); i++) {
                if (access.groups().get(i).isBlank() || access.groups().get(i).startsWith("system:")) {
                    problems.add(
                            path + ".groups[" + i + "]",
                            "EKS takes no group \""
                                    + Problems.shown(access.groups().get(i)) + "\" in an access entry.",
                            "Use a policy instead, such as CLUSTER_ADMIN for system:masters.");
                }
            }
            grants(path, access.grants());
        }
        problems.duplicates(
                cluster.access().stream().map(AccessSpec::arn).toList(), index -> "cluster.access[" + index + "].arn");
    }

    private void grants(String path, List<AccessSpec.Grant> grants) {
        for (int i = 0; i < grants.size(); i++) {
            AccessSpec.Grant grant = grants.get(i);
            String at = path + ".policies[" + i + "].namespaces";
            for (String namespace : grant.namespaces()) {
                if (!KubernetesNames.isDnsLabel(namespace.replaceFirst("\\*$", "x"))) {
                    problems.add(
                            at,
                            "\"" + Problems.shown(namespace) + "\" names no namespace.",
                            "Write one such as shop, or several such as shop-*.");
                }
            }
        }
    }

    private void principal(String path, String arn) {
        if (!PRINCIPAL.matcher(arn).matches()) {
            problems.add(
                    path,
                    "\"" + Problems.shown(arn) + "\" is not the ARN of a role or user of IAM.",
                    "Write one such as arn:aws:iam::111122223333:role/operators; of an assumed role, the role's.");
        }
    }

    /** Source: the EKS user guide on the aws-auth ConfigMap, and the authenticator's README. */
    private void awsAuth() {
        List<IamMapping> mappings = cluster.awsAuth();
        for (int index = 0; index < mappings.size(); index++) {
            String path = "cluster.awsAuth[" + index + "]";
            IamMapping mapping = mappings.get(index);
            principal(path + ".arn", mapping.arn());
            if (mapping.username().isBlank()) {
                problems.add(
                        path + ".username",
                        "Without a name Kubernetes knows nobody.",
                        "Write what Kubernetes shall call it, such as \"operators\" or \"ops:{{SessionName}}\".");
            }
            if (mapping.groups().stream().anyMatch(String::isBlank)) {
                problems.add(
                        path + ".groups",
                        "A group has no name.",
                        "Leave it out, or write one such as \"system:masters\".");
            }
        }
        problems.duplicates(
                mappings.stream().map(IamMapping::arnWithoutPath).toList(),
                index -> "cluster.awsAuth[" + index + "].arn");
    }

    /** EKS takes a key of the cluster's own region, by its id. */
    private void key(String arn) {
        var key = KEY.matcher(arn);
        if (!key.matches()) {
            problems.add(
                    "cluster.kmsKeyArn",
                    "\"" + Problems.shown(arn) + "\" is not the ARN of a key of KMS.",
                    "Write one such as arn:aws:kms:us-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab.");
        } else if (!key.group(1).equals(region)) {
            problems.add(
                    "cluster.kmsKeyArn",
                    "The key is in " + key.group(1) + ", and the cluster in " + Problems.shown(region) + ".",
                    "Use a key of the cluster's region.");
        }
    }

    private void version(String version) {
        if (VERSION.matcher(version).matches()) {
            return;
        }
        var patch = PATCH_VERSION.matcher(version);
        problems.add(
                "cluster.version",
                "\"" + Problems.shown(version) + "\" is not a Kubernetes version as EKS names them.",
                patch.matches()
                        ? "Write \"" + patch.group(1) + "\": EKS chooses the patch."
                        : "Write major and minor, such as \"1.35\", or leave it out for the newest that fits.");
    }

    private void access() {
        List<String> blocks = cluster.publicAccessCidrs();
        String path = "cluster.publicAccessCidrs";
        boolean everybody = blocks.contains("0.0.0.0/0");
        if (cluster.endpointAccess() == EndpointAccess.PRIVATE) {
            if (!blocks.equals(ClusterSpec.defaults().publicAccessCidrs()) && !blocks.isEmpty()) {
                problems.add(
                        path,
                        "There is no public endpoint (endpointAccess PRIVATE) that these blocks could restrict.",
                        "Leave them out, or choose endpointAccess PUBLIC_AND_PRIVATE.");
            }
        } else if (blocks.isEmpty()) {
            problems.add(
                    path,
                    "Nobody may reach the public endpoint.",
                    "Name the blocks that may (0.0.0.0/0 for everybody), or choose endpointAccess PRIVATE.");
        } else if (cluster.endpointAccess() == EndpointAccess.PUBLIC && !everybody) {
            problems.add(
                    path,
                    "Nodes would use the restricted public endpoint, from addresses that are not known beforehand.",
                    "Choose endpointAccess PUBLIC_AND_PRIVATE: nodes then use the private endpoint.");
        }
        if (blocks.size() > MOST_ACCESS_BLOCKS) {
            problems.add(
                    path,
                    blocks.size() + " blocks are named; EKS takes " + MOST_ACCESS_BLOCKS + ".",
                    "Join neighbouring blocks.");
        }
        for (int index = 0; index < blocks.size(); index++) {
            accessBlock(path + "[" + index + "]", blocks.get(index));
        }
        problems.duplicates(blocks, index -> path + "[" + index + "]");
    }

    private void accessBlock(String path, String text) {
        Optional<Cidr> parsed = Cidr.parse(text);
        if (parsed.isEmpty()) {
            problems.add(
                    path,
                    "\"" + Problems.shown(text) + "\" is not an IPv4 block.",
                    Cidr.parse(text + "/32").isPresent()
                            ? "Write " + text + "/32 for this one address."
                            : "Write one such as 203.0.113.0/24.");
        } else if (!parsed.get().equals(parsed.get().block())) {
            problems.add(
                    path,
                    text + " is an address within a block, not the block's first.",
                    "Write " + parsed.get().block() + ".");
        }
    }

    private void logTypes() {
        List<String> types = cluster.logTypes();
        for (int index = 0; index < types.size(); index++) {
            if (!LOG_TYPES.contains(types.get(index))) {
                problems.add(
                        "cluster.logTypes[" + index + "]",
                        "\"" + Problems.shown(types.get(index)) + "\" is not a control plane log.",
                        Near.advice(types.get(index), LOG_TYPES));
            }
        }
        problems.duplicates(types, index -> "cluster.logTypes[" + index + "]");
    }

    private void addons() {
        Set<String> names = new HashSet<>();
        for (int index = 0; index < cluster.addons().size(); index++) {
            AddonSpec addon = cluster.addons().get(index);
            boolean named = ADDON_NAME.matcher(addon.name()).matches();
            String path = "cluster.addons[" + (named ? addon.name() : String.valueOf(index)) + "]";
            if (!named) {
                problems.add(
                        path + ".name",
                        "\"" + Problems.shown(addon.name()) + "\" cannot be an add-on's name.",
                        "Write one that EKS offers, such as \"aws-ebs-csi-driver\".");
            } else if (!names.add(addon.name())) {
                problems.add(
                        "cluster.addons[" + index + "].name",
                        "The add-on \"" + addon.name() + "\" is there twice.",
                        "Keep one.");
            }
            addonDetail(path, addon);
        }
        if (cluster.adopted().isPresent() || cluster.auto().isPresent()) {
            return;
        }
        new java.util.TreeMap<>(NEEDED).forEach((name, without) -> {
            if (!names.contains(name)) {
                problems.add(
                        "cluster.addons",
                        "The add-on \"" + name + "\" is missing: " + without + ".",
                        "Add \"" + name + "\".");
            }
        });
    }

    private void addonDetail(String path, AddonSpec addon) {
        addon.version()
                .filter(version -> !ADDON_VERSION.matcher(version).matches())
                .ifPresent(version -> problems.add(
                        path + ".version",
                        "\"" + Problems.shown(version) + "\" is not an add-on version as EKS names them.",
                        "Write one such as \"v1.19.0-eksbuild.1\", or leave it out for the cluster's default."));
        if (!addon.configurationValues().isEmpty()) {
            try {
                if (!(Documents.parse(addon.configurationValues()) instanceof Tree.Fields)) {
                    problems.add(
                            path + ".configurationValues",
                            "It is not a JSON object or YAML mapping.",
                            "Write one such as {\"mode\": \"ipvs\"}.");
                }
            } catch (InvalidSpecException e) {
                problems.add(
                        path + ".configurationValues",
                        "It is neither JSON nor YAML: " + e.problems().get(0).message(),
                        "Write one such as {\"mode\": \"ipvs\"}.");
            }
        }
    }
}
