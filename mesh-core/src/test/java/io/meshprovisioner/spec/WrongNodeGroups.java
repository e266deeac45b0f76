package io.meshprovisioner.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Node groups, their sizes, labels and taints. */
final class WrongNodeGroups extends WrongSpecs {
    WrongNodeGroups() {
        nodeGroups();
        taints();
    }

    private void nodeGroups() {
        add(
                "nodeGroups",
                base()::nodeGroups,
                List.<NodeGroupSpec>of(),
                List.of(NodeGroupSpec.named("default")),
                "Add one");
        add(
                "nodeGroups[0].name",
                base()::nodeGroups,
                List.of(NodeGroupSpec.named("my nodes")),
                List.of(NodeGroupSpec.named("my-nodes")),
                "hyphens");
        add(
                "nodeGroups[0].name",
                base()::nodeGroups,
                List.of(NodeGroupSpec.named("n".repeat(64))),
                List.of(NodeGroupSpec.named("n".repeat(63))),
                "1 to 63");
        add(
                "nodeGroups[1].name",
                base()::nodeGroups,
                List.of(NodeGroupSpec.named("a"), NodeGroupSpec.named("a")),
                List.of(NodeGroupSpec.named("a"), NodeGroupSpec.named("b")),
                "of its own");
        types("nodeGroups[g].instanceTypes", List.of(), List.of("t3.medium"), "t3.medium");
        types("nodeGroups[g].instanceTypes[0]", List.of("t3.meduim"), List.of("t3.medium"), "\"t3.medium\"");
        types("nodeGroups[g].instanceTypes[0]", List.of("m5large"), List.of("m5.large"), "m7g.large");
        types("nodeGroups[g].instanceTypes[0]", List.of("mac1.metal"), List.of("m5.metal"), "t3.medium");
        types(
                "nodeGroups[g].instanceTypes[1]",
                List.of("m5.large", "m5.large"),
                List.of("m5.large", "m5a.large"),
                "Remove");
        types(
                "nodeGroups[g].instanceTypes",
                List.of("m5.large", "m7g.large"),
                List.of("m5.large", "m6i.large"),
                "each");
        types(
                "nodeGroups[g].instanceTypes",
                List.of("m6g.large", "g4dn.xlarge"),
                List.of("m6g.large", "g5g.xlarge"),
                "each");
        types("nodeGroups[g].instanceTypes", manyTypes(21), manyTypes(20), "20 at most");
        group("nodeGroups[g].minSize", g -> sized(-1, 3, 3), g -> sized(0, 3, 3), "0 or more");
        group(
                "nodeGroups[g].maxSize",
                g -> sized(0, 0, 0),
                g -> sized(0, 1, 0),
                "1 or more",
                NodeGroupSpec.named("other"));
        group("nodeGroups[g].maxSize", g -> sized(3, 2, 3), g -> sized(3, 4, 3), "lower minSize");
        group("nodeGroups[g].desiredSize", g -> sized(1, 3, 4), g -> sized(1, 3, 3), "between");
        group("nodeGroups[g].desiredSize", g -> sized(2, 3, 1), g -> sized(2, 3, 2), "between");
        group("nodeGroups", g -> sized(0, 3, 0), g -> sized(0, 3, 3), "desiredSize to 1");
        group("nodeGroups[g].diskSizeGiB", g -> g.diskSizeGiB(0), g -> g.diskSizeGiB(20), "16384");
        group("nodeGroups[g].diskSizeGiB", g -> g.diskSizeGiB(16_385), g -> g.diskSizeGiB(16_384), "16384");
        label("nodeGroups[g].labels[role!]", "role!", "a", "example.com/role");
        label("nodeGroups[g].labels[/role]", "/role", "a", "example.com/role");
        label("nodeGroups[g].labels[eks.amazonaws.com/x]", "eks.amazonaws.com/x", "a", "example.com/x");
        label(
                "nodeGroups[g].labels[node-role.kubernetes.io/web]",
                "node-role.kubernetes.io/web",
                "a",
                "example.com/web");
        group(
                "nodeGroups[g].labels[role]",
                g -> g.label("role", "front end"),
                g -> g.label("role", "front-end"),
                "hyphens");
        group("nodeGroups[g].labels[role]", g -> g.label("role", ""), g -> g.label("role", "x"), "1 to 63");
        String longKey = "example.com/" + "k".repeat(52);
        group(
                "nodeGroups[g].labels[" + longKey + "]",
                g -> g.label(longKey, "x"),
                g -> g.label(longKey.substring(1), "x"),
                "Shorten");
    }

    static NodeGroupSpec group(int max, int desired) {
        return sized(1, max, desired);
    }

    /** Sizes that the methods of the spec would not let by. */
    private static NodeGroupSpec sized(int min, int max, int desired) {
        return new NodeGroupSpec(
                "g",
                List.of("t3.medium"),
                min,
                max,
                desired,
                20,
                Map.of(),
                Optional.empty(),
                CapacityType.ON_DEMAND,
                AmiFamily.AMAZON_LINUX,
                List.of(),
                MaxUnavailable.nodes(1),
                KubeletSpec.defaults(),
                "");
    }

    private static List<String> manyTypes(int count) {
        return IntStream.range(0, count)
                .mapToObj(index -> "m5.x".replace("x", (index + 1) + "xlarge"))
                .toList();
    }

    private void types(String path, List<String> wrong, List<String> right, String advice) {
        add(
                path,
                list -> base().nodeGroups(List.of(NodeGroupSpec.named("g").instanceTypes(list.toArray(String[]::new)))),
                wrong,
                right,
                advice);
    }

    private void label(String path, String key, String value, String advice) {
        group(path, g -> g.label(key, value), g -> g.label("example.com/role", value), advice);
    }

    private void group(
            String path,
            UnaryOperator<NodeGroupSpec> wrong,
            UnaryOperator<NodeGroupSpec> right,
            String advice,
            NodeGroupSpec... others) {
        add(
                path,
                change -> {
                    List<NodeGroupSpec> all = new ArrayList<>(List.of(others));
                    all.add(change.apply(NodeGroupSpec.named("g")));
                    return base().nodeGroups(all);
                },
                wrong,
                right,
                advice);
    }

    private void taints() {
        Taint.Effect off = Taint.Effect.NO_SCHEDULE;
        add("nodeGroups[g].taints[0].key", key -> tainted(g -> g.taint(key, "", off)), "a b", "a", "example.com");
        add(
                "nodeGroups[g].taints[0].key",
                key -> tainted(g -> g.taint(key, "", off)),
                "x".repeat(64),
                "x".repeat(63),
                "63 characters");
        add("nodeGroups[g].taints[0].value", v -> tainted(g -> g.taint("gpu", v, off)), "-a", "a", "or none");
        add(
                "nodeGroups[g].taints[1]",
                effect -> tainted(g -> g.taint("gpu", "a", off).taint("gpu", "b", effect)),
                off,
                Taint.Effect.NO_EXECUTE,
                "Remove one");
        add(
                "nodeGroups",
                effect -> base().nodeGroups(List.of(NodeGroupSpec.named("g").taint("gpu", "", effect))),
                off,
                Taint.Effect.PREFER_NO_SCHEDULE,
                "Leave one group without");
        add(
                "nodeGroups[g].maxUnavailable",
                most -> tainted(g -> g.maxUnavailable(most)),
                MaxUnavailable.nodes(0),
                MaxUnavailable.nodes(1),
                "1 to 100");
        add(
                "nodeGroups[g].maxUnavailable",
                most -> tainted(g -> g.maxUnavailable(most)),
                MaxUnavailable.percent(101),
                MaxUnavailable.percent(100),
                "1 % to 100 %");
    }

    /** Beside a group that takes every pod. */
    private static MeshSpec tainted(UnaryOperator<NodeGroupSpec> change) {
        return base().nodeGroups(List.of(NodeGroupSpec.named("all"), change.apply(NodeGroupSpec.named("g"))));
    }
}
