package io.meshprovisioner.testkit.mainjob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshprovisioner.Mesh;
import io.meshprovisioner.MeshProvisioner;
import io.meshprovisioner.MeshStatus;
import io.meshprovisioner.Plan;
import io.meshprovisioner.UninstallReport;
import io.meshprovisioner.error.PlanOutdatedException;
import io.meshprovisioner.error.ResourceConflictException;
import io.meshprovisioner.event.Timeline;
import io.meshprovisioner.spec.NatGateways;
import io.meshprovisioner.testkit.Sandbox;
import io.meshprovisioner.testkit.SandboxOptions;
import io.meshprovisioner.testkit.kernel.ApiFault;
import io.meshprovisioner.testkit.world.Era;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.auth.signer.AwsSignerExecutionAttribute;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.eks.EksClient;

/**
 * The main job over HTTP: guide rows G1.3 (VPC), G1.4 (cluster and nodes), G1.5 (access), G1.6 (Helm), G2.1 (charts),
 * G2.2 (CRDs), G3.2 (components), G4.1 (default profile), G4.2 (status).
 */
class MainJobTest {
    private static final Set<String> AWS = Set.of("ec2", "eks", "iam", "logs", "elasticloadbalancing");

    @ParameterizedTest
    @CsvSource({"GUIDE, 1.9.3", "TODAY, 1.30.3"})
    void fromOneSentenceToAMeshAndBack(Era era, String istio) {
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().era(era));
                Mesh mesh = sandbox.provisioner()
                        .withVpc("10.0.0.0/16")
                        .withIstio(istio)
                        .install()) {
            Timeline timeline = mesh.timeline().orElseThrow();
            System.out.printf("Istio %s: makespan %s, ratio %.3f%n", istio, timeline.makespan(), timeline.ratio());
            assertThat(timeline.makespan()).isLessThanOrEqualTo(Duration.ofMinutes(13));
            assertThat(timeline.ratio()).isBetween(0.95, 1.05);

            MeshStatus status = mesh.status();
            assertThat(status.healthy()).as(status.toString()).isTrue();
            assertThat(status.mesh().orElseThrow().version()).isEqualTo(istio);
            assertThat(status.mesh().orElseThrow().components().stream().map(component -> component.name()))
                    .contains("istiod", "istio-ingressgateway");
            assertThat(status.mesh().orElseThrow().gateways())
                    .singleElement()
                    .satisfies(gateway -> assertThat(gateway.hostname()).contains("elb"));

            UninstallReport gone = mesh.uninstall();
            assertThat(gone.nothingLeft()).as(gone.toString()).isTrue();
            assertThat(sandbox.leftovers()).isEmpty();
        }
    }

    /**
     * The first takes at most half of what one Describe of each resource every ten seconds would take, all calls counted;
     * one that changes nothing takes at most 40.
     */
    @Test
    void theFirstInstallTakesFewCallsAndASecondFewer() {
        try (Sandbox sandbox = Sandbox.start()) {
            Timeline first = sandbox.provisioner()
                    .withIstio("1.30.3")
                    .install()
                    .timeline()
                    .orElseThrow();
            long resources = first.entries().stream()
                    .filter(entry -> AWS.contains(entry.id().kind().split(":")[0]))
                    .count();
            long naive = resources * (first.makespan().toSeconds() / 10);
            int made = aws(first);
            System.out.println("The first install: " + made + " AWS calls of " + naive
                    + " that looking every 10 s would take, " + first.callsByService());
            assertThat(2L * made).isLessThanOrEqualTo(naive);
            List<String> before = withoutLease(sandbox);

            Timeline again = sandbox.provisioner()
                    .withIstio("1.30.3")
                    .install()
                    .timeline()
                    .orElseThrow();

            assertThat(again.changedNothing()).isTrue();
            assertThat(withoutLease(sandbox)).isEqualTo(before);
            System.out.println("A second install: " + aws(again) + " AWS calls, " + again.callsByService());
            assertThat(aws(again)).isLessThanOrEqualTo(40);
            assertThat(again.toString()).as("printed with the run").contains("Calls: {");
        }
    }

    private static int aws(Timeline timeline) {
        return timeline.callsByService().entrySet().stream()
                .filter(service -> !Set.of("kubernetes", "helm").contains(service.getKey()))
                .mapToInt(java.util.Map.Entry::getValue)
                .sum();
    }

    /** The gateway's load balancer, its group and all nodes are then found by AWS' tags alone. */
    @Test
    void uninstallsAlsoWhenTheKubernetesApiNoLongerAnswers() {
        try (Sandbox sandbox = Sandbox.start()) {
            sandbox.provisioner().withIstio("1.30.3").install().close();
            assertThat(sandbox.inventory())
                    .anyMatch(line -> line.contains("elb "))
                    .anyMatch(line -> line.contains("k8s-elb-"));
            sandbox.inject("kubernetes:*", ApiFault.connectionLost().always());
            UninstallReport gone = sandbox.provisioner().uninstall();
            assertThat(gone.nothingLeft()).as(gone.toString()).isTrue();
            assertThat(sandbox.leftovers()).isEmpty();
        }
    }

    @Test
    void anotherProcessFindsListsAndUninstallsByName() {
        try (Sandbox sandbox = Sandbox.start()) {
            sandbox.provisioner().withName("shop").withIstio("1.30.3").install();

            MeshProvisioner elsewhere = sandbox.provisioner();
            assertThat(elsewhere.meshes()).singleElement().satisfies(mesh -> assertThat(mesh.name())
                    .isEqualTo("shop"));
            assertThat(elsewhere.find()).isEmpty();
            Mesh found = elsewhere.withName("shop").find().orElseThrow();
            assertThat(found.status().mesh().orElseThrow().version()).isEqualTo("1.30.3");

            assertThat(sandbox.provisioner().withName("shop").uninstall().nothingLeft())
                    .isTrue();
            assertThat(sandbox.leftovers()).isEmpty();
            assertThat(elsewhere.meshes()).isEmpty();
        }
    }

    @Test
    void installUninstallInstallWithinAnHour() {
        try (Sandbox sandbox = Sandbox.start()) {
            var start = sandbox.now();
            sandbox.provisioner().withIstio("1.30.3").install();
            sandbox.provisioner().uninstall();
            Mesh again = sandbox.provisioner().withIstio("1.30.3").install();

            assertThat(again.status().healthy()).isTrue();
            assertThat(Duration.between(start, sandbox.now())).isLessThan(Duration.ofHours(1));
        }
    }

    @Test
    void aPlanCanBeReviewedAndAppliedUnlessTheWorldMoved() {
        try (Sandbox sandbox = Sandbox.start()) {
            List<String> before = sandbox.inventory();
            Plan plan = sandbox.provisioner().withIstio("1.30.3").plan();
            assertThat(sandbox.inventory()).isEqualTo(before);

            Plan reviewed = Plan.fromJson(plan.toJson());
            assertThat(reviewed).isEqualTo(plan);
            sandbox.provisioner().install(reviewed);
            assertThatThrownBy(() -> sandbox.provisioner().install(reviewed)).isInstanceOf(PlanOutdatedException.class);
        }
    }

    @Test
    void aDifferentNetworkUnderTheSameNameIsRefusedBeforeAnyChange() {
        try (Sandbox sandbox = Sandbox.start()) {
            sandbox.provisioner().withIstio("1.30.3").install();
            List<String> before = withoutLease(sandbox);

            assertThatThrownBy(() -> sandbox.provisioner()
                            .withVpc("10.9.0.0/16")
                            .withIstio("1.30.3")
                            .install())
                    .isInstanceOf(ResourceConflictException.class)
                    .hasMessageContaining("10.9.0.0/16");
            assertThat(withoutLease(sandbox)).isEqualTo(before);
        }
    }

    @Test
    void nodesWithoutNatLiveInPublicSubnets() {
        try (Sandbox sandbox = Sandbox.start()) {
            Mesh mesh = sandbox.provisioner()
                    .withVpc(vpc -> vpc.natGateways(NatGateways.NONE))
                    .withIstio("1.30.3")
                    .install();
            assertThat(mesh.status().healthy()).isTrue();
            assertThat(sandbox.inventory()).noneMatch(line -> line.contains(" natgateway "));
        }
    }

    /** The CNI of a machine that went leaves interfaces behind, in the sandbox as on AWS. */
    @Test
    void nodesThatWereLostAreMadeAnewAndWhatTheyLeftGoes() {
        try (Sandbox sandbox = Sandbox.start();
                EksClient eks = eks(sandbox)) {
            sandbox.provisioner().withIstio("1.30.3").install();
            List<String> before = withoutLease(sandbox);
            eks.deleteNodegroup(request -> request.clusterName("mesh").nodegroupName("default"));

            Mesh again = sandbox.provisioner().withIstio("1.30.3").install();

            assertThat(again.timeline().orElseThrow().calls()).containsKey("ec2:DeleteNetworkInterface");
            assertThat(again.status().healthy()).isTrue();
            assertThat(withoutLease(sandbox)).isEqualTo(before);
        }
    }

    private static EksClient eks(Sandbox sandbox) {
        return EksClient.builder()
                .httpClient(UrlConnectionHttpClient.create())
                .endpointOverride(sandbox.awsEndpoint())
                .region(Region.US_WEST_2)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(
                        sandbox.accessKey().id(), sandbox.accessKey().secret())))
                .overrideConfiguration(settings -> settings.putExecutionAttribute(
                        AwsSignerExecutionAttribute.SIGNING_CLOCK, Clock.fixed(sandbox.now(), ZoneOffset.UTC)))
                .build();
    }

    /** How many owners there were is history. */
    private static List<String> withoutLease(Sandbox sandbox) {
        return sandbox.inventory().stream()
                .filter(line -> !line.contains("/lease/"))
                .toList();
    }
}
