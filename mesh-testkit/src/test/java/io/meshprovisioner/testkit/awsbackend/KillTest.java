package io.meshprovisioner.testkit.awsbackend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshprovisioner.testkit.kernel.CallObserver;
import io.meshprovisioner.testkit.kernel.Exchange;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A run that is killed at a call leaves nothing that the next does not find. */
class KillTest {
    private final AwsBench bench = new AwsBench();

    @AfterEach
    void close() {
        bench.close();
    }

    @ParameterizedTest
    @CsvSource({
        "ec2:CreateVpc,true",
        "ec2:CreateSubnet,true",
        "ec2:CreateInternetGateway,false",
        "ec2:AllocateAddress,true",
        "ec2:CreateNatGateway,true",
        "iam:CreateRole,true",
        "eks:CreateCluster,true",
        "eks:CreateNodegroup,true",
    })
    void theNextInstallFindsWhatTheKilledOneMade(String operation, boolean effected) {
        bench.kill(operation, effected);
        assertThatThrownBy(bench::install).hasStackTraceContaining("RunKilledException");
        bench.kernel.observe(CallObserver.NONE);

        bench.install();

        assertThat(bench.mine()).doesNotHaveDuplicates();
        assertThat(bench.provisioner().uninstall().nothingLeft()).isTrue();
        assertThat(bench.inventory()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"eks:DeleteNodegroup,true", "eks:DeleteCluster,false", "ec2:DeleteSubnet,true", "iam:DeleteRole,true"})
    void theNextUninstallFinishesTheKilledOne(String operation, boolean effected) {
        bench.install();
        bench.kill(operation, effected);
        assertThatThrownBy(() -> bench.provisioner().uninstall()).hasStackTraceContaining("RunKilledException");
        bench.kernel.observe(CallObserver.NONE);

        assertThat(bench.provisioner().uninstall().nothingLeft()).isTrue();
        assertThat(bench.inventory()).isEmpty();
    }

    /** Zones are chosen in one order, whichever zone's subnet an earlier run got to make first. */
    @Test
    void whicheverSubnetIsThereFirstTheOthersKeepTheirBlocks() {
        List<String> whole = bench.install().entries().stream()
                .map(entry -> entry.title())
                .filter(title -> title.contains("subnet 10."))
                .sorted()
                .toList();
        bench.provisioner().uninstall();
        for (int subnet = 0; subnet < 4; subnet++) {
            killAtNumber("ec2:CreateSubnet", subnet);
            assertThatThrownBy(bench::install).hasStackTraceContaining("RunKilledException");
            bench.kernel.observe(CallObserver.NONE);
            assertThat(bench.install().entries().stream()
                            .map(entry -> entry.title())
                            .filter(title -> title.contains("subnet 10."))
                            .sorted()
                            .toList())
                    .isEqualTo(whole);
            bench.provisioner().uninstall();
        }
    }

    private void killAtNumber(String operation, int number) {
        bench.kernel.observe(new CallObserver() {
            private int seen;

            @Override
            public boolean afterEffect(int index, Exchange exchange) {
                return !exchange.operation().equals(operation) || seen++ != number;
            }
        });
    }
}
