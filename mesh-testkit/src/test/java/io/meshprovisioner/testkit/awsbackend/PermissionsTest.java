package io.meshprovisioner.testkit.awsbackend;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshprovisioner.plan.IamPolicy;
import io.meshprovisioner.plan.IamPolicy.Statement;
import io.meshprovisioner.spi.PermissionReport;
import io.meshprovisioner.testkit.aws.AwsOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** G1.1: what the caller may do is known before anything is made. */
class PermissionsTest {
    private static final Statement ASKING = new Statement(
            "Ask", List.of("iam:SimulatePrincipalPolicy"), List.of("arn:aws:iam::111122223333:user/tester"), List.of());

    private static final String DENIAL =
            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\",\"Action\":\"eks:Create*\",\"Resource\":\"*\"}]}";

    private static final String OF_A_DEPARTMENT =
            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"eks:*\","
                    + "\"Resource\":\"*\",\"Condition\":{\"StringEquals\":{\"aws:PrincipalTag/department\":\"platform\"}}}]}";

    @Test
    void exactlyTheGeneratedPolicyIsAllowed() {
        PermissionReport report = asked(needed(), List.of());
        assertThat(report.denied()).isEmpty();
        assertThat(report.unknown()).isEmpty();
        assertThat(report.allowed()).isEqualTo(needed().actions());
    }

    @Test
    void whatIsMissingIsNamedAllAtOnce() {
        IamPolicy less =
                needed().without("eks:CreateNodegroup").without("iam:PassRole").without("ec2:CreateVpc");
        PermissionReport report = asked(less, List.of());
        assertThat(report.denied()).containsExactly("ec2:CreateVpc", "eks:CreateNodegroup", "iam:PassRole");
        assertThat(report.toString()).contains("denied: [ec2:CreateVpc, eks:CreateNodegroup, iam:PassRole]");
    }

    @Test
    void aDenialWinsOverWhatIsAllowed() {
        Set<String> made = new TreeSet<>(needed().actions());
        made.removeIf(action -> !action.startsWith("eks:Create"));
        assertThat(asked(needed(), List.of(DENIAL)).denied()).isEqualTo(made).isNotEmpty();
    }

    /** EC2's dry runs answer whoever may not ask IAM. */
    @Test
    void whoMayNotAskIsToldWhatEc2Says() {
        IamPolicy silent = needed().without("ec2:CreateInternetGateway");
        try (AwsBench bench = new AwsBench(as(silent, List.of()), Duration.ZERO)) {
            PermissionReport report = bench.provisioner().checkPermissions();
            assertThat(report.denied()).containsExactly("ec2:CreateInternetGateway");
            assertThat(report.allowed()).containsExactly("ec2:CreateVpc");
            assertThat(report.unknown()).contains("eks:CreateCluster", "iam:CreateRole");
        }
    }

    /** The simulator is not told of tags that the caller bears. */
    @Test
    void whatHangsOnSomethingElseIsUnknown() {
        PermissionReport report = asked(needed().without("eks:CreateCluster"), List.of(OF_A_DEPARTMENT));
        assertThat(report.unknown()).containsExactly("eks:CreateCluster");
        assertThat(report.denied()).isEmpty();
    }

    private static PermissionReport asked(IamPolicy policy, List<String> more) {
        List<Statement> statements = new ArrayList<>(policy.statements());
        statements.add(ASKING);
        try (AwsBench bench = new AwsBench(as(new IamPolicy(statements), more), Duration.ZERO)) {
            List<String> before = bench.inventory();
            PermissionReport report = bench.provisioner().checkPermissions();
            assertThat(bench.inventory()).as("nothing is made").isEqualTo(before);
            return report;
        }
    }

    private static IamPolicy needed() {
        try (AwsBench bench = new AwsBench()) {
            return bench.provisioner().plan().iamPolicy();
        }
    }

    private static AwsOptions as(IamPolicy policy, List<String> more) {
        List<String> documents = new ArrayList<>(
                policy.parts().stream().map(IamPolicy::toCompactJson).toList());
        documents.addAll(more);
        return AwsOptions.DEFAULT.withUser("tester", documents);
    }
}
