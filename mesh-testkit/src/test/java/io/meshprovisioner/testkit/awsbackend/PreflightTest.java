package io.meshprovisioner.testkit.awsbackend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.meshprovisioner.MeshProvisioner;
import io.meshprovisioner.error.CredentialsException;
import io.meshprovisioner.error.InvalidSpecException;
import io.meshprovisioner.error.SpecProblem;
import io.meshprovisioner.spi.CloudAccess;
import io.meshprovisioner.spi.CloudAccess.CloudCredentials;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What account and region do not offer is refused together, before anything changes. */
class PreflightTest {
    private final AwsBench bench = new AwsBench();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void everythingThatIsNotOfferedIsToldAtOnce() {
        List<SpecProblem> problems = problems(bench.provisioner()
                .withVpc(vpc -> vpc.availabilityZones("us-west-2a", "us-west-2x"))
                .withCluster(cluster -> cluster.version("1.19"))
                .withNodes("big", nodes -> nodes.instanceTypes("zz9.large")));

        assertThat(problems)
                .extracting(SpecProblem::path)
                .contains("vpc.zones", "cluster.version", "nodeGroups[big].instanceTypes");
        assertThat(problems).allMatch(problem -> !problem.advice().isBlank());
        assertThat(bench.inventory()).isEmpty();
    }

    @Test
    void moreZonesThanThereAre() {
        assertThat(problems(bench.provisioner().withVpc(vpc -> vpc.availabilityZones(9))))
                .extracting(SpecProblem::path)
                .contains("vpc.availabilityZones");
    }

    @Test
    void credentialsOfAnotherAccount() {
        CredentialsException refused = catchThrowableOfType(CredentialsException.class, () -> bench.provisioner()
                .withCloudAccess(new CloudAccess(
                        Optional.of(bench.server.endpoint()),
                        Optional.of(bench.credentials(0)),
                        Optional.of("999999999999")))
                .install());

        assertThat(refused).hasMessageContaining("111122223333").hasMessageContaining("999999999999");
        assertThat(bench.inventory()).isEmpty();
    }

    @Test
    void unknownCredentials() {
        CredentialsException refused = catchThrowableOfType(CredentialsException.class, () -> bench.provisioner()
                .withCloudAccess(new CloudAccess(
                        Optional.of(bench.server.endpoint()),
                        Optional.of(new CloudCredentials("AKIANOBODY0000000000", "x", Optional.empty())),
                        Optional.empty()))
                .install());

        assertThat(refused).hasMessageContaining("Refresh the credentials");
    }

    private static List<SpecProblem> problems(MeshProvisioner provisioner) {
        InvalidSpecException refused = catchThrowableOfType(InvalidSpecException.class, provisioner::install);
        return refused == null ? List.of() : refused.problems();
    }
}
