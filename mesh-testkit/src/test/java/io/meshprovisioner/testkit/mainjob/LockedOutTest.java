package io.meshprovisioner.testkit.mainjob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshprovisioner.UninstallPlan;
import io.meshprovisioner.UninstallReport;
import io.meshprovisioner.error.CredentialsException;
import io.meshprovisioner.event.MeshEvent;
import io.meshprovisioner.event.MeshEvent.ClusterNotEmptied;
import io.meshprovisioner.testkit.aws.AwsOptions;
import io.meshprovisioner.testkit.kernel.ApiFault;
import io.meshprovisioner.testkit.memory.InMemorySandbox;
import io.meshprovisioner.testkit.world.Era;
import io.meshprovisioner.testkit.world.World;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.eks.EksClient;

/** An uninstall whom the cluster does not know any more takes it down through the cloud, and says so. */
class LockedOutTest {
    private static final String CALLER = AwsOptions.DEFAULT.defaultKey().principalArn();
    private static final String EKS_POLICIES = "arn:aws:eks::aws:cluster-access-policy/";

    private final List<MeshEvent> events = new ArrayList<>();

    @Test
    void anAccessEntryThatIsGoneStopsNoUninstall() {
        try (InMemorySandbox sandbox = installed();
                EksClient eks = sandbox.eks()) {
            eks.deleteAccessEntry(entry -> entry.clusterName("mesh").principalArn(CALLER));

            UninstallPlan plan = sandbox.newRun().uninstallPlan(how -> how);
            assertThat(plan.removals()).contains("EKS cluster mesh");
            assertThat(plan.notes()).singleElement().asString().contains("does not accept our credentials");
            takenDown(sandbox, "does not accept our credentials");
        }
    }

    /** It may look, but not delete: the first Service that it may not take away tells. */
    @Test
    void aCallerWhoMayOnlyLookIsStoppedOnTheWayAndGoesOn() {
        try (InMemorySandbox sandbox = installed();
                EksClient eks = sandbox.eks()) {
            eks.associateAccessPolicy(view -> view.clusterName("mesh")
                    .principalArn(CALLER)
                    .policyArn(EKS_POLICIES + "AmazonEKSAdminViewPolicy")
                    .accessScope(scope -> scope.type("cluster")));
            eks.disassociateAccessPolicy(admin -> admin.clusterName("mesh")
                    .principalArn(CALLER)
                    .policyArn(EKS_POLICIES + "AmazonEKSClusterAdminPolicy"));

            UninstallReport report = takenDown(sandbox, "does not allow us to");
            assertThat(report.removed())
                    .as("what was left is not said to be deleted one by one")
                    .noneMatch(line -> line.contains("istio-ingress"));
        }
    }

    @Test
    void whomAwsDoesNotKnowIsStillToldSo() {
        try (InMemorySandbox sandbox = installed()) {
            sandbox.kernel()
                    .inject(
                            "eks:DescribeCluster",
                            ApiFault.error(
                                            403,
                                            "ExpiredTokenException",
                                            "The security token included in the request is expired")
                                    .always());
            assertThatThrownBy(() -> sandbox.newRun().uninstall())
                    .isInstanceOf(CredentialsException.class)
                    .hasMessageContaining("AWS does not accept the credentials");
        }
    }

    private static InMemorySandbox installed() {
        InMemorySandbox sandbox = new InMemorySandbox(Era.TODAY, 0);
        sandbox.newRun().withIstio("1.30.3").install().close();
        return sandbox;
    }

    private UninstallReport takenDown(InMemorySandbox sandbox, String reason) {
        UninstallReport report = sandbox.newRun().withListener(events::add).uninstall();
        assertThat(report.nothingLeft()).as(report.toString()).isTrue();
        assertThat(report.notes()).singleElement().asString().contains(reason);
        assertThat(report.toString()).contains("The cluster could not be emptied first");
        assertThat(events)
                .filteredOn(ClusterNotEmptied.class::isInstance)
                .singleElement()
                .satisfies(event ->
                        assertThat(((ClusterNotEmptied) event).reason()).contains(reason));
        assertThat(sandbox.kernel().read(World::inventory)).isEmpty();
        return report;
    }
}
