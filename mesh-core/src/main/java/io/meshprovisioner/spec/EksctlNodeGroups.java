package io.meshprovisioner.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The managed node groups of an eksctl file. */
final class EksctlNodeGroups {
    private static final String TYPE = "m5.large";
    private static final int NODES = 2;
    private static final int DISK_GIB = 80;
    private static final Map<String, Taint.Effect> EFFECTS = Map.of(
            "NoSchedule", Taint.Effect.NO_SCHEDULE,
            "PreferNoSchedule", Taint.Effect.PREFER_NO_SCHEDULE,
            "NoExecute", Taint.Effect.NO_EXECUTE);

    private final EksctlFields file;
    private final VpcSpec network;
    private Optional<String> key = Optional.empty();

    EksctlNodeGroups(EksctlFields file, VpcSpec network) {
        this.file = file;
        this.network = network;
    }

    List<NodeGroupSpec> read() {
        return file.each("managedNodeGroups").stream().map(this::group).toList();
    }

    /** The key pair that lets into the nodes. */
    Optional<String> key() {
        return key;
    }

    private NodeGroupSpec group(EksctlFields in) {
        NodeGroupSpec group = NodeGroupSpec.named(in.text("name").orElse(""));
        List<String> types = new ArrayList<>(in.texts("instanceTypes"));
        in.text("instanceType").ifPresent(types::add);
        group = group.instanceTypes(types.isEmpty() ? new String[] {TYPE} : types.toArray(String[]::new));
        group = sized(group, in).diskSizeGiB(in.integer("volumeSize").orElse(DISK_GIB));
        if (in.truth("spot").orElse(false)) {
            group = group.capacityType(CapacityType.SPOT);
        }
        for (Map.Entry<String, String> label : in.textMap("labels").entrySet()) {
            group = group.label(label.getKey(), label.getValue());
        }
        group = image(tainted(group, in), in);
        EksctlFields iam = in.nested("iam");
        Optional<String> role = iam.text("instanceRoleARN");
        group = role.isPresent() ? group.roleArn(role.get()) : group;
        places(in);
        ssh(in.nested("ssh"));
        in.text("volumeType")
                .filter(type -> !type.equals("gp3"))
                .ifPresent(type -> in.note("volumeType", "Nodes have gp3 volumes."));
        in.leave("tags", "Tags are the whole mesh's: metadata.tags.");
        in.leave("launchTemplate", "Each group gets a launch template of its own.");
        in.leave("ami", "EKS's image for the cluster's version is used.");
        return updated(group, in.nested("updateConfig"));
    }

    /** What is left out follows what is said; with nothing said there are two. Sizes that contradict eksctl refuses. */
    private static NodeGroupSpec sized(NodeGroupSpec group, EksctlFields in) {
        Optional<Integer> min = in.integer("minSize");
        Optional<Integer> max = in.integer("maxSize");
        int desired = in.integer("desiredCapacity").or(() -> min).orElse(NODES);
        int least = min.orElse(desired);
        int most = max.orElse(Math.max(least, desired));
        if (most < least) {
            in.note(
                    "maxSize",
                    "It is below the " + least + " nodes at least, which eksctl refuses: it is raised to them.");
        }
        return group.maxSize(most).minSize(least).desiredSize(desired);
    }

    /** eksctl takes a list of taints, or a mapping from key to {@code value:effect}, or to the effect alone. */
    private static NodeGroupSpec tainted(NodeGroupSpec group, EksctlFields in) {
        NodeGroupSpec result = group;
        if (in.isList("taints")) {
            for (EksctlFields taint : in.each("taints")) {
                result = taint(
                        result,
                        taint,
                        taint.text("key").orElse(""),
                        taint.text("value").orElse(""),
                        taint.text("effect").orElse("NoSchedule"));
            }
            return result;
        }
        for (Map.Entry<String, String> taint : in.textMap("taints").entrySet()) {
            int colon = taint.getValue().lastIndexOf(':');
            result = taint(
                    result,
                    in,
                    taint.getKey(),
                    colon < 0 ? "" : taint.getValue().substring(0, colon),
                    taint.getValue().substring(colon + 1));
        }
        return result;
    }

    private static NodeGroupSpec taint(NodeGroupSpec group, EksctlFields in, String key, String value, String effect) {
        Taint.Effect known = EFFECTS.get(effect);
        if (known == null) {
            in.note("taints", "\"" + Problems.shown(effect) + "\" is no effect of a taint.");
            return group;
        }
        return group.taint(key, value, known);
    }

    private static NodeGroupSpec image(NodeGroupSpec group, EksctlFields in) {
        String family = in.text("amiFamily").orElse("AmazonLinux2023");
        switch (family) {
            case "AmazonLinux2023":
                return group.amiFamily(AmiFamily.AMAZON_LINUX);
            case "Bottlerocket":
                return group.amiFamily(AmiFamily.BOTTLEROCKET);
            default:
                in.note("amiFamily", "Nodes run Amazon Linux 2023 or Bottlerocket; the first is taken.");
                return group;
        }
    }

    private void places(EksctlFields in) {
        in.leave("availabilityZones", "Groups are in all zones of the network.");
        in.leave("subnets", "Groups are in all subnets for nodes.");
        boolean hidden = in.truth("privateNetworking").orElse(false);
        boolean willBe = network.adopted()
                .map(adopted -> !adopted.privateSubnets().isEmpty())
                .orElse(network.natGateways() != NatGateways.NONE);
        if (hidden != willBe) {
            in.note(
                    "privateNetworking",
                    willBe
                            ? "Where there are private subnets nodes live there, also where eksctl would make them public."
                            : "There are no private subnets that lead out: nodes are public.");
        }
    }

    private void ssh(EksctlFields in) {
        boolean allowed = in.truth("allow").orElse(in.has("publicKeyName"));
        Optional<String> name = in.text("publicKeyName");
        in.leave("publicKeyPath", "Import it, and say withKeyPair(KeyPairSpec.existing(name)).");
        in.leave("publicKey", "Import it, and say withKeyPair(KeyPairSpec.existing(name)).");
        if (allowed && name.isEmpty() && !in.has("publicKeyPath") && !in.has("publicKey")) {
            in.note("allow", "It names no key, and eksctl would import ~/.ssh/id_rsa.pub: nodes get none.");
        }
        if (!allowed || name.isEmpty()) {
            return;
        }
        if (key.isPresent() && !key.equals(name)) {
            in.note("publicKeyName", "All nodes have one key pair: \"" + Problems.shown(key.get()) + "\".");
        } else {
            key = name;
        }
    }

    private static NodeGroupSpec updated(NodeGroupSpec group, EksctlFields in) {
        Optional<Integer> percent = in.integer("maxUnavailablePercentage");
        Optional<Integer> nodes = in.integer("maxUnavailable");
        return percent.map(share -> group.maxUnavailable(MaxUnavailable.percent(share)))
                .or(() -> nodes.map(count -> group.maxUnavailable(MaxUnavailable.nodes(count))))
                .orElse(group);
    }
}
