package io.meshprovisioner.testkit.awsbackend;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshprovisioner.MeshProvisioner;
import io.meshprovisioner.Plan;
import io.meshprovisioner.PlannedStep;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.eks.EksClient;

/** Node groups, Fargate profiles and add-ons of an older spec go once what the newer one names is ready. */
class FormerCapacityTest {
    private static final String AGENT = "eks-pod-identity-agent";

    private final AwsBench bench = new AwsBench();

    @AfterEach
    void close() {
        bench.close();
    }

    private static MeshProvisioner general(MeshProvisioner base) {
        return base.withNodes("general", nodes -> nodes.minSize(2).maxSize(2));
    }

    private static MeshProvisioner more(MeshProvisioner base) {
        return general(base)
                .withCluster(c -> c.addon("aws-ebs-csi-driver"))
                .withNodes("batch", nodes -> nodes.minSize(1).maxSize(1))
                .withFargate("jobs", f -> f.selector("jobs"))
                .withFargate("reports", f -> f.selector("reports"))
                .withCluster(c -> c.podIdentity(
                        "shop", "orders", who -> who.managedPolicies("arn:aws:iam::aws:policy/ReadOnlyAccess")));
    }

    private EksClient eks() {
        return bench.neighbour().eks();
    }

    private List<String> groups() {
        return eks().listNodegroups(r -> r.clusterName("mesh")).nodegroups();
    }

    private List<String> profiles() {
        return eks().listFargateProfiles(r -> r.clusterName("mesh")).fargateProfileNames();
    }

    private List<String> addons() {
        return eks().listAddons(r -> r.clusterName("mesh")).addons();
    }

    @Test
    void aPlanShowsThemAndTheNextInstallTakesThemAway() {
        more(bench.provisioner()).install();
        assertThat(groups()).containsExactlyInAnyOrder("batch", "general");
        assertThat(addons()).contains(AGENT);

        Plan plan = general(bench.provisioner()).plan();
        assertThat(plan.steps())
                .filteredOn(step -> step.action() == PlannedStep.Action.DELETE)
                .extracting(PlannedStep::title)
                .containsExactlyInAnyOrder(
                        "node group batch",
                        "ec2:LaunchTemplate mesh-batch",
                        "Fargate profile jobs",
                        "Fargate profile reports",
                        "EKS add-on " + AGENT,
                        "EKS add-on aws-ebs-csi-driver",
                        "role of the pods of shop/orders");
        assertThat(groups()).as("a plan changes nothing").hasSize(2);

        general(bench.provisioner()).install();
        assertThat(groups()).containsExactly("general");
        assertThat(profiles()).isEmpty();
        assertThat(addons()).containsExactlyInAnyOrder("vpc-cni", "kube-proxy", "coredns");
        assertThat(bench.inventory()).noneMatch(line -> line.contains("batch"));
        assertThat(general(bench.provisioner()).plan().changesNothing()).isTrue();

        assertThat(bench.provisioner().uninstall().nothingLeft()).isTrue();
        assertThat(bench.inventory()).isEmpty();
    }

    @Test
    void aGroupWithAnotherNameTakesTheOldOnesPlaceOnlyWhenItIsReady() {
        general(bench.provisioner()).install();
        bench.provisioner()
                .withNodes("newer", nodes -> nodes.minSize(2).maxSize(2))
                .install();

        assertThat(groups()).containsExactly("newer");
        List<String> changes = bench.kernel.calls().stream()
                .map(call -> call.operation())
                .filter(operation -> operation.matches("eks:(Create|Describe|Delete)Nodegroup"))
                .toList();
        assertThat(changes.subList(changes.lastIndexOf("eks:CreateNodegroup"), changes.indexOf("eks:DeleteNodegroup")))
                .as("looked at until it is ready")
                .contains("eks:DescribeNodegroup");
    }

    @Test
    void whatIsNotOursStaysAndSoDoesAnAgentThatOthersNeed() {
        more(bench.provisioner()).install();
        EksClient eks = eks();
        String profile = eks.describeFargateProfile(r -> r.clusterName("mesh").fargateProfileName("reports"))
                .fargateProfile()
                .fargateProfileArn();
        String group = eks.describeNodegroup(r -> r.clusterName("mesh").nodegroupName("batch"))
                .nodegroup()
                .nodegroupArn();
        List.of(profile, group)
                .forEach(arn -> eks.untagResource(r -> r.resourceArn(arn).tagKeys("mesh-provisioner/mesh")));
        String role = eks.describePodIdentityAssociation(r -> r.clusterName("mesh")
                        .associationId(eks.listPodIdentityAssociations(list -> list.clusterName("mesh"))
                                .associations()
                                .get(0)
                                .associationId()))
                .association()
                .roleArn();
        eks.createPodIdentityAssociation(r ->
                r.clusterName("mesh").namespace("shop").serviceAccount("theirs").roleArn(role));

        general(bench.provisioner()).install();

        assertThat(groups()).containsExactlyInAnyOrder("batch", "general");
        assertThat(profiles()).containsExactly("reports");
        assertThat(addons()).contains(AGENT);
        assertThat(bench.inventory())
                .as("the group that is not ours still launches from its template")
                .anyMatch(line -> line.contains("launch-template") && line.contains("batch"));
    }
}
