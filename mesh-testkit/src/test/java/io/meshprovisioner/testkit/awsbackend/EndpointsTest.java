package io.meshprovisioner.testkit.awsbackend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.meshprovisioner.MeshProvisioner;
import io.meshprovisioner.Plan;
import io.meshprovisioner.PlannedStep;
import io.meshprovisioner.error.InvalidSpecException;
import io.meshprovisioner.error.QuotaExceededException;
import io.meshprovisioner.error.ResourceConflictException;
import io.meshprovisioner.plan.Difference;
import io.meshprovisioner.spec.EndpointServices;
import io.meshprovisioner.spec.NatGateways;
import io.meshprovisioner.spec.VpcSpec;
import io.meshprovisioner.testkit.kernel.ApiFault;
import io.meshprovisioner.testkit.kernel.CallObserver;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.VpcEndpoint;

/** VPC endpoints: nodes without a way to the Internet, services that come and go, the end of all of it. */
class EndpointsTest {
    private static final String RESOURCE = "mesh-provisioner/resource";

    private final AwsBench bench = new AwsBench();

    @AfterEach
    void close() {
        bench.close();
    }

    private MeshProvisioner hidden(String... more) {
        return bench.provisioner()
                .withVpc(vpc -> vpc.natGateways(NatGateways.NONE).endpoints(more));
    }

    private List<String> lines(String beginning) {
        return bench.inventory().stream()
                .filter(line -> line.contains(" ec2 " + beginning))
                .toList();
    }

    private List<VpcEndpoint> endpoints() {
        return bench.neighbour().ec2().describeVpcEndpoints().vpcEndpoints();
    }

    @Test
    void nodesJoinWithoutAWayToTheInternet() {
        hidden().install().close();

        assertThat(lines("natgateway")).isEmpty();
        assertThat(lines("elastic-ip")).isEmpty();
        assertThat(lines("instance")).hasSize(3).allMatch(line -> line.endsWith("joined=true"));
        assertThat(bench.neighbour().ec2().describeInstances().reservations())
                .flatExtracting(reservation -> reservation.instances())
                .extracting(instance -> instance.publicIpAddress())
                .containsOnlyNulls();
        assertThat(endpoints())
                .extracting(VpcEndpoint::serviceName)
                .containsExactlyInAnyOrderElementsOf(EndpointServices.PRIVATE_CLUSTER.stream()
                        .map(service -> "com.amazonaws.us-west-2." + service)
                        .toList());
        assertThat(endpoints()).allSatisfy(endpoint -> {
            assertThat(endpoint.stateAsString()).isEqualTo("available");
            if (endpoint.serviceName().endsWith(".s3")) {
                assertThat(endpoint.routeTableIds()).as("both private tables").hasSize(2);
            } else {
                assertThat(endpoint.subnetIds())
                        .containsExactlyInAnyOrder(
                                bench.neighbour().subnet("mesh/private-us-west-2a"),
                                bench.neighbour().subnet("mesh/private-us-west-2b"));
                assertThat(endpoint.privateDnsEnabled()).isTrue();
                assertThat(endpoint.groups()).hasSize(1);
            }
        });
        assertThat(lines("security-group mesh-endpoints"))
                .singleElement()
                .asString()
                .contains("in tcp 443-443 10.0.0.0/16");

        assertThat(hidden().install().timeline().orElseThrow().changedNothing()).isTrue();
        assertThat(bench.provisioner().uninstall().nothingLeft())
                .as("without the spec at hand")
                .isTrue();
        assertThat(bench.inventory()).isEmpty();
    }

    /** By routes and by interfaces they count apart. */
    @Test
    void aUsedUpQuotaIsTheOneOfItsKind() {
        bench.kernel.inject(
                "ec2:CreateVpcEndpoint",
                ApiFault.error(400, "VpcEndpointLimitExceeded", "The maximum number of VPC endpoints has been reached.")
                        .always());
        assertThatThrownBy(() -> bench.provisioner()
                        .withVpc(vpc -> vpc.endpointServices("s3"))
                        .install())
                .isInstanceOf(QuotaExceededException.class)
                .hasMessageContaining("gateway endpoints per Region (limit 0, in use 0)")
                .hasMessageContaining("L-1B52E74A");
        bench.kernel.clearFaults();
        bench.provisioner().withVpc(vpc -> vpc.endpointServices("s3")).install().close();
        bench.kernel.inject(
                "ec2:CreateVpcEndpoint",
                ApiFault.error(400, "VpcEndpointLimitExceeded", "The maximum number of VPC endpoints has been reached.")
                        .always());
        assertThatThrownBy(() -> bench.provisioner()
                        .withVpc(vpc -> vpc.endpointServices("s3", "sqs"))
                        .install())
                .hasMessageContaining("interface endpoints per VPC (limit 0, in use 0)")
                .hasMessageContaining("L-29B6F2EB");
    }

    @Test
    void servicesComeAndGo() {
        bench.provisioner()
                .withVpc(vpc -> vpc.endpointServices("s3", "sqs"))
                .install()
                .close();
        assertThat(lines("vpc-endpoint")).hasSize(2);
        assertThat(lines("natgateway")).hasSize(1);

        bench.provisioner()
                .withVpc(vpc -> vpc.endpointServices("s3", "ssm"))
                .install()
                .close();
        assertThat(lines("vpc-endpoint"))
                .hasSize(2)
                .anyMatch(line -> line.contains(".ssm "))
                .noneMatch(line -> line.contains(".sqs "));

        MeshProvisioner routesOnly = bench.provisioner().withVpc(vpc -> vpc.endpointServices("s3"));
        assertThat(routesOnly.plan().toString()).contains("com.amazonaws.us-west-2.ssm", "mesh-endpoints");
        routesOnly.install().close();
        assertThat(lines("vpc-endpoint")).hasSize(1);
        assertThat(lines("security-group mesh-endpoints"))
                .as("no interface needs it")
                .isEmpty();

        bench.provisioner()
                .withVpc(vpc -> vpc.endpointServices("s3", "sqs"))
                .install()
                .close();
        assertThat(lines("vpc-endpoint"))
                .as("what was there before comes again, and is not a dead one answered")
                .hasSize(2)
                .allMatch(line -> line.contains(" available "));

        bench.install();
        assertThat(lines("vpc-endpoint")).isEmpty();
    }

    @Test
    void whatTheRegionDoesNotHaveIsRefusedBeforeTheFirstChange() {
        assertThatThrownBy(() -> hidden("telepathy").install())
                .isInstanceOfSatisfying(InvalidSpecException.class, failure -> assertThat(failure.problems())
                        .singleElement()
                        .satisfies(problem -> {
                            assertThat(problem.path()).isEqualTo("vpc.endpoints[10]");
                            assertThat(problem.message()).contains("us-west-2", "telepathy");
                        }));
        assertThat(bench.inventory()).isEmpty();
    }

    /** As it is on AWS: what has no way to the registry does not become a node. */
    @Test
    void inTheSandboxNodesDoNotJoinWithoutTheRegistrysEndpoint() {
        hidden().install().close();
        Neighbour other = bench.neighbour();
        String images = endpoints().stream()
                .filter(endpoint -> endpoint.serviceName().endsWith(".ecr.dkr"))
                .findFirst()
                .orElseThrow()
                .vpcEndpointId();
        assertThat(other.ec2().deleteVpcEndpoints(r -> r.vpcEndpointIds(images)).unsuccessful())
                .isEmpty();
        assertThat(other.ec2()
                        .deleteVpcEndpoints(r -> r.vpcEndpointIds("vpce-00000000000000000"))
                        .unsuccessful())
                .as("the call itself succeeds")
                .singleElement()
                .satisfies(item -> assertThat(item.error().code()).isEqualTo("InvalidVpcEndpoint.NotFound"));
        bench.pass(Duration.ofMinutes(2));
        other.eks().updateNodegroupConfig(r -> r.clusterName("mesh")
                .nodegroupName("default")
                .scalingConfig(s -> s.minSize(3).maxSize(4).desiredSize(4)));
        bench.pass(Duration.ofMinutes(10));
        assertThat(lines("instance"))
                .filteredOn(line -> line.endsWith("joined=false"))
                .isNotEmpty();
    }

    @Test
    void whatSomebodyElseDeletedIsMadeAnew() {
        hidden().install().close();
        List<String> before = bench.mine();
        bench.neighbour()
                .ec2()
                .deleteVpcEndpoints(r -> r.vpcEndpointIds(endpoints().stream()
                        .map(VpcEndpoint::vpcEndpointId)
                        .limit(3)
                        .toList()));
        hidden().install().close();
        assertThat(bench.mine()).containsExactlyInAnyOrderElementsOf(before);
    }

    @Test
    void whatSomebodyElseTookFromOneIsShownAndGivenBack() {
        hidden().install().close();
        List<String> before = bench.mine();
        Ec2Client other = bench.neighbour().ec2();
        VpcEndpoint byRoute = endpoint(".s3");
        VpcEndpoint byInterface = endpoint(".sts");
        other.modifyVpcEndpoint(r -> r.vpcEndpointId(byRoute.vpcEndpointId())
                .removeRouteTableIds(byRoute.routeTableIds().get(0)));
        String theirs = other.createSecurityGroup(
                        r -> r.vpcId(byInterface.vpcId()).groupName("theirs").description("of somebody else's"))
                .groupId();
        other.modifyVpcEndpoint(r -> r.vpcEndpointId(byInterface.vpcEndpointId())
                .removeSubnetIds(byInterface.subnetIds().get(0))
                .removeSecurityGroupIds(byInterface.groups().get(0).groupId())
                .addSecurityGroupIds(theirs)
                .privateDnsEnabled(false));

        Plan plan = hidden().plan();
        assertThat(plan.steps())
                .filteredOn(step -> step.action() == PlannedStep.Action.UPDATE)
                .extracting(PlannedStep::title, step -> step.differences().stream()
                        .map(Difference::field)
                        .toList())
                .containsExactlyInAnyOrder(
                        tuple("VPC endpoint for s3", List.of("routeTableIds")),
                        tuple("VPC endpoint for sts", List.of("subnetIds", "groupIds", "privateDnsEnabled")));

        bench.kernel.inject("ec2:ModifyVpcEndpoint", ApiFault.answerLost());
        hidden().install().close();
        assertThat(hidden().plan().changesNothing()).isTrue();
        assertThat(endpoint(".sts").groups())
                .as("what they put there stays")
                .extracting(group -> group.groupId())
                .contains(theirs)
                .hasSize(2);
        other.modifyVpcEndpoint(
                r -> r.vpcEndpointId(byInterface.vpcEndpointId()).removeSecurityGroupIds(theirs));
        other.deleteSecurityGroup(r -> r.groupId(theirs));
        assertThat(bench.mine()).containsExactlyInAnyOrderElementsOf(before);
    }

    @Test
    void endpointsReachAZoneThatCameLaterAndAGroupIsNotMovedThere() {
        bench.provisioner()
                .withVpc(vpc -> places(vpc, "us-west-2a", "us-west-2b"))
                .install()
                .close();
        MeshProvisioner wider =
                bench.provisioner().withVpc(vpc -> places(vpc, "us-west-2a", "us-west-2b", "us-west-2c"));
        assertThat(wider.plan().steps())
                .filteredOn(step -> !step.differences().isEmpty())
                .extracting(PlannedStep::title, PlannedStep::action)
                .containsExactlyInAnyOrder(
                        tuple("VPC endpoint for s3", PlannedStep.Action.UPDATE),
                        tuple("VPC endpoint for sqs", PlannedStep.Action.UPDATE),
                        tuple("node group default, 3 x t3.medium", PlannedStep.Action.REPLACE));
        assertThatThrownBy(wider::install)
                .isInstanceOf(ResourceConflictException.class)
                .hasMessageContaining("and 1 to be made");

        wider.install(how -> how.replace("eks:Nodegroup", "mesh/default")).close();
        assertThat(endpoint(".s3").routeTableIds()).hasSize(3);
        assertThat(endpoint(".sqs").subnetIds()).hasSize(3);
        assertThat(bench.neighbour()
                        .eks()
                        .describeNodegroup(r -> r.clusterName("mesh").nodegroupName("default"))
                        .nodegroup()
                        .subnets())
                .hasSize(3);
        assertThat(wider.plan().changesNothing()).isTrue();
    }

    private static VpcSpec places(VpcSpec vpc, String... zones) {
        String[] publics = {"10.0.0.0/24", "10.0.1.0/24", "10.0.2.0/24"};
        String[] privates = {"10.0.16.0/20", "10.0.32.0/20", "10.0.48.0/20"};
        return vpc.availabilityZones(zones)
                .publicSubnets(Arrays.copyOf(publics, zones.length))
                .privateSubnets(Arrays.copyOf(privates, zones.length))
                .endpointServices("s3", "sqs");
    }

    private VpcEndpoint endpoint(String ending) {
        return endpoints().stream()
                .filter(found -> found.serviceName().endsWith(ending))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({"ec2:CreateVpcEndpoint,true", "ec2:CreateSecurityGroup,true"})
    void theNextInstallFindsWhatAKilledOneMade(String operation, boolean effected) {
        bench.kill(operation, effected);
        assertThatThrownBy(() -> hidden().install()).hasStackTraceContaining("RunKilledException");
        bench.kernel.observe(CallObserver.NONE);

        hidden().install().close();

        assertThat(bench.mine()).doesNotHaveDuplicates();
        assertThat(lines("vpc-endpoint")).hasSize(EndpointServices.PRIVATE_CLUSTER.size());
        bench.kill("ec2:DeleteVpcEndpoints", effected);
        assertThatThrownBy(() -> bench.provisioner().uninstall()).hasStackTraceContaining("RunKilledException");
        bench.kernel.observe(CallObserver.NONE);
        assertThat(bench.provisioner().uninstall().nothingLeft()).isTrue();
        assertThat(bench.inventory()).isEmpty();
    }

    /** Somebody else's endpoint in a VPC of ours stays, and is named. */
    @Test
    void anEndpointOfSomebodyElsesStays() {
        hidden().install().close();
        Neighbour other = bench.neighbour();
        String vpc = other.ec2()
                .describeVpcs(r -> r.filters(Neighbour.tag(RESOURCE, "mesh/vpc")))
                .vpcs()
                .get(0)
                .vpcId();
        String theirs = other.ec2()
                .createVpcEndpoint(r -> r.vpcId(vpc)
                        .serviceName("com.amazonaws.us-west-2.sqs")
                        .vpcEndpointType("Interface")
                        .subnetIds(other.subnet("mesh/private-us-west-2a")))
                .vpcEndpoint()
                .vpcEndpointId();
        assertThat(bench.provisioner().uninstall().toString()).contains(theirs);
        assertThat(endpoints()).extracting(VpcEndpoint::vpcEndpointId).containsExactly(theirs);
    }
}
