package io.meshprovisioner.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshprovisioner.error.InvalidSpecException;
import io.meshprovisioner.error.SpecProblem;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Guide row G1.3 and all else that can be refused before the first call. */
class SpecCheckTest {
    @TempDir
    Path folder;

    static Stream<WrongSpecs.Case> wrong() {
        return WrongSpecs.all();
    }

    @Test
    void thereAreManyCases() {
        assertThat(wrong().distinct()).hasSizeGreaterThan(100);
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void theWrongSpecHasItsOneProblemAndTheNeighbourNone(WrongSpecs.Case wrong) {
        assertThat(SpecCheck.problems(wrong.right())).isEmpty();
        assertThat(SpecCheck.problems(wrong.wrong())).singleElement().satisfies(problem -> {
            assertThat(problem.path()).isEqualTo(wrong.path());
            assertThat(problem.message()).isNotBlank().doesNotContain("\n");
            assertThat(problem.advice()).contains(wrong.advice());
        });
        assertThat(differences(wrong.wrong(), wrong.right())).isEqualTo(1);
    }

    @Test
    void everythingIsSaidAtOnceInTheOrderOfTheSpec() {
        MeshSpec spec = MeshSpec.forRegion("us-west2")
                .name("Shop")
                .vpc(VpcSpec.defaults().cidr("10.0.0.0/8").availabilityZones(1))
                .cluster(ClusterSpec.defaults().version("1.35.1").logTypes("audits"))
                .nodeGroups(List.of(NodeGroupSpec.named("general").instanceTypes("t3")))
                .istio(IstioSpec.version("1.30"))
                .tags(Map.of("aws:x", "y"));
        List<SpecProblem> problems = SpecCheck.problems(spec);
        assertThat(problems)
                .extracting(SpecProblem::path)
                .containsExactly(
                        "name",
                        "region",
                        "vpc.cidr",
                        "vpc.availabilityZones",
                        "cluster.version",
                        "cluster.logTypes[0]",
                        "nodeGroups[general].instanceTypes[0]",
                        "istio.version",
                        "tags[aws:x]");
        assertThat(new InvalidSpecException(problems))
                .hasMessageContaining("9 problems")
                .hasMessageContaining("1.30.0");
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void anySpecIsJudgedWithoutFailing(@ForAll(supplier = RandomSpecs.class) MeshSpec spec) {
        assertThat(SpecCheck.problems(spec)).allSatisfy(problem -> {
            assertThat(problem.path()).isNotBlank();
            assertThat(problem.message()).isNotBlank();
            assertThat(problem.advice()).isNotBlank();
        });
        assertThat(SpecCheck.warnings(spec)).doesNotContainNull();
    }

    @Test
    void theGuidesMeshHasNothingAgainstIt() {
        MeshSpec guide = MeshSpec.forRegion("us-west-2").istio(IstioSpec.version("1.9.3"));
        assertThat(SpecCheck.problems(guide)).isEmpty();
        assertThat(SpecCheck.warnings(guide)).isEmpty();
    }

    @Test
    void aNetworkOfAnySizeThatFitsIsTaken() {
        for (int prefix = 16; prefix <= 28; prefix++) {
            VpcSpec vpc = VpcSpec.defaults().cidr("10.0.0.0/" + prefix);
            boolean taken = SpecCheck.problems(WrongSpecs.base().vpc(vpc)).isEmpty();
            assertThat(taken).describedAs(vpc.cidr()).isEqualTo(prefix <= 25);
        }
    }

    @Test
    void whatWorksButIsUnwiseIsAWarning() {
        assertThat(warning(WrongSpecs.base().vpc(VpcSpec.defaults().cidr("52.0.0.0/16"))))
                .contains("not private");
        assertThat(warning(WrongSpecs.base().vpc(VpcSpec.defaults().cidr("172.17.0.0/16"))))
                .contains("Docker");
        assertThat(warning(WrongSpecs.base().vpc(VpcSpec.defaults().cidr("10.0.0.0/25"))))
                .contains("16 free");
        assertThat(warning(nodes(NodeGroupSpec.named("g").diskSizeGiB(8)))).contains("20 GiB");
        assertThat(warning(
                        nodes(NodeGroupSpec.named("g").instanceTypes("t3.small").minSize(5))))
                .contains("2 GiB");
        assertThat(warning(nodes(
                        NodeGroupSpec.named("g").instanceTypes("m6g.medium").maxSize(1))))
                .isEmpty();
        assertThat(warning(
                        nodes(NodeGroupSpec.named("g").instanceTypes("t3.micro").maxSize(1))))
                .contains("hold 4 pods")
                .contains("need about 6");
        assertThat(warning(WrongSpecs.base()
                        .vpc(VpcSpec.defaults().cidr("10.0.0.0/24"))
                        .nodeGroups(List.of(NodeGroupSpec.named("g").maxSize(60)))))
                .contains("60 nodes with their pods take more");
    }

    @Test
    void aRegionThatCameLaterCanBeNamed() {
        MeshSpec spec = MeshSpec.forRegion("us-gov-north-1");
        assertThat(SpecCheck.problems(spec)).extracting(SpecProblem::path).containsExactly("region");
        Regions regions = Regions.known().with("us-gov-north-1", "cn-south-1", "ap-north-7");
        assertThat(SpecCheck.problems(spec, regions)).isEmpty();
        assertThat(regions.partition("us-gov-north-1")).contains("aws-us-gov");
        assertThat(regions.partition("cn-south-1")).contains("aws-cn");
        assertThat(regions.partition("ap-north-7")).contains("aws");
        assertThat(Regions.known().partition("cn-north-1")).contains("aws-cn");
        assertThat(Regions.known().partition("ap-north-7")).isEmpty();
        assertThatThrownBy(() -> Regions.known().with("us-west2")).hasMessageContaining("us-west-2");
    }

    @Test
    void aKeyFileIsWrittenWhereItCanBe() throws IOException {
        assertThat(keyPair(folder.resolve("mesh.pem"))).isEmpty();
        assertThat(keyPair(folder.resolve("none/mesh.pem"))).contains("does not exist");
        assertThat(keyPair(folder)).contains("is a folder");
        assertThat(problem(WrongSpecs.base()
                        .keyPair(new KeyPairSpec(Optional.of("schlüssel"), Optional.of(folder.resolve("mesh.pem"))))))
                .startsWith("keyPair.name");
    }

    @Test
    void aKeyFileThatOthersCanReadIsRefused() throws IOException {
        Assumptions.assumeTrue(
                FileSystems.getDefault().supportedFileAttributeViews().contains("posix"),
                "This file system has no POSIX permissions.");
        Path file = Files.writeString(folder.resolve("mesh.pem"), "key");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThat(keyPair(file)).contains("chmod 600 " + file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertThat(keyPair(file)).isEmpty();
    }

    private static MeshSpec nodes(NodeGroupSpec group) {
        return WrongSpecs.base().nodeGroups(List.of(group));
    }

    private static String keyPair(Path file) {
        return problem(WrongSpecs.base().keyPair(KeyPairSpec.writtenTo(file)));
    }

    private static String problem(MeshSpec spec) {
        return SpecCheck.problems(spec).stream()
                .map(SpecProblem::toString)
                .findFirst()
                .orElse("");
    }

    private static String warning(MeshSpec spec) {
        assertThat(SpecCheck.problems(spec)).isEmpty();
        return SpecCheck.warnings(spec).stream()
                .map(SpecProblem::toString)
                .findFirst()
                .orElse("");
    }

    /** In how many fields two values differ; a list of plain values is one field. */
    private static int differences(Object one, Object other) {
        if (one.equals(other)) {
            return 0;
        }
        if (one instanceof Record && one.getClass() == other.getClass() && !(one instanceof ChartSource)) {
            return Stream.of(one.getClass().getRecordComponents())
                    .mapToInt(component -> differences(get(component, one), get(component, other)))
                    .sum();
        }
        if (one instanceof List<?> left && other instanceof List<?> right && left.size() == right.size()) {
            boolean records = left.stream().allMatch(Record.class::isInstance);
            int sum = 0;
            for (int index = 0; index < left.size(); index++) {
                sum += differences(left.get(index), right.get(index));
            }
            return records ? sum : 1;
        }
        if (one instanceof Optional<?> left && other instanceof Optional<?> right) {
            return left.isPresent() && right.isPresent() ? differences(left.get(), right.get()) : 1;
        }
        return 1;
    }

    private static Object get(RecordComponent component, Object value) {
        try {
            return component.getAccessor().invoke(value);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
