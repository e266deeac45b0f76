package io.meshprovisioner.testkit.mainjob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.meshprovisioner.MeshProvisioner;
import io.meshprovisioner.error.InvalidSpecException;
import io.meshprovisioner.error.MeshException;
import io.meshprovisioner.error.ResourceFailedException;
import io.meshprovisioner.testkit.Sandbox;
import io.meshprovisioner.testkit.kernel.ApiFault;
import io.meshprovisioner.testkit.kernel.RecordedCall;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What cannot work is refused before the first changing call, all of it together, with path and advice. */
class RefusalsTest {

    @Test
    void everythingWrongIsSaidAtOnceAndNothingIsCalled() {
        try (Sandbox sandbox = Sandbox.start()) {
            InvalidSpecException refused =
                    catchThrowableOfType(InvalidSpecException.class, () -> sandbox.provisioner("us-west2")
                            .withName("Not A Name")
                            .withVpc(vpc -> vpc.cidr("10.0.0.0/16")
                                    .availabilityZones(1)
                                    .publicSubnets("10.0.0.0/24")
                                    .privateSubnets("10.0.0.128/25"))
                            .withIstio("1.30.3.4")
                            .install());

            assertThat(refused.problems())
                    .extracting(problem -> problem.path())
                    .contains("region", "name", "istio.version")
                    .anyMatch(path -> path.startsWith("vpc."));
            assertThat(refused.problems())
                    .allSatisfy(problem -> assertThat(problem.advice()).isNotBlank());
            assertThat(sandbox.calls()).isEmpty();
        }
    }

    @Test
    void istioThatNoOfferedKubernetesTakesIsRefusedWithWhatFits() {
        refused(provisioner -> provisioner.withIstio("1.9.3"), "1.30", "istio.version");
    }

    @Test
    void aClusterVersionThatIstioDoesNotTakeIsRefused() {
        refused(
                provisioner -> provisioner
                        .withCluster(cluster -> cluster.version("1.35"))
                        .withIstio("1.9.3"),
                "1.30",
                "1.21 at most",
                "istio.version");
    }

    @Test
    void aZoneThatIsNotThereIsRefused() {
        refused(
                provisioner -> provisioner
                        .withVpc(vpc -> vpc.availabilityZones("us-west-2a", "us-west-2x"))
                        .withIstio("1.30.3"),
                "us-west-2x",
                "vpc");
    }

    private static void refused(UnaryOperator<MeshProvisioner> change, String... words) {
        try (Sandbox sandbox = Sandbox.start()) {
            InvalidSpecException refused =
                    catchThrowableOfType(InvalidSpecException.class, () -> change.apply(sandbox.provisioner())
                            .install());
            assertThat(refused).isNotNull();
            assertThat(refused.getMessage()).contains(words);
            assertThat(sandbox.leftovers()).isEmpty();
            assertThat(sandbox.calls())
                    .extracting(RecordedCall::operation)
                    .noneMatch(operation -> operation.contains(":Create") || operation.contains(":Put"));
        }
    }

    @Test
    void aFailingNodeGroupIsToldAtTheFirstSign() {
        try (Sandbox sandbox = Sandbox.start()) {
            sandbox.inject(
                    "ec2:CreateRoute",
                    ApiFault.error(403, "UnauthorizedOperation", "You are not authorized to perform this operation."));
            Instant start = sandbox.now();
            assertThatThrownBy(() -> sandbox.provisioner().withIstio("1.30.3").install())
                    .isInstanceOf(MeshException.class)
                    .hasMessageContaining("ec2:CreateRoute");
            assertThat(Duration.between(start, sandbox.now())).isLessThan(Duration.ofMinutes(2));
        }
    }

    @Test
    void aQuotaThatIsUsedUpIsNamedWithItsNumbers() {
        try (Sandbox sandbox = Sandbox.start()) {
            assertThatThrownBy(() -> sandbox.provisioner()
                            .withNodes("many", nodes -> nodes.instanceTypes("m5.4xlarge")
                                    .minSize(5))
                            .withIstio("1.30.3")
                            .install())
                    .isInstanceOfAny(ResourceFailedException.class, MeshException.class)
                    .hasMessageContaining("VcpuLimitExceeded")
                    .hasMessageContaining("32");
            assertThat(sandbox.provisioner().uninstall().nothingLeft()).isTrue();
            assertThat(sandbox.leftovers()).isEmpty();
        }
    }
}
