package io.meshprovisioner.testkit.aws;

import static io.meshprovisioner.testkit.aws.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.meshprovisioner.testkit.world.Era;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.eks.model.ClusterVersionInformation;
import software.amazon.awssdk.services.eks.model.CreateClusterRequest;
import software.amazon.awssdk.services.eks.model.UnsupportedAvailabilityZoneException;
import software.amazon.awssdk.services.eks.model.UpdateStatus;

/** G1.4: clusters, from refusals before the first minute to updates and deletion. */
class EksClusterTest {

    private static CreateClusterRequest request(Stack stack, String role, String version, List<String> subnets) {
        return CreateClusterRequest.builder()
                .name("demo")
                .version(version)
                .roleArn(role)
                .resourcesVpcConfig(v -> v.subnetIds(subnets))
                .build();
    }

    @Test
    void refusesWhatCannotBecomeACluster() throws Exception {
        try (Lab lab = new Lab()) {
            Stack stack = new Stack(lab).network();
            List<String> subnets = stack.publicSubnets;
            String role = stack.clusterRole();
            String stranger = stack.role("stranger", "ec2.amazonaws.com", "AmazonEKSClusterPolicy");
            String bare = stack.role("bare", "eks.amazonaws.com");
            refuse(stack, request(stack, role, "1.21", subnets), "unsupported Kubernetes version");
            refuse(stack, request(stack, role, "1.35", List.of(subnets.get(0))), "two different AZs");
            refuse(stack, request(stack, role, "1.35", List.of("subnet-0abc", subnets.get(0))), "does not exist");
            refuse(stack, request(stack, role + "x", "1.35", subnets), "could not be assumed");
            refuse(stack, request(stack, stranger, "1.35", subnets), "could not be assumed");
            refuse(stack, request(stack, bare, "1.35", subnets), "doesn't have the Amazon EKS Managed Policies");
            String small = stack.ec2
                    .createSubnet(
                            r -> r.vpcId(stack.vpcId).cidrBlock("10.0.200.0/28").availabilityZone("us-west-2b"))
                    .subnet()
                    .subnetId();
            for (int i = 0; i < 6; i++) {
                stack.ec2.createNetworkInterface(r -> r.subnetId(small));
            }
            refuse(stack, request(stack, role, "1.35", List.of(subnets.get(0), small)), "free addresses");
            stack.eks.createCluster(request(stack, role, "1.35", subnets));
            refused("ResourceInUseException", () -> stack.eks.createCluster(request(stack, role, "1.35", subnets)));
            refused("InvalidRequestException", () -> stack.addon("vpc-cni"));
            refused("ResourceInUseException", () -> stack.eks.deleteCluster(r -> r.name("demo")));
        }
    }

    private static void refuse(Stack stack, CreateClusterRequest request, String text) {
        assertThat(refused("InvalidParameterException", () -> stack.eks.createCluster(request))
                        .getMessage())
                .contains(text);
    }

    @Test
    void anUnsupportedZoneNamesTheOthers() throws Exception {
        AwsOptions options = AwsOptions.DEFAULT.withEksUnsupportedZones(Set.of("us-west-2b"));
        try (Lab lab = new Lab(options, Era.TODAY, Duration.ZERO)) {
            Stack stack = new Stack(lab).network();
            String role = stack.clusterRole();
            UnsupportedAvailabilityZoneException refusal = catchThrowableOfType(
                    UnsupportedAvailabilityZoneException.class,
                    () -> stack.eks.createCluster(request(stack, role, "1.35", stack.publicSubnets)));
            assertThat(refusal.validZones()).containsExactly("us-west-2a", "us-west-2c", "us-west-2d");
        }
    }

    @Test
    void tokensAnswerTheSameClusterAndNoOther() throws Exception {
        try (Lab lab = new Lab()) {
            Stack stack = new Stack(lab).network();
            String role = stack.clusterRole();
            CreateClusterRequest request = request(stack, role, "1.35", stack.publicSubnets).toBuilder()
                    .clientRequestToken("t")
                    .build();
            String first = stack.eks.createCluster(request).cluster().arn();
            assertThat(stack.eks.createCluster(request).cluster().arn()).isEqualTo(first);
            refused(
                    "IdempotentParameterMismatch",
                    () -> stack.eks.createCluster(
                            request.toBuilder().version("1.34").build()));
        }
    }

    @Test
    void aRoleIsSeenLaterThanItIsMade() throws Exception {
        try (Lab lab = new Lab(AwsOptions.DEFAULT, Era.TODAY, Duration.ofSeconds(20))) {
            Stack stack = new Stack(lab).network();
            lab.pass(60);
            String role = stack.clusterRole();
            refuse(stack, request(stack, role, "1.35", stack.publicSubnets), "could not be assumed");
            lab.pass(20);
            stack.eks.createCluster(request(stack, role, "1.35", stack.publicSubnets));
        }
    }

    @Test
    void versionsAreThoseOfTheEra() throws Exception {
        try (Lab today = new Lab();
                Lab guide = new Lab(AwsOptions.DEFAULT, Era.GUIDE, Duration.ZERO);
                Lab every = new Lab(AwsOptions.DEFAULT, Era.EVERY_VERSION, Duration.ZERO)) {
            assertThat(versions(today)).containsExactly("1.36", "1.35", "1.34", "1.33", "1.32", "1.31");
            assertThat(versions(guide)).containsExactly("1.21", "1.20", "1.19", "1.18", "1.17");
            assertThat(versions(every)).hasSize(20).contains("1.22", "1.30", "1.17", "1.36");
            assertThat(today.eks()
                            .describeClusterVersions(r -> r.versionStatus("EXTENDED_SUPPORT"))
                            .clusterVersions())
                    .extracting(ClusterVersionInformation::clusterVersion)
                    .containsExactly("1.33", "1.32", "1.31");
            assertThat(today.eks()
                            .describeClusterVersions(r -> r.defaultOnly(true))
                            .clusterVersions())
                    .singleElement()
                    .satisfies(version ->
                            assertThat(version.versionStatusAsString()).isEqualTo("STANDARD_SUPPORT"));
        }
    }

    private static List<String> versions(Lab lab) {
        return lab.eks().describeClusterVersions(r -> r.maxResults(50)).clusterVersions().stream()
                .map(ClusterVersionInformation::clusterVersion)
                .toList();
    }

    @Test
    void updatesComeOneAtATime() throws Exception {
        try (Lab lab = new Lab()) {
            Stack stack = new Stack(lab).network().cluster();
            refused(
                    "InvalidParameterException",
                    () -> stack.eks.updateClusterConfig(r -> r.name("demo")
                            .deletionProtection(true)
                            .logging(l -> l.clusterLogging(c -> c.enabled(true).typesWithStrings("audit")))));
            String update = stack.eks
                    .updateClusterConfig(r -> r.name("demo")
                            .logging(l -> l.clusterLogging(c -> c.enabled(true).typesWithStrings("audit"))))
                    .update()
                    .id();
            assertThat(status(stack, update)).isEqualTo(UpdateStatus.IN_PROGRESS);
            refused(
                    "ResourceInUseException",
                    () -> stack.eks.updateClusterConfig(r -> r.name("demo").deletionProtection(true)));
            lab.pass(45);
            assertThat(status(stack, update)).isEqualTo(UpdateStatus.SUCCESSFUL);
            stack.eks.updateClusterConfig(r -> r.name("demo").deletionProtection(true));
            lab.pass(2);
            refused("InvalidRequestException", () -> stack.eks.deleteCluster(r -> r.name("demo")));
            refused(
                    "InvalidParameterException",
                    () -> stack.eks.updateClusterVersion(r -> r.name("demo").version("1.34")));
            stack.eks.updateClusterVersion(r -> r.name("demo").version("1.36"));
            lab.pass(Duration.ofMinutes(8));
            assertThat(stack.eks.describeCluster(r -> r.name("demo")).cluster().version())
                    .isEqualTo("1.36");
            stack.eks.updateClusterConfig(r -> r.name("demo").deletionProtection(false));
            lab.pass(2);
            stack.eks.deleteCluster(r -> r.name("demo"));
            lab.pass(198);
            assertThat(lab.logs().describeLogGroups().logGroups())
                    .as("EKS leaves its log group behind")
                    .singleElement()
                    .satisfies(group -> assertThat(group.logGroupName()).isEqualTo("/aws/eks/demo/cluster"));
            assertThat(stack.ec2
                            .describeSecurityGroups(
                                    r -> r.filters(f -> f.name("group-name").values("eks-*")))
                            .securityGroups())
                    .isEmpty();
        }
    }

    private static UpdateStatus status(Stack stack, String update) {
        return stack.eks
                .describeUpdate(r -> r.name("demo").updateId(update))
                .update()
                .status();
    }

    @Test
    void selfManagedAddonsComeUnlessSwitchedOff() throws Exception {
        try (Lab lab = new Lab()) {
            Stack stack = new Stack(lab).network();
            stack.eks.createCluster(request(stack, stack.clusterRole(), "1.35", stack.publicSubnets));
            lab.pass(9 * 60);
            assertThat(lab.demo().objects)
                    .containsKeys(
                            "DaemonSet/kube-system/aws-node",
                            "DaemonSet/kube-system/kube-proxy",
                            "Deployment/kube-system/coredns",
                            "Service/kube-system/kube-dns");
            assertThat(lab.demo()
                            .objects
                            .get("Service/kube-system/kube-dns")
                            .path("spec")
                            .path("clusterIP")
                            .asText())
                    .isEqualTo("172.20.0.10");
            assertThat(stack.eks.listAddons(r -> r.clusterName("demo")).addons())
                    .isEmpty();
        }
    }

    @Test
    void controlPlaneInterfacesHoldSubnetsWhileTheClusterLives() throws Exception {
        try (Lab lab = new Lab()) {
            Stack stack = new Stack(lab).network().cluster();
            assertThat(stack.ec2
                            .describeNetworkInterfaces(
                                    r -> r.filters(f -> f.name("description").values("Amazon EKS demo")))
                            .networkInterfaces())
                    .hasSize(2)
                    .allSatisfy(eni -> assertThat(eni.requesterManaged()).isTrue());
            refused("DependencyViolation", () -> stack.ec2.deleteSubnet(r -> r.subnetId(stack.publicSubnets.get(0))));
        }
    }

    @Test
    void fatesOfAControlPlane() throws Exception {
        try (Lab lab = new Lab()) {
            Stack stack = new Stack(lab).network();
            lab.account().lay("us-west-2", "eks:CreateCluster", new ResourceFate.Slower(Duration.ofMinutes(5)));
            stack.createCluster(stack.clusterRole());
            lab.pass(Duration.ofMinutes(13));
            assertThat(stack.eks.describeCluster(r -> r.name("demo")).cluster().statusAsString())
                    .isEqualTo("CREATING");
            lab.pass(Duration.ofMinutes(1));
            assertThat(stack.eks.describeCluster(r -> r.name("demo")).cluster().statusAsString())
                    .isEqualTo("ACTIVE");
        }
    }
}
