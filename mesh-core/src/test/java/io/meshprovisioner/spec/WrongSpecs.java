package io.meshprovisioner.spec;

import io.meshprovisioner.spec.ClusterSpec.AddonSpec;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Wrong specs, each beside a passing neighbour that differs in the one field. */
final class WrongSpecs {
    private final List<Case> cases = new ArrayList<>();

    /**
     * @param path where the one problem is
     * @param advice a part of what the advice says
     */
    record Case(String path, MeshSpec wrong, MeshSpec right, String advice) {
        @Override
        public String toString() {
            return path + " (" + advice + ")";
        }
    }

    private WrongSpecs() {}

    static Stream<Case> all() {
        WrongSpecs all = new WrongSpecs();
        all.names();
        all.networks();
        all.clusters();
        all.nodeGroups();
        all.istio();
        all.tags();
        all.adoption();
        all.taints();
        return all.cases.stream();
    }

    static MeshSpec base() {
        return MeshSpec.forRegion("us-west-2").istio(IstioSpec.version("1.30.3"));
    }

    private void add(String path, MeshSpec wrong, MeshSpec right, String advice) {
        cases.add(new Case(path, wrong, right, advice));
    }

    private <T> void add(String path, java.util.function.Function<T, MeshSpec> spec, T wrong, T right, String advice) {
        add(path, spec.apply(wrong), spec.apply(right), advice);
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

    private void adoption() {
        String a = "subnet-0000000000000000a";
        String b = "subnet-0000000000000000b";
        String c = "subnet-0000000000000000c";
        add("vpc.adopted.id", id -> adopting(id, vpc -> vpc.privateSubnets(a, b)), "vpc-1", "vpc-12345678", "vpc-0123");
        add("vpc.adopted", ids -> adopting(vpc -> vpc.privateSubnets(ids)), list(a), list(a, b), "different zones");
        add(
                "vpc.adopted.privateSubnets[1]",
                ids -> adopting(vpc -> vpc.privateSubnets(ids)),
                list(a, "eni-1"),
                list(a, b),
                "subnet-0123");
        add(
                "vpc.adopted.privateSubnets[1]",
                ids -> adopting(vpc -> vpc.privateSubnets(ids)),
                list(a, a),
                list(a, b),
                "Remove one");
        add(
                "vpc.adopted.privateSubnets",
                ids -> adopting(vpc -> vpc.publicSubnets(a, b).privateSubnets(ids)),
                list(b),
                list(c),
                "once");
        MeshSpec adopted = adopting(vpc -> vpc.privateSubnets(a, b));
        add(
                "vpc.natGateways",
                nat -> adopted.vpc(adopted.vpc().natGateways(nat)),
                NatGateways.NONE,
                NatGateways.ONE,
                "made by us");
        add("cluster.roleArn", arn -> base().cluster(ClusterSpec.defaults().roleArn(arn)), "control", ROLE, "role/");
        add(
                "nodeGroups[g].roleArn",
                arn -> base().nodeGroups(List.of(NodeGroupSpec.named("g").roleArn(arn))),
                "arn:aws:iam::1:role/x",
                ROLE,
                "role/");
        add(
                "keyPair.name",
                (Optional<String> name) -> base().keyPair(new KeyPairSpec(name, Optional.empty())),
                Optional.<String>empty(),
                Optional.of("ops"),
                "privateKeyFile");
        MeshSpec existing = MeshSpec.forExistingCluster().istio(IstioSpec.version("1.30.3"));
        add("tags", existing.tags(Map.of("team", "shop")), existing, "made by us");
        add("istio", MeshSpec.forExistingCluster(), existing, "withIstio");
        add("vpc", existing::vpc, VpcSpec.defaults().cidr("10.1.0.0/16"), VpcSpec.defaults(), "made by us");
    }

    private static final String ROLE = "arn:aws:iam::111122223333:role/team/eks";

    private static String[] list(String... ids) {
        return ids;
    }

    private static MeshSpec adopting(UnaryOperator<VpcSpec.AdoptedVpc> subnets) {
        return adopting("vpc-12345678", subnets);
    }

    private static MeshSpec adopting(String id, UnaryOperator<VpcSpec.AdoptedVpc> subnets) {
        return base().vpc(VpcSpec.defaults().adopt(id, subnets));
    }

    private void names() {
        add("name", base()::name, "Shop", "shop", "lower-case");
        add("name", base()::name, "", "s", "letter first");
        add("name", base()::name, "1shop", "shop1", "letter first");
        add("name", base()::name, "shop-", "shop", "no hyphen last");
        add("name", base()::name, "shop_eu", "shop-eu", "hyphens");
        add("name", base()::name, "sh\u00f6p", "shop", "letters");
        add("name", base()::name, "s".repeat(41), "s".repeat(40), "64 characters");
        add("region", WrongSpecs::inRegion, "us-west2", "us-west-2", "us-west-2");
        add("region", WrongSpecs::inRegion, "us-west-2a", "us-west-2", "\"us-west-2\"");
        add("region", WrongSpecs::inRegion, "EU-CENTRAL-1", "eu-central-1", "eu-central-1");
        add("region", WrongSpecs::inRegion, "eu-centrall-1", "eu-central-1", "eu-central-1");
        add("region", WrongSpecs::inRegion, "us-west-9", "us-west-1", "Regions.known().with(\"us-west-9\")");
        add("region", WrongSpecs::inRegion, "", "cn-north-1", "us-west-2");
        add("region", WrongSpecs::inRegion, "us-iso-east-1", "us-gov-east-1", "us-gov-east-1");
    }

    private static MeshSpec inRegion(String region) {
        return MeshSpec.forRegion(region);
    }

    private void networks() {
        vpc("vpc.cidr", VpcSpec::cidr, "10.0.0.0/15", "10.0.0.0/16", "10.0.0.0/16");
        vpc("vpc.cidr", VpcSpec::cidr, "10.0.0.0/29", "10.0.0.0/24", "10.0.0.0/16");
        vpc("vpc.cidr", VpcSpec::cidr, "10.0.5.0/16", "10.5.0.0/16", "10.0.0.0/16");
        vpc("vpc.cidr", VpcSpec::cidr, "10.0.0.300/16", "10.0.0.0/16", "0 to 255");
        vpc("vpc.cidr", VpcSpec::cidr, "010.0.0.0/16", "10.0.0.0/16", "leading zeros");
        vpc("vpc.cidr", VpcSpec::cidr, "10.0.0.0", "10.0.0.0/16", "length");
        vpc("vpc.cidr", VpcSpec::cidr, "fd00::/64", "192.168.0.0/16", "10.0.0.0/16");
        vpc("vpc.cidr", VpcSpec::cidr, "127.0.0.0/16", "172.31.0.0/16", "private");
        vpc("vpc.cidr", VpcSpec::cidr, "169.254.0.0/16", "172.20.0.0/16", "private");
        vpc("vpc.cidr", VpcSpec::cidr, "230.0.0.0/16", "10.100.0.0/16", "private");
        vpc("vpc.cidr", VpcSpec::cidr, "10.0.0.0/27", "10.0.0.0/25", "larger VPC");
        vpc("vpc.availabilityZones", VpcSpec::availabilityZones, 1, 2, "2 or more");
        vpc("vpc.availabilityZones", VpcSpec::availabilityZones, 0, 3, "2 or more");
        vpc("vpc.availabilityZones", VpcSpec::availabilityZones, 7, 6, "2 to 6");
        vpc("vpc.zones", WrongSpecs::zones, List.of("us-west-2a"), List.of("us-west-2a", "us-west-2b"), "as many");
        vpc(
                "vpc.zones[1]",
                WrongSpecs::zones,
                List.of("us-west-2a", "us-west-2a"),
                List.of("us-west-2a", "us-west-2b"),
                "Remove");
        vpc(
                "vpc.zones[1]",
                WrongSpecs::zones,
                List.of("us-west-2a", "us-east-1b"),
                List.of("us-west-2a", "us-west-2b"),
                "us-west-2a");
        vpc(
                "vpc.zones[0]",
                WrongSpecs::zones,
                List.of("us-west-2-lax-1a", "us-west-2b"),
                List.of("us-west-2a", "us-west-2b"),
                "local zones");
        subnets("vpc.publicSubnets", List.of("10.0.0.0/24"), List.of("10.0.0.0/24", "10.0.1.0/24"), "one a zone");
        subnets(
                "vpc.publicSubnets[1]",
                List.of("10.0.0.0/24", "10.1.0.0/24"),
                List.of("10.0.0.0/24", "10.0.1.0/24"),
                "10.0.0.0/20");
        subnets(
                "vpc.publicSubnets[1]",
                List.of("10.0.0.0/23", "10.0.1.0/24"),
                List.of("10.0.0.0/24", "10.0.1.0/24"),
                "of its own");
        subnets(
                "vpc.publicSubnets[0]",
                List.of("10.0.0.0/29", "10.0.1.0/24"),
                List.of("10.0.0.0/27", "10.0.1.0/24"),
                "/28");
        subnets(
                "vpc.publicSubnets[0]",
                List.of("10.0.0.1/24", "10.0.1.0/24"),
                List.of("10.0.0.0/24", "10.0.1.0/24"),
                "Write 10.0.0.0/24");
        subnets(
                "vpc.publicSubnets[0]",
                List.of("ten", "10.0.1.0/24"),
                List.of("10.0.0.0/24", "10.0.1.0/24"),
                "four numbers");
        VpcSpec both = VpcSpec.defaults().publicSubnets("10.0.0.0/24", "10.0.1.0/24");
        add(
                "vpc.privateSubnets[0]",
                base().vpc(both.privateSubnets("10.0.1.128/25", "10.0.3.0/24")),
                base().vpc(both.privateSubnets("10.0.2.0/24", "10.0.3.0/24")),
                "of its own");
        VpcSpec privates = VpcSpec.defaults().privateSubnets("10.0.2.0/24", "10.0.3.0/24");
        add(
                "vpc.privateSubnets",
                base().vpc(privates.natGateways(NatGateways.NONE)),
                base().vpc(privates.natGateways(NatGateways.ONE)),
                "ONE_PER_ZONE");
        add(
                "vpc.cidr",
                base().vpc(VpcSpec.defaults().cidr("10.0.0.0/25").natGateways(NatGateways.ONE))
                        .nodeGroups(List.of(group(60, 60))),
                base().vpc(VpcSpec.defaults().cidr("10.0.0.0/25").natGateways(NatGateways.NONE))
                        .nodeGroups(List.of(group(60, 60))),
                "larger subnets or fewer nodes");
    }

    private <T> void vpc(
            String path, java.util.function.BiFunction<VpcSpec, T, VpcSpec> field, T wrong, T right, String advice) {
        add(path, value -> base().vpc(field.apply(VpcSpec.defaults(), value)), wrong, right, advice);
    }

    private static VpcSpec zones(VpcSpec vpc, List<String> zones) {
        return new VpcSpec(vpc.cidr(), 2, zones, vpc.natGateways(), List.of(), List.of(), Optional.empty());
    }

    private void subnets(String path, List<String> wrong, List<String> right, String advice) {
        vpc(path, (vpc, list) -> vpc.publicSubnets(list.toArray(String[]::new)), wrong, right, advice);
    }

    private void clusters() {
        cluster("cluster.version", ClusterSpec::version, "1.35.2", "1.35", "Write \"1.35\"");
        cluster("cluster.version", ClusterSpec::version, "v1.35", "1.35", "Write \"1.35\"");
        cluster("cluster.version", ClusterSpec::version, "latest", "1.36", "leave it out");
        cluster("cluster.version", ClusterSpec::version, "1.035", "1.34", "such as \"1.35\"");
        ClusterSpec office = ClusterSpec.defaults().publicAccessCidrs("203.0.113.0/24");
        add(
                "cluster.publicAccessCidrs",
                base().cluster(office.endpointAccess(EndpointAccess.PRIVATE)),
                base().cluster(office.endpointAccess(EndpointAccess.PUBLIC_AND_PRIVATE)),
                "PUBLIC_AND_PRIVATE");
        add(
                "cluster.publicAccessCidrs",
                base().cluster(office.endpointAccess(EndpointAccess.PUBLIC)),
                base().cluster(office.endpointAccess(EndpointAccess.PUBLIC_AND_PRIVATE)),
                "private endpoint");
        access("cluster.publicAccessCidrs", List.of(), List.of("0.0.0.0/0"), "0.0.0.0/0");
        access("cluster.publicAccessCidrs[0]", List.of("203.0.113.7"), List.of("203.0.113.7/32"), "203.0.113.7/32");
        access("cluster.publicAccessCidrs[0]", List.of("203.0.113.7/24"), List.of("203.0.113.0/24"), "203.0.113.0/24");
        access("cluster.publicAccessCidrs[0]", List.of("office"), List.of("203.0.113.0/24"), "203.0.113.0/24");
        access(
                "cluster.publicAccessCidrs[1]",
                List.of("203.0.113.0/24", "203.0.113.0/24"),
                List.of("203.0.113.0/24", "198.51.100.0/24"),
                "Remove");
        access("cluster.publicAccessCidrs", blocks(41), blocks(40), "Join");
        logs("cluster.logTypes[0]", List.of("audits"), List.of("audit"), "\"audit\"");
        logs("cluster.logTypes[0]", List.of("controllermanager"), List.of("controllerManager"), "controllerManager");
        logs("cluster.logTypes[1]", List.of("api", "api"), List.of("api", "audit"), "Remove");
        addon("cluster.addons[3].name", AddonSpec.of("EBS!"), AddonSpec.of("aws-ebs-csi-driver"), "aws-ebs-csi-driver");
        addon("cluster.addons[3].name", AddonSpec.of("coredns"), AddonSpec.of("metrics-server"), "Keep one");
        AddonSpec proxy = AddonSpec.of("aws-ebs-csi-driver");
        addon(
                "cluster.addons[aws-ebs-csi-driver].version",
                proxy.version("latest"),
                proxy.version("v1.19.0-eksbuild.1"),
                "leave it out");
        addon(
                "cluster.addons[aws-ebs-csi-driver].configurationValues",
                proxy.configurationValues("{\"mode\": "),
                proxy.configurationValues("{\"mode\": \"ipvs\"}"),
                "{\"mode\": \"ipvs\"}");
        addon(
                "cluster.addons[aws-ebs-csi-driver].configurationValues",
                proxy.configurationValues("ipvs"),
                proxy.configurationValues("mode: ipvs"),
                "{\"mode\": \"ipvs\"}");
        List<AddonSpec> three = ClusterSpec.defaults().addons();
        add("cluster.addons", WrongSpecs::withAddons, three.subList(1, 3), three, "Add \"vpc-cni\"");
        add("cluster.addons", WrongSpecs::withAddons, three.subList(0, 2), three, "Add \"coredns\"");
    }

    private void cluster(
            String path,
            java.util.function.BiFunction<ClusterSpec, String, ClusterSpec> field,
            String wrong,
            String right,
            String advice) {
        add(path, value -> base().cluster(field.apply(ClusterSpec.defaults(), value)), wrong, right, advice);
    }

    private void access(String path, List<String> wrong, List<String> right, String advice) {
        add(
                path,
                list -> base().cluster(ClusterSpec.defaults().publicAccessCidrs(list.toArray(String[]::new))),
                wrong,
                right,
                advice);
    }

    private void logs(String path, List<String> wrong, List<String> right, String advice) {
        add(
                path,
                list -> base().cluster(ClusterSpec.defaults().logTypes(list.toArray(String[]::new))),
                wrong,
                right,
                advice);
    }

    private void addon(String path, AddonSpec wrong, AddonSpec right, String advice) {
        add(
                path,
                addon -> {
                    List<AddonSpec> all = new ArrayList<>(ClusterSpec.defaults().addons());
                    all.add(addon);
                    return withAddons(all);
                },
                wrong,
                right,
                advice);
    }

    private static MeshSpec withAddons(List<AddonSpec> addons) {
        ClusterSpec cluster = ClusterSpec.defaults();
        return base().cluster(new ClusterSpec(
                cluster.version(),
                cluster.endpointAccess(),
                cluster.publicAccessCidrs(),
                cluster.logTypes(),
                addons,
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    }

    private static List<String> blocks(int count) {
        return IntStream.range(0, count)
                .mapToObj(index -> "198.51." + index + ".0/24")
                .toList();
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

    private static NodeGroupSpec group(int max, int desired) {
        return new NodeGroupSpec(
                "g",
                List.of("t3.medium"),
                1,
                max,
                desired,
                20,
                Map.of(),
                Optional.empty(),
                CapacityType.ON_DEMAND,
                AmiFamily.AMAZON_LINUX,
                List.of(),
                MaxUnavailable.nodes(1));
    }

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
                MaxUnavailable.nodes(1));
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

    private void istio() {
        add("istio.version", WrongSpecs::istio, "1.30", "1.30.0", "\"1.30.0\"");
        add("istio.version", WrongSpecs::istio, "v1.30.3", "1.30.3", "\"1.30.3\"");
        add("istio.version", WrongSpecs::istio, "latest", "1.9.3", "1.30.3");
        add("istio.version", WrongSpecs::istio, "1.30.03", "1.30.3", "1.30.3");
        gateway("istio.gateways[1].name", "Public", "public", "lower-case");
        gateway("istio.gateways[1].name", "1public", "public1", "letter first");
        gateway("istio.gateways[1].name", "g".repeat(54), "g".repeat(53), "1 to 53");
        gateway("istio.gateways[1].name", "istio-ingressgateway", "istio-egressgateway", "of its own");
        add(
                "istio.gateways[public].namespace",
                namespace -> istio(i -> i.gateway(new GatewaySpec("public", namespace, Map.of()))),
                "edge_1",
                "edge-1",
                "hyphens");
        add(
                "istio.gateways[istio-ingressgateway].annotations[load balancer]",
                key -> istio(i -> i.ingressGateway(g -> g.annotation(key, "nlb"))),
                "load balancer",
                "example.com/load-balancer",
                "aws-load-balancer-type");
        add(
                "istio.values.pilot.when",
                value -> istio(i -> i.values(Map.of("pilot", Map.of("when", value)))),
                java.time.Instant.EPOCH,
                (Object) "1970-01-01T00:00:00Z",
                "texts");
        add("istio.values.rate", WrongSpecs::rate, Double.POSITIVE_INFINITY, 0.5, "finite");
        charts("istio.charts.repository", repository("ftp://example.com"), repository("https://example.com"), "https");
        charts("istio.charts.repository", repository("https:///x"), repository("https://example.com/x"), "example.com");
        charts(
                "istio.charts.repository",
                repository("https://me:secret@example.com"),
                repository("https://example.com"),
                "Take it out");
        charts(
                "istio.charts.oci",
                new ChartSource.Oci(URI.create("https://gcr.io/istio")),
                new ChartSource.Oci(URI.create("oci://gcr.io/istio")),
                "oci://");
        URI archive = URI.create("https://example.com/istio.tar.gz");
        charts(
                "istio.charts.sha256",
                new ChartSource.ReleaseArchive(archive, Optional.of("abc")),
                new ChartSource.ReleaseArchive(archive, Optional.of("ab".repeat(32))),
                "64 hexadecimal");
        charts(
                "istio.charts.folder",
                ChartSource.folder(Path.of("no-such-folder")),
                ChartSource.folder(Path.of("src")),
                "unpacked");
        charts(
                "istio.charts.archive",
                new ChartSource.ReleaseArchive(Path.of("no-such-file").toUri(), Optional.empty()),
                new ChartSource.ReleaseArchive(Path.of("pom.xml").toUri(), Optional.empty()),
                "that is there");
        operator("istio.operator.hub", OperatorSpec::hub, "docker.io/istio/", "docker.io/istio", "docker.io/istio");
        operator("istio.operator.tag", OperatorSpec::tag, "1.9.3 distroless", "1.9.3-distroless", "release's own");
        operator(
                "istio.operator.operatorNamespace",
                OperatorSpec::operatorNamespace,
                "istio_operator",
                "istio-operator",
                "hyphens");
        operator(
                "istio.operator.watchedNamespaces[0]",
                OperatorSpec::watchedNamespaces,
                "Istio",
                "istio-system",
                "hyphens");
    }

    private static MeshSpec istio(String version) {
        return base().istio(IstioSpec.version(version));
    }

    private static MeshSpec istio(UnaryOperator<IstioSpec> change) {
        return base().istio(change.apply(IstioSpec.version("1.30.3")));
    }

    private static MeshSpec rate(double rate) {
        return istio(i -> i.values(Map.of("rate", rate)));
    }

    private void gateway(String path, String wrong, String right, String advice) {
        add(
                path,
                name -> base().istio(new IstioSpec(
                        "1.30.3",
                        IstioProfile.DEFAULT,
                        List.of(GatewaySpec.ingress(), new GatewaySpec(name, "istio-system", Map.of())),
                        Map.of(),
                        java.util.Set.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty())),
                wrong,
                right,
                advice);
    }

    private void operator(
            String path,
            BiFunction<OperatorSpec, String, OperatorSpec> set,
            String wrong,
            String right,
            String advice) {
        add(path, value -> istio(i -> i.operator(o -> set.apply(o, value))), wrong, right, advice);
    }

    private static ChartSource repository(String url) {
        return ChartSource.repository(URI.create(url));
    }

    private void charts(String path, ChartSource wrong, ChartSource right, String advice) {
        add(path, source -> istio(i -> i.charts(source)), wrong, right, advice);
    }

    private void tags() {
        tag("aws:team", "a", "team", "a", "another key");
        tag("AWS:team", "a", "team", "a", "another key");
        tag("mesh-provisioner/mesh", "a", "mesh", "a", "another key");
        tag("kubernetes.io/cluster/x", "owned", "cluster", "owned", "another key");
        tag("Name", "shop", "title", "shop", "another key");
        tag("", "a", "team", "a", "1 to 128");
        tag("team!", "a", "team", "a", "_ . : / = + - @");
        tag("team", "a;b", "team", "a b", "_ . : / = + - @");
        tag("team", "line\nbreak", "team", "line break", "letters");
        tag("team", "v".repeat(257), "team", "v".repeat(256), "256");
        String key = "k".repeat(129);
        add("tags[" + "k".repeat(80) + "...]", base()::tags, Map.of(key, ""), Map.of(key.substring(1), ""), "1 to 128");
        add(
                "tags[team]",
                base()::tags,
                Map.of("Team", "a", "team", "b"),
                Map.of("Team", "a", "teams", "b"),
                "one of them");
        add("tags", base()::tags, manyTags(41), manyTags(40), "40 at most");
    }

    private void tag(String key, String value, String rightKey, String rightValue, String advice) {
        add("tags[" + key + "]", base()::tags, Map.of(key, value), Map.of(rightKey, rightValue), advice);
    }

    private static Map<String, String> manyTags(int count) {
        return IntStream.range(0, count)
                .boxed()
                .collect(Collectors.toMap(index -> "tag" + index, index -> "x", (a, b) -> a, LinkedHashMap::new));
    }
}
