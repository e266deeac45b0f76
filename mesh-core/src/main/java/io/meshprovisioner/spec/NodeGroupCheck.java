package io.meshprovisioner.spec;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The node groups. Source: the EKS API's model; Kubernetes's rules for labels that a node may set on itself. */
final class NodeGroupCheck {
    /** EKS takes 63 characters. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,62}");

    private static final int MOST_TYPES = 20;
    private static final int LARGEST_DISK_GIB = 16_384;
    private static final int IMAGE_GIB = 20;
    private static final int LABEL_LIMIT = 63;
    private static final int MOST_UNAVAILABLE = 100;

    private final List<NodeGroupSpec> groups;
    private final NetworkingSpec networking;
    private final boolean alone;
    private final Problems problems;

    NodeGroupCheck(MeshSpec spec, Problems problems) {
        this.groups = spec.nodeGroups();
        this.networking = spec.networking();
        this.alone = spec.cluster().adopted().isEmpty() && spec.cluster().auto().isEmpty();
        this.problems = problems;
    }

    void run() {
        if (alone && groups.isEmpty()) {
            problems.add("nodeGroups", "There is no node group: no pod could run.", "Add one, such as \"general\".");
        } else if (alone && groups.stream().noneMatch(NodeGroupSpec::takesEveryPod)) {
            problems.add(
                    "nodeGroups",
                    "Each node group has a taint that keeps pods off: coredns and istiod tolerate none.",
                    "Leave one group without, or use PREFER_NO_SCHEDULE.");
        }
        Set<String> names = new HashSet<>();
        for (int index = 0; index < groups.size(); index++) {
            NodeGroupSpec group = groups.get(index);
            boolean named = NAME.matcher(group.name()).matches();
            boolean first = names.add(group.name());
            String path = "nodeGroups[" + (named && first ? group.name() : String.valueOf(index)) + "]";
            if (!named) {
                problems.add(
                        path + ".name",
                        "\"" + Problems.shown(group.name()) + "\" cannot name a node group.",
                        "Use 1 to 63 letters, digits, hyphens and underscores, a letter or digit first.");
            } else if (!first) {
                problems.add(
                        path + ".name",
                        "There are two node groups named \"" + group.name() + "\".",
                        "Give each a name of its own.");
            }
            types(path, group.instanceTypes());
            sizes(path, group);
            disk(path + ".diskSizeGiB", group.diskSizeGiB());
            new TaintCheck(path, problems).run(group.taints());
            unavailable(path + ".maxUnavailable", group.maxUnavailable());
            new KubeletCheck(path, group, problems).run(networking);
            replacement(path + ".replacement", group.replacement());
            group.labels().forEach((key, value) -> label(path + ".labels[" + Problems.shown(key) + "]", key, value));
        }
    }

    private void types(String path, List<String> types) {
        String list = path + ".instanceTypes";
        if (types.isEmpty()) {
            problems.add(list, "No instance type is named.", "Name one, such as \"t3.medium\".");
        } else if (types.size() > MOST_TYPES) {
            problems.add(list, types.size() + " instance types are named.", "Name " + MOST_TYPES + " at most.");
        }
        Set<String> architectures = new TreeSet<>();
        for (int index = 0; index < types.size(); index++) {
            String text = types.get(index);
            String at = list + "[" + index + "]";
            InstanceType.of(text)
                    .ifPresentOrElse(
                            type -> {
                                if (type.mac()) {
                                    problems.add(
                                            at, text + " cannot be an EKS node.", "Use one such as \"t3.medium\".");
                                }
                                architectures.add(type.architecture());
                            },
                            () -> problems.add(
                                    at,
                                    "\"" + Problems.shown(text) + "\" is not an instance type.",
                                    InstanceType.meant(text)
                                            .map(meant -> "Did you mean \"" + meant + "\"?")
                                            .orElse("Write family, dot and size, such as \"m7g.large\".")));
        }
        problems.duplicates(types, index -> list + "[" + index + "]");
        if (architectures.size() > 1) {
            problems.add(
                    list,
                    "Types of different architectures (" + String.join(", ", architectures)
                            + ") cannot share a node group: all its nodes run one image.",
                    "Make a node group for each architecture.");
        }
    }

    private void sizes(String path, NodeGroupSpec group) {
        if (group.minSize() < 0) {
            problems.add(path + ".minSize", "It is " + group.minSize() + ".", "Use 0 or more.");
        }
        if (group.maxSize() < 1) {
            problems.add(
                    path + ".maxSize",
                    "It is " + group.maxSize() + "; EKS takes 1 or more.",
                    "Use 1 or more; for a group without nodes set minSize and desiredSize to 0.");
        } else if (group.minSize() > group.maxSize()) {
            problems.add(
                    path + ".maxSize",
                    "At most " + group.maxSize() + " nodes, and at least " + group.minSize() + ".",
                    "Raise maxSize or lower minSize.");
        } else if (group.desiredSize() < group.minSize() || group.desiredSize() > group.maxSize()) {
            problems.add(
                    path + ".desiredSize",
                    group.desiredSize() + " is not between minSize " + group.minSize() + " and maxSize "
                            + group.maxSize() + ".",
                    "Choose a number between them.");
        }
    }

    private void disk(String path, int size) {
        if (size < 1 || size > LARGEST_DISK_GIB) {
            problems.add(
                    path,
                    size + " GiB is not the size of an EBS volume.",
                    "Use 1 to " + LARGEST_DISK_GIB + " GiB; 20 is EKS's default.");
        } else if (size < IMAGE_GIB) {
            problems.warn(
                    path,
                    size + " GiB may be too small for the node image, which is made for " + IMAGE_GIB + " GiB.",
                    "Use " + IMAGE_GIB + " GiB or more.");
        }
    }

    private void unavailable(String path, MaxUnavailable most) {
        if (most.amount() < 1 || most.amount() > MOST_UNAVAILABLE) {
            problems.add(
                    path,
                    most + " is not what EKS takes.",
                    "Use 1 to " + MOST_UNAVAILABLE + " nodes, or 1 % to 100 % of the group.");
        }
    }

    /** It becomes a tag of the machines. */
    private void replacement(String path, String word) {
        if (!word.matches("[\\p{L}\\p{N} +\\-=._:/@]{0,256}")) {
            problems.add(
                    path,
                    "\"" + Problems.shown(word) + "\" cannot be a tag's value.",
                    "Use 256 letters, digits, spaces and + - = . _ : / @ at most, such as \"2026-11-23\".");
        }
    }

    private void label(String path, String key, String value) {
        String prefix = KubernetesNames.prefix(key);
        if (!KubernetesNames.isQualifiedName(key)) {
            problems.add(
                    path,
                    "It is not a label's key.",
                    "Use letters, digits, hyphens, underscores and dots (63 at most), after a DNS name and a slash where "
                            + "you want one: \"example.com/role\".");
        } else if (key.length() > LABEL_LIMIT) {
            problems.add(
                    path,
                    "The key has " + key.length() + " characters; EKS takes " + LABEL_LIMIT + " with its prefix.",
                    "Shorten it.");
        } else if (forbidden(prefix)) {
            problems.add(
                    path,
                    "Labels under " + prefix + "/ belong to Kubernetes and EKS: a node that sets one is refused.",
                    "Use a prefix of your own, such as \"example.com/" + key.substring(prefix.length() + 1) + "\".");
        }
        if (value.isEmpty() || !KubernetesNames.isLabelValue(value)) {
            problems.add(
                    path,
                    "\"" + Problems.shown(value) + "\" is not a label's value that EKS takes.",
                    "Use 1 to 63 letters, digits, hyphens, underscores and dots, a letter or digit first and last.");
        }
    }

    private static boolean forbidden(String prefix) {
        if (within(prefix, "node.kubernetes.io") || within(prefix, "kubelet.kubernetes.io")) {
            return false;
        }
        return within(prefix, "kubernetes.io") || within(prefix, "k8s.io") || within(prefix, "eks.amazonaws.com");
    }

    private static boolean within(String prefix, String domain) {
        return prefix.equals(domain) || prefix.endsWith("." + domain);
    }
}
