package io.meshprovisioner.testkit.awsbackend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshprovisioner.Plan;
import io.meshprovisioner.PlannedStep;
import io.meshprovisioner.error.ResourceConflictException;
import io.meshprovisioner.event.Timeline;
import io.meshprovisioner.spec.EndpointAccess;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What differs is told field by field, and brought about where AWS can. */
class DriftTest {
    private final AwsBench bench = new AwsBench();

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void whatCanBeUpdatedIsUpdatedInPlace() {
        bench.install();
        Plan plan = bench.provisioner()
                .withCluster(c -> c.endpointAccess(EndpointAccess.PUBLIC).logTypes("audit"))
                .withNodes("default", n -> n.maxSize(5).label("tier", "web"))
                .withTag("team", "payments")
                .plan();
        assertThat(plan.steps())
                .filteredOn(step -> step.action() == PlannedStep.Action.UPDATE)
                .flatExtracting(PlannedStep::differences)
                .extracting("field")
                .contains(
                        "resourcesVpcConfig.endpointPrivateAccess",
                        "logging",
                        "scalingConfig.maxSize",
                        "labels",
                        "tags.team");

        bench.provisioner()
                .withCluster(c -> c.endpointAccess(EndpointAccess.PUBLIC).logTypes("audit"))
                .withNodes("default", n -> n.maxSize(5).label("tier", "web"))
                .withTag("team", "payments")
                .install();

        assertThat(bench.provisioner()
                        .withCluster(
                                c -> c.endpointAccess(EndpointAccess.PUBLIC).logTypes("audit"))
                        .withNodes("default", n -> n.maxSize(5).label("tier", "web"))
                        .withTag("team", "payments")
                        .plan()
                        .changesNothing())
                .isTrue();
        assertThat(bench.inventory())
                .anyMatch(line -> line.contains("nodegroup mesh/default") && line.contains("max=5"))
                .filteredOn(line -> line.contains("mesh-provisioner/mesh=mesh"))
                .allMatch(line -> line.contains("team=payments"));
    }

    @Test
    void aChangedLaunchTemplateIsRolledOutInTheSameRun() {
        bench.install();
        Timeline larger = bench.provisioner()
                .withNodes("default", nodes -> nodes.diskSizeGiB(40))
                .install()
                .timeline()
                .orElseThrow();

        assertThat(larger.changedNothing()).isFalse();
        assertThat(bench.counts(0))
                .containsEntry("ec2:CreateLaunchTemplateVersion", 1L)
                .containsEntry("eks:UpdateNodegroupVersion", 1L);
        assertThat(bench.inventory())
                .filteredOn(line -> line.contains("ec2 volume 40"))
                .hasSize(3);
        assertThat(bench.provisioner()
                        .withNodes("default", nodes -> nodes.diskSizeGiB(40))
                        .plan()
                        .changesNothing())
                .isTrue();
    }

    @Test
    void whatOnlyAReplacementBringsAboutIsRefusedWithTheDifferences() {
        bench.install();
        assertThatThrownBy(() -> bench.provisioner().withVpc("10.1.0.0/16").install())
                .isInstanceOf(ResourceConflictException.class)
                .hasMessageContaining("cidrBlock: 10.0.0.0/16 -> 10.1.0.0/16");
    }

    @Test
    void somebodysChangesAreTakenBack() {
        bench.install();
        Neighbour user = bench.neighbour();
        user.ec2().deleteTags(r -> r.resources(user.subnet("mesh/public-us-west-2a"))
                .tags(t -> t.key("kubernetes.io/role/elb")));
        user.iam().detachRolePolicy(r -> r.roleName("mesh-us-west-2-node")
                .policyArn("arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy"));

        assertThat(bench.install().changedNothing()).isFalse();
        assertThat(bench.install().changedNothing()).isTrue();
    }

    /** G1.2 and G1.5: a key pair made here, and SSH that is never open to the world. */
    @Test
    void keyPairIsMadeImportedAndRemovedAndTheFileStays() throws Exception {
        Path file = folder.resolve("mesh.key");
        bench.provisioner().withKeyPair(file).install();

        assertThat(Files.readString(file)).contains("OPENSSH PRIVATE KEY");
        assertThat(bench.inventory())
                .anyMatch(line -> line.contains("key-pair mesh"))
                .anyMatch(line -> line.contains("mesh-node-ssh") && line.contains("10.0.0.0/16"))
                .noneMatch(line -> line.contains("in tcp 22-22 0.0.0.0/0"));
        assertThat(bench.provisioner()
                        .withKeyPair(file)
                        .install()
                        .timeline()
                        .orElseThrow()
                        .changedNothing())
                .isTrue();
        assertThat(bench.provisioner().uninstall().nothingLeft()).isTrue();
        assertThat(bench.inventory()).isEmpty();
        assertThat(file).exists();
    }

    @Test
    void anotherKeyPairOfThatNameIsNotTaken() {
        bench.neighbour().ec2().createKeyPair(r -> r.keyName("mesh"));

        assertThatThrownBy(() -> bench.provisioner()
                        .withKeyPair(folder.resolve("mesh.key"))
                        .install())
                .isInstanceOf(ResourceConflictException.class)
                .hasMessageContaining("key pair named mesh");
    }
}
