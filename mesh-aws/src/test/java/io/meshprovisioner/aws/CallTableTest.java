package io.meshprovisioner.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** From calls to IAM actions, and how far each reaches. */
class CallTableTest {
    @Test
    void aCallNeedsItsOwnActionAndWhatTheReferenceSaysBesides() {
        assertThat(CallTable.actions("ec2:DeleteVpc")).containsExactly("ec2:DeleteVpc");
        assertThat(CallTable.actions("ec2:CreateVpc")).containsExactlyInAnyOrder("ec2:CreateVpc", "ec2:CreateTags");
        assertThat(CallTable.actions("elasticloadbalancingv2:DeleteTargetGroup"))
                .containsExactly("elasticloadbalancing:DeleteTargetGroup");
        assertThat(CallTable.actions("sts:GetCallerIdentity")).isEmpty();
    }

    @Test
    void theDocumentedTableIsTheTable() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("..", "docs", "permissions.md"));
        for (String call : CallTable.calls()) {
            String row = lines.stream()
                    .filter(line -> line.startsWith("| `") && line.split("\\|")[1].contains("`" + call + "`"))
                    .findFirst()
                    .orElse("");
            Set<String> besides = CallTable.actions(call);
            besides.remove(call);
            assertThat(besides).as(call).allMatch(action -> row.split("\\|")[2].contains("`" + action + "`"));
        }
    }

    @Test
    void nothingReachesFurtherThanIsKnown() {
        assertThat(Reach.of("ec2:DescribeVpcs")).containsExactly(Reach.LOOK);
        assertThat(Reach.of("ec2:CreateSubnet")).containsExactlyInAnyOrder(Reach.MAKE, Reach.OURS);
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> Reach.of("ec2:TerminateInstances"))
                .isInstanceOf(IllegalStateException.class);
    }
}
