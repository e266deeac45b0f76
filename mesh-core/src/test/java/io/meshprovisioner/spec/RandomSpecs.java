package io.meshprovisioner.spec;

import io.meshprovisioner.spec.ClusterSpec.AddonSpec;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.Combinators;

/** Any spec whatever, also such as cannot work: with texts that YAML has its own ideas about. */
class RandomSpecs implements ArbitrarySupplier<MeshSpec> {
    private static final Arbitrary<String> TEXTS = texts();
    private static final Arbitrary<Object> VALUES = values(3);

    private static Arbitrary<String> texts() {
        Arbitrary<String> tricky = Arbitraries.of(
                "",
                " ",
                "1.30",
                "1.3e5",
                "0x1F",
                "0o17",
                "017",
                "1_000",
                "-0",
                "+1",
                ".5",
                "1.",
                ".inf",
                "-.INF",
                ".nan",
                "NaN",
                "Infinity",
                "true",
                "True",
                "yes",
                "no",
                "on",
                "off",
                "y",
                "N",
                "null",
                "Null",
                "~",
                "2026-08-01",
                "2001-12-14t21:59:43.10-05:00",
                "12:30:45",
                "<<",
                "=",
                "a: b",
                "a #b",
                "#",
                "- a",
                "-",
                "--- a",
                "---",
                "...",
                "? a",
                "?",
                ":",
                "::",
                "[a",
                "{a",
                "}",
                "]",
                "!a",
                "&a",
                "*a",
                "|",
                ">",
                "|-",
                "%",
                "@a",
                "`a",
                "'",
                "\"",
                "''",
                "a'b\"c",
                "\\",
                "\\n",
                "a\nb",
                "a\n",
                "\na",
                "a\n\nb ",
                "\n",
                "\r",
                "a\r\nb",
                "\t",
                "a\tb",
                " a",
                "a ",
                "é",
                "日本",
                "😀",
                "\u0000",
                "\u0007",
                "\u0085",
                "\u00a0",
                "\u2028",
                "\ufeff",
                "\ufffd",
                "a,b",
                "key",
                "0b101",
                "0.1.2",
                "1e1",
                "685.230_15",
                "9".repeat(40),
                "x".repeat(300),
                "word ".repeat(60),
                "{\"mode\": \"ipvs\"}");
        Arbitrary<String> any = Arbitraries.strings().all().ofMaxLength(12).map(RandomSpecs::withoutHalves);
        Arbitrary<String> plain = Arbitraries.strings()
                .withCharRange('a', 'z')
                .withChars("-./0123")
                .ofMaxLength(10);
        return Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(3, tricky), net.jqwik.api.Tuple.of(1, any), net.jqwik.api.Tuple.of(3, plain));
    }

    /** A text with half a surrogate pair is none, and no encoding has it. */
    private static String withoutHalves(String text) {
        StringBuilder result = new StringBuilder();
        text.chars().filter(c -> !Character.isSurrogate((char) c)).forEach(c -> result.append((char) c));
        return result.toString();
    }

    private static Arbitrary<List<String>> lists() {
        return TEXTS.list().ofMaxSize(4);
    }

    private static Arbitrary<Map<String, String>> maps() {
        return Arbitraries.maps(TEXTS, TEXTS).ofMaxSize(4);
    }

    private static Arbitrary<Integer> sizes() {
        return Arbitraries.oneOf(Arbitraries.integers(), Arbitraries.integers().between(0, 6));
    }

    /** Of bounded depth: a tree that may grow for ever sometimes does. */
    private static Arbitrary<Object> values(int depth) {
        Arbitrary<Object> scalars = Arbitraries.oneOf(
                TEXTS.map(text -> (Object) text),
                Arbitraries.integers().map(number -> (Object) number),
                Arbitraries.longs().map(number -> (Object) number),
                Arbitraries.bigIntegers().map(number -> (Object) number),
                Arbitraries.doubles().map(number -> (Object) number),
                Arbitraries.floats().map(number -> (Object) number),
                Arbitraries.bigDecimals().map(number -> (Object) number),
                Arbitraries.of(true, false).map(truth -> (Object) truth),
                Arbitraries.of(
                        new BigInteger("9".repeat(60)),
                        new BigDecimal("0.1" + "0".repeat(30) + "7"),
                        1e300,
                        1e-300,
                        1e16,
                        100.0));
        if (depth == 0) {
            return scalars;
        }
        Arbitrary<Object> inner = values(depth - 1).injectNull(0.2);
        return Arbitraries.oneOf(
                scalars,
                scalars,
                inner.list().ofMaxSize(3).map(list -> (Object) list),
                Arbitraries.maps(TEXTS, inner).ofMaxSize(3).map(map -> (Object) map));
    }

    private static Arbitrary<VpcSpec> vpcs() {
        Arbitrary<VpcSpec.AdoptedVpc> adopted =
                Combinators.combine(TEXTS, lists(), lists()).as(VpcSpec.AdoptedVpc::new);
        return Combinators.combine(
                        TEXTS,
                        sizes(),
                        lists(),
                        Arbitraries.of(NatGateways.class),
                        lists(),
                        lists(),
                        lists(),
                        adopted.optional(0.2))
                .as(VpcSpec::new);
    }

    private static Arbitrary<ClusterSpec> clusters() {
        Arbitrary<AddonSpec> addons =
                Combinators.combine(TEXTS, TEXTS.optional(), TEXTS).as(AddonSpec::new);
        Combinators.F8<
                        java.util.Optional<String>,
                        EndpointAccess,
                        List<String>,
                        List<String>,
                        List<AddonSpec>,
                        java.util.Optional<String>,
                        java.util.Optional<SupportType>,
                        java.util.Optional<Boolean>,
                        ClusterSpec>
                spec = (version, access, cidrs, logs, all, role, support, held) -> new ClusterSpec(
                version,
                access,
                cidrs,
                logs,
                all,
                role,
                support,
                held,
                role,
                held,
                role.stream()
                        .map(arn -> new ClusterSpec.IamMapping("a" + arn, "u" + arn, logs))
                        .toList(),
                cidrs.stream()
                        .map(arn -> new AccessSpec(
                                "a" + arn,
                                List.of(
                                        new AccessSpec.Grant(AccessPolicy.EDIT, logs),
                                        new AccessSpec.Grant(AccessPolicy.VIEW, List.of())),
                                logs,
                                version))
                        .toList(),
                cidrs.stream()
                        .map(name -> new PodIdentitySpec(name, "s" + name, role, logs))
                        .toList(),
                held.orElse(false),
                role,
                role.map(name -> new AdoptedCluster(name, held.isPresent(), cidrs)),
                support.map(type -> new AutoModeSpec(logs, version)));
        return Combinators.combine(
                        TEXTS.optional(),
                        Arbitraries.of(EndpointAccess.class),
                        lists(),
                        lists(),
                        addons.list().ofMaxSize(3),
                        TEXTS.optional(0.2),
                        Arbitraries.of(SupportType.class).optional(0.2),
                        Arbitraries.of(true, false).optional(0.2))
                .as(spec);
    }

    private static Arbitrary<NodeGroupSpec> nodeGroups() {
        Arbitrary<NodeGroupSpec> sized = Combinators.combine(
                        TEXTS, lists(), sizes(), sizes(), sizes(), sizes(), maps(), TEXTS.optional(0.2))
                .as((name, types, min, max, desired, disk, labels, role) -> new NodeGroupSpec(
                        name,
                        types,
                        min,
                        max,
                        desired,
                        disk,
                        labels,
                        role,
                        CapacityType.ON_DEMAND,
                        AmiFamily.AMAZON_LINUX,
                        List.of(),
                        MaxUnavailable.nodes(1),
                        KubeletSpec.defaults(),
                        ""));
        Arbitrary<Taint> taints = Combinators.combine(TEXTS, TEXTS, Arbitraries.of(Taint.Effect.class))
                .as(Taint::new);
        Arbitrary<MaxUnavailable> most = Combinators.combine(
                        Arbitraries.integers().between(-9, 999), Arbitraries.of(true, false))
                .as(MaxUnavailable::new);
        return Combinators.combine(
                        sized,
                        Arbitraries.of(CapacityType.class),
                        Arbitraries.of(AmiFamily.class),
                        taints.list().ofMaxSize(2),
                        most,
                        kubelets(),
                        TEXTS)
                .as(RandomSpecs::group);
    }

    private static Arbitrary<KubeletSpec> kubelets() {
        Arbitrary<KubeletSpec> some = Combinators.combine(
                        TEXTS,
                        sizes(),
                        Arbitraries.of(true, false),
                        Arbitraries.integers().between(0, 9_000_000),
                        lists())
                .as((text, size, on, millis, texts) -> KubeletSpec.defaults()
                        .resolvConf(text)
                        .authorizationMode(text)
                        .maxPods(size)
                        .failSwapOn(on)
                        .cacheAuthorizedTTL(java.time.Duration.ofMillis(millis))
                        .featureGate(text, on)
                        .tlsCipherSuites(texts.toArray(String[]::new)));
        return Arbitraries.oneOf(Arbitraries.just(KubeletSpec.defaults()), some);
    }

    private static Arbitrary<NetworkingSpec> networkings() {
        Arbitrary<CalicoSpec> releases =
                Combinators.combine(TEXTS, charts().optional()).as(CalicoSpec::new);
        Arbitrary<PodNetwork.Policies> policies = Arbitraries.oneOf(
                Arbitraries.of(new PodNetwork.Policies.NotEnforced(), new PodNetwork.Policies.ByVpcCni()),
                releases.map(PodNetwork.Policies.ByCalico::new));
        Arbitrary<PodNetwork> pods = Arbitraries.oneOf(
                Combinators.combine(policies, Arbitraries.of(true, false), TEXTS.optional())
                        .as(PodNetwork.VpcCni::new),
                Combinators.combine(releases, TEXTS).as(PodNetwork.Calico::new));
        return Combinators.combine(pods, Arbitraries.of(KubeProxyMode.class)).as(NetworkingSpec::new);
    }

    private static NodeGroupSpec group(
            NodeGroupSpec sized,
            CapacityType capacity,
            AmiFamily family,
            List<Taint> taints,
            MaxUnavailable most,
            KubeletSpec kubelet,
            String replacement) {
        NodeGroupSpec group = sized.capacityType(capacity)
                .amiFamily(family)
                .maxUnavailable(most)
                .kubelet(none -> kubelet)
                .replacement(replacement);
        for (Taint taint : taints) {
            group = group.taint(taint.key(), taint.value(), taint.effect());
        }
        return group;
    }

    private static Arbitrary<ChartSource> charts() {
        return Arbitraries.of(
                new ChartSource.Repository(URI.create("https://example.com/charts?a=b#c")),
                new ChartSource.Oci(URI.create("oci://gcr.io/istio-release/charts")),
                new ChartSource.ReleaseArchive(URI.create("https://example.com/a.tar.gz"), java.util.Optional.empty()),
                ChartSource.archive(Path.of("a b.tar.gz"), "ab".repeat(32)),
                ChartSource.folder(Path.of("istio-1.30.3")));
    }

    private static Arbitrary<IstioSpec> istios() {
        Arbitrary<Integer> ports = Arbitraries.integers().between(0, 70_000);
        Arbitrary<GatewaySpec> gateways = Combinators.combine(
                        TEXTS,
                        TEXTS,
                        maps(),
                        Arbitraries.of(GatewaySpec.Exposure.class),
                        Arbitraries.maps(ports, ports).ofMaxSize(2),
                        pods())
                .as(GatewaySpec::new);
        Arbitrary<Set<IstioAddon>> addons = Arbitraries.of(IstioAddon.class).set();
        Arbitrary<Map<String, Object>> values =
                Arbitraries.maps(TEXTS, VALUES.injectNull(0.1)).ofMaxSize(3);
        return Combinators.combine(
                        TEXTS,
                        Arbitraries.of(IstioProfile.class),
                        Arbitraries.oneOf(
                                gateways.list().ofMaxSize(2), Arbitraries.just(List.of(GatewaySpec.ingress()))),
                        values,
                        addons,
                        charts().optional(),
                        operators().optional(),
                        Arbitraries.of(MutualTls.class).optional())
                .as((version, profile, gatewaysOf, raw, some, source, operator, mode) -> new IstioSpec(
                        version,
                        profile,
                        gatewaysOf,
                        raw,
                        some,
                        source,
                        operator,
                        mode,
                        java.util.Optional.empty(),
                        ImageSpec.defaults(),
                        TrustSpec.defaults(),
                        IstioSettings.defaults(),
                        java.util.Optional.empty(),
                        source.isPresent(),
                        List.of()))
                .flatMap(istio -> TEXTS.optional()
                        .map(revision -> revision.map(istio::revision).orElse(istio)))
                .flatMap(istio -> images().map(images -> istio.images(none -> images)))
                .flatMap(istio -> trusts().map(trust -> istio.trust(none -> trust)))
                .flatMap(istio -> Combinators.combine(TEXTS, TEXTS, Arbitraries.of(WaypointSpec.Traffic.class))
                        .as(WaypointSpec::new)
                        .optional()
                        .map(waypoint -> waypoint.map(istio::waypoint).orElse(istio)))
                .flatMap(istio -> settings().map(settings -> istio.settings(none -> settings)))
                .flatMap(istio -> TEXTS.optional()
                        .map(version -> version.map(istio::gatewayApi).orElse(istio)));
    }

    private static Arbitrary<ImageSpec> images() {
        return Combinators.combine(
                        TEXTS.optional(),
                        TEXTS.optional(),
                        TEXTS.optional(),
                        TEXTS.list().ofMaxSize(2),
                        Arbitraries.of(true, false))
                .as(ImageSpec::new);
    }

    private static Arbitrary<PodSettings> pods() {
        Arbitrary<Integer> counts = Arbitraries.integers().between(-1, 9);
        return Combinators.combine(
                        counts.optional(),
                        Combinators.combine(counts, counts)
                                .as(PodSettings.Range::new)
                                .optional(),
                        TEXTS.optional(),
                        TEXTS.optional())
                .as(PodSettings::new);
    }

    private static Arbitrary<IstioSettings> settings() {
        return Combinators.combine(
                        pods(),
                        TEXTS.optional(),
                        Arbitraries.of(0.0, 0.25, 100.0).optional(),
                        Arbitraries.of(IstioSettings.EgressPolicy.class).optional())
                .as(IstioSettings::new);
    }

    private static Arbitrary<TrustSpec> trusts() {
        Arbitrary<TrustSpec.Authority> authorities = Arbitraries.of(
                new TrustSpec.Authority(Path.of("ca.pem"), Path.of("a b/key"), Path.of("chain"), Path.of("/root.pem")));
        return Combinators.combine(TEXTS.optional(), TEXTS.list().ofMaxSize(2), authorities.optional())
                .as(TrustSpec::new);
    }

    private static Arbitrary<FargateSpec> fargate() {
        Arbitrary<FargateSpec.Selector> selectors =
                Combinators.combine(TEXTS, maps()).as(FargateSpec.Selector::new);
        return Combinators.combine(TEXTS, selectors.list().ofMaxSize(2), TEXTS.optional())
                .as(FargateSpec::new);
    }

    private static Arbitrary<OperatorSpec> operators() {
        return Combinators.combine(
                        TEXTS.optional(), TEXTS.optional(), TEXTS, TEXTS.list().ofMaxSize(2))
                .as(OperatorSpec::new);
    }

    @Override
    public Arbitrary<MeshSpec> get() {
        Arbitrary<KeyPairSpec> keyPairs = Combinators.combine(
                        TEXTS.optional(),
                        Arbitraries.of(Path.of("a.pem"), Path.of("/a b/ü.pem"), Path.of(""))
                                .optional())
                .as(KeyPairSpec::new);
        Combinators.F8<
                        String,
                        String,
                        VpcSpec,
                        ClusterSpec,
                        NetworkingSpec,
                        List<NodeGroupSpec>,
                        java.util.Optional<KeyPairSpec>,
                        java.util.Optional<IstioSpec>,
                        MeshSpec>
                spec = (name, region, vpc, cluster, networking, groups, keyPair, istio) -> new MeshSpec(
                name,
                region,
                vpc,
                cluster,
                networking,
                groups,
                List.of(),
                keyPair,
                istio,
                IamSpec.defaults(),
                Map.of(),
                java.util.Optional.empty());
        return Combinators.combine(
                        TEXTS,
                        TEXTS,
                        Arbitraries.oneOf(vpcs(), Arbitraries.just(VpcSpec.defaults())),
                        Arbitraries.oneOf(clusters(), Arbitraries.just(ClusterSpec.defaults())),
                        Arbitraries.oneOf(networkings(), Arbitraries.just(NetworkingSpec.defaults())),
                        nodeGroups().list().ofMaxSize(3),
                        keyPairs.optional(),
                        istios().optional())
                .as(spec)
                .flatMap(made -> Combinators.combine(
                                maps(),
                                Combinators.combine(TEXTS, TEXTS.optional()).as(IamSpec::new),
                                fargate().list().ofMaxSize(2),
                                Arbitraries.longs()
                                        .between(0, 400_000_000)
                                        .map(Duration::ofSeconds)
                                        .optional())
                        .as((tags, iam, fargate, life) -> {
                            MeshSpec whole = made.tags(tags).iam(iam).fargate(fargate);
                            return life.map(whole::timeToLive).orElse(whole);
                        }));
    }
}
