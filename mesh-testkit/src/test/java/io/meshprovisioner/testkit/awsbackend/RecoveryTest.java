package io.meshprovisioner.testkit.awsbackend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshprovisioner.error.AccessDeniedException;
import io.meshprovisioner.error.QuotaExceededException;
import io.meshprovisioner.testkit.aws.AwsAccount;
import io.meshprovisioner.testkit.aws.AwsOptions;
import io.meshprovisioner.testkit.aws.Quotas;
import io.meshprovisioner.testkit.aws.ResourceFate;
import io.meshprovisioner.testkit.kernel.ApiFault;
import io.meshprovisioner.testkit.kernel.RecordedCall;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ec2.model.ResourceType;

/** What AWS does to a run, and how it ends all the same. */
class RecoveryTest {
    private AwsBench bench = new AwsBench();

    @AfterEach
    void close() {
        bench.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ec2:CreateVpc",
                "ec2:CreateSubnet",
                "ec2:CreateInternetGateway",
                "ec2:AllocateAddress",
                "ec2:CreateNatGateway",
                "ec2:CreateRouteTable",
                "ec2:CreateLaunchTemplate",
                "iam:CreateRole",
                "eks:CreateCluster",
                "eks:CreateNodegroup",
                "eks:CreateAddon"
            })
    void aLostAnswerMakesNothingTwice(String operation) {
        bench.kernel.inject(operation, ApiFault.answerLost());
        bench.install();

        assertThat(bench.mine()).doesNotHaveDuplicates();
        assertThat(bench.provisioner().uninstall().nothingLeft()).isTrue();
        assertThat(bench.inventory()).isEmpty();
    }

    @Test
    void readsThatLagBehindMakeNothingTwice() {
        bench.close();
        bench = new AwsBench(AwsOptions.DEFAULT, Duration.ofSeconds(8));
        bench.kernel.inject("ec2:CreateVpc", ApiFault.answerLost());
        bench.kernel.inject("ec2:CreateSubnet", ApiFault.answerLost());
        bench.install();

        assertThat(bench.mine()).doesNotHaveDuplicates();
        assertThat(bench.install().changedNothing()).isTrue();
        assertThat(bench.provisioner().uninstall().nothingLeft()).isTrue();
    }

    @Test
    void natGatewayThatCameUpFailedIsMadeAnew() {
        bench.kernel.read(world -> {
            AwsAccount.of(world)
                    .lay(
                            AwsBench.REGION,
                            "ec2:CreateNatGateway",
                            new ResourceFate.Fails("InternalError", "Network interface could not be created"));
            return true;
        });
        bench.install();

        assertThat(bench.inventory())
                .filteredOn(line -> line.contains("natgateway available"))
                .hasSize(1);
        assertThat(bench.counts(0)).containsEntry("ec2:CreateNatGateway", 2L);
    }

    @Test
    void nodesThatCannotStartAreDiagnosedAtTheFirstSignAndTheNextRunGoesOn() {
        bench.close();
        bench = new AwsBench(AwsOptions.DEFAULT.withQuotas(Quotas.DEFAULT.withOnDemandVcpus(4)), Duration.ZERO);
        assertThatThrownBy(() -> bench.install())
                .isInstanceOf(QuotaExceededException.class)
                .hasMessageContaining("Node group \"default\" cannot start: EC2 says VcpuLimitExceeded in us-west-2"
                        + " (limit 4, in use 4, asked 6).")
                .hasMessageContaining("3 x t3.medium needs 6")
                .hasMessageContaining("L-1216C47A")
                .hasMessageContaining("install()");

        Instant asked = bench.kernel.calls().stream()
                .filter(call -> call.operation().equals("eks:CreateNodegroup"))
                .map(RecordedCall::at)
                .findFirst()
                .orElseThrow();
        assertThat(Duration.between(asked, bench.clock.now())).isLessThan(Duration.ofMinutes(1));

        bench.provisioner()
                .withNodes("default", nodes -> nodes.minSize(1).maxSize(2).desiredSize(2))
                .install();
    }

    @Test
    void quotaNamesWhatIsInUseAndHowToGoOn() {
        bench.close();
        bench = new AwsBench(AwsOptions.DEFAULT.withQuotas(Quotas.DEFAULT.withVpcs(1)), Duration.ZERO);
        bench.neighbour().ec2().createVpc(r -> r.cidrBlock("10.9.0.0/16"));

        assertThatThrownBy(() -> bench.install())
                .isInstanceOf(QuotaExceededException.class)
                .hasMessageContaining("L-F678F1CE")
                .hasMessageContaining("in use 1");
    }

    @Test
    void aDenialNamesTheStatementAndTheNextRunGoesOn() {
        bench.kernel.inject(
                "ec2:CreateNatGateway",
                ApiFault.error(
                        403,
                        "UnauthorizedOperation",
                        "You are not authorized to perform this operation. User: arn:aws:iam::1:user/x is not authorized"
                                + " to perform: ec2:CreateNatGateway on resource: arn:aws:ec2:us-west-2:1:natgateway/*"));
        assertThatThrownBy(() -> bench.install())
                .isInstanceOf(AccessDeniedException.class)
                .hasMessageContaining("\"Action\": \"ec2:CreateNatGateway\"");

        bench.install();
        assertThat(bench.mine()).doesNotHaveDuplicates();
    }

    @Test
    void whatIsThereTwiceIsReducedToTheOneWithDependents() {
        bench.install();
        List<String> before = bench.mine();
        bench.neighbour().ec2().createVpc(r -> r.cidrBlock("10.0.0.0/16")
                .tagSpecifications(t -> t.resourceType(ResourceType.VPC)
                        .tags(
                                tag("mesh-provisioner/mesh", "mesh"),
                                tag("mesh-provisioner/resource", "mesh/vpc"),
                                tag("mesh-provisioner/managed", "true"),
                                tag("Name", "mesh/vpc"))));

        bench.install();

        assertThat(bench.mine()).isEqualTo(before);
    }

    private static software.amazon.awssdk.services.ec2.model.Tag tag(String key, String value) {
        return software.amazon.awssdk.services.ec2.model.Tag.builder()
                .key(key)
                .value(value)
                .build();
    }
}
