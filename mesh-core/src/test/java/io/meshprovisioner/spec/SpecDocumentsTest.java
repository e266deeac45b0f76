package io.meshprovisioner.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.meshprovisioner.error.InvalidSpecException;
import io.meshprovisioner.error.SpecProblem;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

class SpecDocumentsTest {

    @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
    void yamlLosesNothing(@ForAll(supplier = RandomSpecs.class) MeshSpec spec) {
        String yaml = spec.toYaml();
        MeshSpec read = MeshSpec.read(yaml);
        assertThat(read).describedAs(yaml).isEqualTo(spec);
        assertThat(read.toYaml()).isEqualTo(yaml);
    }

    @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
    void jsonLosesNothing(@ForAll(supplier = RandomSpecs.class) MeshSpec spec) {
        String json = spec.toJson();
        MeshSpec read = MeshSpec.read(json);
        assertThat(read).describedAs(json).isEqualTo(spec);
        assertThat(read.toJson()).isEqualTo(json);
    }

    /** Another reader, with the rules of YAML 1.1, sees the same in it. */
    @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
    void otherReadersTakeItAlike(@ForAll(supplier = RandomSpecs.class) MeshSpec spec) {
        Object seen = new Yaml(new SafeConstructor(new LoaderOptions())).load(spec.toYaml());
        assertThat(withoutPrecision(seen))
                .describedAs(spec.toYaml())
                .isEqualTo(withoutPrecision(SpecWriter.tree(spec)));
    }

    /** Numbers as doubles, which is all that SnakeYAML makes of a fraction. */
    private static Object withoutPrecision(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> result = new HashMap<>();
            map.forEach((key, item) -> result.put(key, withoutPrecision(item)));
            return result;
        }
        if (value instanceof List<?> list) {
            return list.stream().map(SpecDocumentsTest::withoutPrecision).collect(Collectors.toList());
        }
        return value instanceof Number number ? (Object) number.doubleValue() : value;
    }

    @Test
    void writesNameRegionAndWhatIsNotTheDefault() {
        assertThat(MeshSpec.forRegion("us-west-2").toYaml()).isEqualTo("name: mesh\nregion: us-west-2\n");
        MeshSpec shop = MeshSpec.forRegion("us-west-2")
                .name("shop")
                .vpc(VpcSpec.defaults().availabilityZones(3).natGateways(NatGateways.ONE_PER_ZONE))
                .cluster(ClusterSpec.defaults().version("1.30").endpointAccess(EndpointAccess.PRIVATE))
                .nodeGroups(List.of(NodeGroupSpec.named("general")
                        .instanceTypes("m7g.large")
                        .maxSize(9)))
                .keyPair(KeyPairSpec.writtenTo(Path.of("shop.pem")))
                .istio(IstioSpec.version("1.30.3").addons(IstioAddon.KIALI).values(Map.of("pilot", Map.of("cpu", 1))))
                .tags(Map.of("team", "payments"));
        assertThat(shop.toYaml()).isEqualTo("""
                name: shop
                region: us-west-2
                vpc:
                  availabilityZones: 3
                  natGateways: ONE_PER_ZONE
                cluster:
                  version: "1.30"
                  endpointAccess: PRIVATE
                nodeGroups:
                - name: general
                  instanceTypes:
                  - m7g.large
                  minSize: 3
                  maxSize: 9
                  desiredSize: 3
                keyPair:
                  privateKeyFile: shop.pem
                istio:
                  version: 1.30.3
                  values:
                    pilot:
                      cpu: 1
                  addons:
                  - kiali
                tags:
                  team: payments
                """);
        assertThat(MeshSpec.read(shop.toJson())).isEqualTo(shop);
    }

    /** G2.3: the guide's own options, as a document. */
    @Test
    void theOperatorIsWrittenAsItsChartNamesIt() {
        MeshSpec guide = MeshSpec.forRegion("us-west-2")
                .istio(IstioSpec.version("1.9.3")
                        .operator(operator -> operator.hub("docker.io/istio")
                                .tag("1.9.3")
                                .operatorNamespace("istio-system")
                                .watchedNamespaces("istio-system", "team-a"))
                        .mutualTls(MutualTls.STRICT)
                        .revision("canary"));
        assertThat(guide.toYaml()).isEqualTo("""
                name: mesh
                region: us-west-2
                istio:
                  version: 1.9.3
                  operator:
                    hub: docker.io/istio
                    tag: 1.9.3
                    operatorNamespace: istio-system
                    watchedNamespaces:
                    - istio-system
                    - team-a
                  mutualTls: STRICT
                  revision: canary
                """);
        assertThat(MeshSpec.read(guide.toYaml())).isEqualTo(guide);
        assertThat(MeshSpec.read("region: r\nistio: {version: 1.9.3, operator: {}, mutualTls: strict}")
                        .istio()
                        .orElseThrow())
                .isEqualTo(IstioSpec.version("1.9.3")
                        .operator(operator -> operator)
                        .mutualTls(MutualTls.STRICT));
    }

    @Test
    void whatIsLeftOutIsTheDefault() {
        assertThat(MeshSpec.read("region: us-west-2")).isEqualTo(MeshSpec.forRegion("us-west-2"));
        assertThat(MeshSpec.read("region: us-west-2\nvpc:\nistio: {version: 1.30.3}"))
                .isEqualTo(MeshSpec.forRegion("us-west-2").istio(IstioSpec.version("1.30.3")));
        assertThat(MeshSpec.read("{\"region\": \"us-west-2\",\n\t\"vpc\": {\"zones\": [\"us-west-2a\", \"us-west-2b\","
                                + " \"us-west-2c\"]}}")
                        .vpc())
                .isEqualTo(VpcSpec.defaults().availabilityZones("us-west-2a", "us-west-2b", "us-west-2c"));
    }

    @ParameterizedTest
    @CsvSource({
        "'{name: a, minSize: 5}', 5, 5, 5",
        "'{name: a, maxSize: 2}', 2, 2, 2",
        "'{name: a, maxSize: 9}', 3, 9, 3",
        "'{name: a, minSize: 1, maxSize: 9, desiredSize: 4}', 1, 9, 4",
        "'{name: a, minSize: 5, maxSize: 2}', 5, 2, 2",
    })
    void sizesLeftOutFollowTheOthers(String group, int min, int max, int desired) {
        NodeGroupSpec read = MeshSpec.read("{region: r, nodeGroups: [" + group + "]}")
                .nodeGroups()
                .get(0);
        assertThat(List.of(read.minSize(), read.maxSize(), read.desiredSize())).containsExactly(min, max, desired);
    }

    @Test
    void numbersAreTakenAsWrittenWhereATextBelongs() {
        MeshSpec read = MeshSpec.read("region: us-west-2\ncluster:\n  version: 1.30\ntags: {cost: 0042, big: 1_000}");
        assertThat(read.cluster().version()).contains("1.30");
        assertThat(read.tags()).containsEntry("cost", "0042").containsEntry("big", "1_000");
    }

    @Test
    void whatSomebodyMayDoIsNotGuessed() {
        String role = "arn:aws:iam::111122223333:role/team";
        assertThat(problems("region: r\ncluster: {access: [{arn: '" + role + "', policies: [{namespaces: [shop]}]}]}"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.path()).isEqualTo("cluster.access[0].policies[0].policy"));
        assertThat(MeshSpec.read("region: r\ncluster: {access: [{arn: '" + role + "', policies: [{policy: edit}]}]}")
                        .cluster()
                        .access())
                .containsExactly(AccessSpec.of(role).policy(AccessPolicy.EDIT));
    }

    @Test
    void constantsAreReadInAnyCase() {
        assertThat(MeshSpec.read(
                                "{region: r, vpc: {natGateways: one-per-zone}, istio: {version: 1.30.3, profile: DEMO}}")
                        .vpc()
                        .natGateways())
                .isEqualTo(NatGateways.ONE_PER_ZONE);
    }

    @Test
    void everythingWrongIsSaidAtOnceWithPathLineAndTheNearestName() {
        List<SpecProblem> problems = problems("""
                name: shop
                vpc:
                  cdir: 10.0.0.0/16
                  availabilityZones: three
                  natGateways: ONE_PER_ZON
                cluster:
                  logTypes: audit
                nodeGroups:
                - name: a
                  labels: {debug: true}
                - instanceTypes: [t3.medium]
                istio:
                  version: 1.30.3
                  profile: dmeo
                  addons: [kialy]
                  charts: {folder: x, oci: "oci://y"}
                sytem: 1
                """);
        assertThat(problems)
                .extracting(SpecProblem::path)
                .containsExactlyInAnyOrder(
                        "region",
                        "vpc.cdir",
                        "vpc.availabilityZones",
                        "vpc.natGateways",
                        "cluster.logTypes",
                        "nodeGroups[0].labels[debug]",
                        "nodeGroups[1].name",
                        "istio.profile",
                        "istio.addons[0]",
                        "istio.charts.repository",
                        "sytem");
        assertThat(advice(problems, "vpc.cdir")).isEqualTo("Did you mean \"cidr\"?");
        assertThat(advice(problems, "vpc.natGateways")).isEqualTo("Did you mean \"ONE_PER_ZONE\"?");
        assertThat(advice(problems, "istio.profile")).isEqualTo("Did you mean \"demo\"?");
        assertThat(advice(problems, "istio.addons[0]")).isEqualTo("Did you mean \"kiali\"?");
        assertThat(advice(problems, "nodeGroups[0].labels[debug]")).contains("quotes");
        assertThat(problems)
                .filteredOn(problem -> problem.path().equals("vpc.availabilityZones"))
                .singleElement()
                .asString()
                .contains("line 4");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[1, 2]",
                "just text",
                "region: [",
                "{\"region\": \"r\"",
                "region: r\n---\nregion: s",
                "region: r\nregion: s",
                "{\"region\": \"r\", \"region\": \"s\"}",
                "tags: {a: b, a: c}\nregion: r",
                "region: &a r\nname: *a",
                "region: !!java.net.URL r",
                "region: r\ntags: {<<: {a: b}, c: *x}",
                "region: r\n\tname: x",
                "{\"region\": \"r\"} trailing"
            })
    void whatIsNoSpecDocumentIsRefused(String text) {
        assertThat(problems(text)).isNotEmpty().allSatisfy(problem -> {
            assertThat(problem.message()).isNotBlank();
            assertThat(problem.advice()).isNotBlank();
        });
    }

    @Test
    void hostileDocumentsAreBounded() {
        StringBuilder laughs = new StringBuilder("a0: &a0 [x, x]\n");
        for (int level = 1; level < 60; level++) {
            String other = "*a" + (level - 1);
            laughs.append("a").append(level).append(": &a").append(level).append(" [" + other + ", " + other + "]\n");
        }
        assertThat(problems(laughs.toString())).singleElement().asString().contains("anchor");
        assertThat(problems("region: " + "[".repeat(5000) + "]".repeat(5000))).isNotEmpty();
        assertThat(problems("{\"region\": " + "[".repeat(5000) + "]".repeat(5000) + "}"))
                .isNotEmpty();
        assertThat(problems("region: " + "x".repeat(2_000_000))).isNotEmpty();
        assertThat(problems("region: r\nvpc: {availabilityZones: " + "9".repeat(100_000) + "}"))
                .isNotEmpty();
        assertThat(problems("region: r\nvpc: {availabilityZones: 1e999999999}")).isNotEmpty();
    }

    @Test
    void valuesThatNoDocumentCanHoldAreNamed() {
        Map<String, Object> inner = new HashMap<>();
        inner.put("when", java.time.Instant.EPOCH);
        MeshSpec spec = MeshSpec.forRegion("us-west-2")
                .istio(IstioSpec.version("1.30.3").values(Map.of("pilot", inner, "rate", Double.NaN)));
        assertThat(catchThrowableOfType(InvalidSpecException.class, spec::toYaml)
                        .problems())
                .extracting(SpecProblem::path)
                .containsExactlyInAnyOrder("istio.values.pilot.when", "istio.values.rate");
    }

    @Test
    void valuesAreReadAsDeepAsTheyAreWritten() {
        MeshSpec deep = nested(48);
        assertThat(SpecCheck.problems(deep)).isEmpty();
        assertThat(MeshSpec.read(deep.toYaml())).isEqualTo(deep);
        assertThat(MeshSpec.read(deep.toJson())).isEqualTo(deep);
        MeshSpec deeper = nested(49);
        assertThat(SpecCheck.problems(deeper)).singleElement().asString().contains("nested deeper");
        assertThat(catchThrowableOfType(InvalidSpecException.class, deeper::toYaml))
                .isNotNull();
    }

    private static MeshSpec nested(int levels) {
        Map<String, Object> values = Map.of("leaf", 1);
        for (int level = 1; level < levels; level++) {
            values = Map.of("k", values);
        }
        return MeshSpec.forRegion("us-west-2").istio(IstioSpec.version("1.30.3").values(values));
    }

    @Test
    void aSpecDoesNotChangeBehindItsBack() {
        Map<String, Object> inner = new HashMap<>(Map.of("cpu", 1));
        IstioSpec istio = IstioSpec.version("1.30.3").values(Map.of("pilot", inner));
        inner.put("cpu", 2);
        assertThat(istio.values()).isEqualTo(Map.of("pilot", Map.of("cpu", 1)));
    }

    private static String advice(List<SpecProblem> problems, String path) {
        return problems.stream()
                .filter(problem -> problem.path().equals(path))
                .findFirst()
                .orElseThrow()
                .advice();
    }

    private static List<SpecProblem> problems(String text) {
        InvalidSpecException e = catchThrowableOfType(InvalidSpecException.class, () -> MeshSpec.read(text));
        assertThat(e).describedAs(text).isNotNull();
        return e.problems();
    }
}
