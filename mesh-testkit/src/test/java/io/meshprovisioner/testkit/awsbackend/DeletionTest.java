package io.meshprovisioner.testkit.awsbackend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshprovisioner.UninstallReport;
import io.meshprovisioner.Uninstalling;
import io.meshprovisioner.aws.AwsBackend;
import io.meshprovisioner.error.DeletionBlockedException;
import io.meshprovisioner.event.MeshEvent;
import io.meshprovisioner.event.MeshEvent.ResourceKept;
import io.meshprovisioner.plan.Permit;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.plan.Step;
import io.meshprovisioner.spi.ApiCall;
import io.meshprovisioner.spi.CloudAccess;
import io.meshprovisioner.spi.CloudSession;
import io.meshprovisioner.testkit.aws.AwsAccount;
import io.meshprovisioner.testkit.kernel.CallObserver;
import io.meshprovisioner.testkit.kernel.Exchange;
import io.meshprovisioner.testkit.time.RunTime;
import io.meshprovisioner.testkit.world.CloudState.ClusterKey;
import io.meshprovisioner.testkit.world.CloudState.LoadBalancerRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nothing of ours is left, and nothing of others is touched. */
class DeletionTest {
    private final AwsBench bench = new AwsBench();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void loadBalancersGoAlsoWhereTheClustersApiDoesNotAnswer() {
        bench.install();
        balancer("classic", Map.of());
        balancer("network", Map.of("service.beta.kubernetes.io/aws-load-balancer-type", "nlb"));
        assertThat(bench.inventory())
                .anyMatch(line -> line.contains("elb "))
                .anyMatch(line -> line.contains("k8s-elb-"));

        assertThat(bench.provisioner().uninstall().nothingLeft()).isTrue();
        assertThat(bench.inventory()).isEmpty();
    }

    private void balancer(String name, Map<String, String> annotations) {
        LoadBalancerRequest request = new LoadBalancerRequest(
                new ClusterKey(AwsBench.REGION, "mesh"),
                "istio-system",
                name,
                "uid-of-" + name,
                annotations,
                List.of(new LoadBalancerRequest.Port("TCP", 80, 30080)),
                List.of());
        bench.kernel.read(world -> world.cloud().ensureLoadBalancer(world, request));
    }

    @Test
    void anInterfaceOfTheUsersHoldsWhatItLivesInAndNothingElse() {
        bench.install();
        Neighbour user = bench.neighbour();
        String subnet = user.subnet("mesh/private-us-west-2a");
        String theirs = user.ec2()
                .createNetworkInterface(r -> r.subnetId(subnet).description("the user's database"))
                .networkInterface()
                .networkInterfaceId();

        String volume = volume(user);

        Instant before = bench.clock.now();
        UninstallReport report = bench.provisioner().uninstall();

        assertThat(Duration.between(before, bench.clock.now()))
                .as("nobody waited for it")
                .isLessThan(Duration.ofMinutes(8));
        assertThat(report.nothingLeft()).isFalse();
        assertThat(report.remaining())
                .hasSize(4)
                .allMatch(line -> line.contains("held by " + theirs) && line.contains("the user's database"))
                .anyMatch(line -> line.startsWith("subnet 10.0.0.0/18"))
                .anyMatch(line -> line.startsWith("ec2:RouteTable"))
                .anyMatch(line -> line.startsWith("ec2:InternetGateway"))
                .anyMatch(line -> line.startsWith("ec2:Vpc"));
        assertThat(report.userData()).containsExactly("volume " + volume + " of 8 GiB (claim orders)");
        assertThat(bench.events.subList(bench.events.size() - announced(), bench.events.size()))
                .as("said before the first deletion")
                .startsWith(bench.events.get(bench.events.size() - announced()))
                .element(1, org.assertj.core.api.InstanceOfAssertFactories.type(ResourceKept.class))
                .satisfies(kept -> assertThat(kept.reason()).contains(theirs));
        assertThat(bench.events).filteredOn(ResourceKept.class::isInstance).hasSize(5);
        assertThat(bench.inventory())
                .noneMatch(line -> line.contains("eks "))
                .noneMatch(line -> line.contains("natgateway"))
                .noneMatch(line -> line.contains("elastic-ip"))
                .noneMatch(line -> line.contains("iam role"))
                .noneMatch(line -> line.contains("subnet 10.0.128.0/19"))
                .anyMatch(line -> line.contains("subnet 10.0.0.0/18"))
                .anyMatch(line -> line.contains("route-table") && line.contains("mesh/private-us-west-2a-table"))
                .anyMatch(line -> line.contains("internet-gateway"))
                .anyMatch(line -> line.contains("ec2 vpc"));

        user.ec2().deleteNetworkInterface(r -> r.networkInterfaceId(theirs));
        assertThat(bench.provisioner().uninstall().nothingLeft()).isTrue();
        assertThat(bench.inventory()).singleElement().asString().contains("volume");
    }

    /** A balancer of a Service, an interface that a node left, a volume, and an instance of somebody else's. */
    @Test
    void aUsersInstanceHoldsWhatItLivesInAndNothingElse() {
        bench.install();
        balancer("classic", Map.of());
        Neighbour user = bench.neighbour();
        String subnet = user.subnet("mesh/private-us-west-2a");
        String vpc = user.vpc("mesh");
        String group = user.ec2()
                .createSecurityGroup(r -> r.groupName("ours")
                        .description("as an older spec made it")
                        .vpcId(vpc)
                        .tagSpecifications(t -> t.resourceType("security-group")
                                .tags(tag -> tag.key("mesh-provisioner/mesh").value("mesh"), tag -> tag.key(
                                                "mesh-provisioner/resource")
                                        .value("mesh/ours"))))
                .groupId();
        user.ec2().createNetworkInterface(r -> r.subnetId(user.subnet("mesh/private-us-west-2b"))
                .tagSpecifications(t -> t.resourceType("network-interface")
                        .tags(
                                tag -> tag.key("node.k8s.amazonaws.com/instance_id")
                                        .value("i-0123456789abcdef0"),
                                tag -> tag.key("cluster.k8s.amazonaws.com/name").value("mesh"))));
        assertThat(bench.inventory()).anyMatch(line -> line.contains("node.k8s.amazonaws.com/instance_id"));
        String volume = volume(user);
        String instance = bench.kernel.read(
                world -> AwsAccount.of(world).startInstance(world, AwsBench.REGION, subnet, List.of(group)));

        UninstallReport report = bench.provisioner().uninstall();

        assertThat(report.remaining())
                .hasSize(5)
                .allMatch(line -> line.contains("instance " + instance))
                .anyMatch(line -> line.contains(group))
                .anyMatch(line -> line.contains(subnet))
                .anyMatch(line -> line.startsWith("ec2:RouteTable"))
                .anyMatch(line -> line.startsWith("ec2:InternetGateway"))
                .anyMatch(line -> line.startsWith("ec2:Vpc"));
        assertThat(report.userData()).singleElement().asString().contains(volume);
        List<MeshEvent> told = bench.events.subList(bench.events.size() - announced(), bench.events.size());
        assertThat(told.subList(1, 7))
                .as("said before the first deletion, the volume last")
                .allMatch(ResourceKept.class::isInstance);
        assertThat(told.subList(7, told.size())).noneMatch(ResourceKept.class::isInstance);
        assertThat(bench.inventory())
                .as("all else of ours is gone, theirs is not")
                .noneMatch(line ->
                        line.contains("elb ") || line.contains("k8s-elb-") || line.contains("node.k8s.amazonaws"))
                .noneMatch(line -> line.contains("eks ") || line.contains("natgateway") || line.contains("iam role"))
                .anyMatch(line -> line.contains("ec2 instance"))
                .anyMatch(line -> line.contains("ec2 volume"));

        user.ec2().terminateInstances(r -> r.instanceIds(instance));
        bench.pass(Duration.ofMinutes(2));
        assertThat(bench.provisioner().uninstall().nothingLeft()).isTrue();
        assertThat(ours()).singleElement().asString().contains("volume");
    }

    @Test
    void volumesGoOnlyWhenAskedAndArePlannedSo() {
        bench.install();
        String volume = volume(bench.neighbour());
        assertThat(bench.provisioner().uninstall().userData())
                .singleElement()
                .asString()
                .contains(volume);

        assertThat(bench.provisioner().uninstallPlan(how -> how).kept()).anyMatch(line -> line.contains(volume));
        assertThat(bench.provisioner()
                        .uninstallPlan(Uninstalling::deleteVolumes)
                        .removals())
                .anyMatch(line -> line.contains(volume));
        bench.events.clear();
        UninstallReport report = bench.provisioner().uninstall(Uninstalling::deleteVolumes);
        assertThat(report.userData()).isEmpty();
        assertThat(report.removed()).anyMatch(line -> line.contains(volume));
        assertThat(bench.events).noneMatch(ResourceKept.class::isInstance);
        assertThat(bench.inventory()).isEmpty();
    }

    /** With the cluster, in one go: they are in use as long as its nodes are. */
    @Test
    void volumesGoWithTheClusterWhenAsked() {
        bench.install();
        volume(bench.neighbour());
        UninstallReport report = bench.provisioner().uninstall(Uninstalling::deleteVolumes);
        assertThat(report.nothingLeft()).isTrue();
        assertThat(bench.inventory()).isEmpty();
    }

    /** Asked for or not: what a machine still works on, and what a cluster goes on with, keeps its data. */
    @Test
    void volumesInUseStayAlsoWhenAsked() {
        bench.install();
        Neighbour user = bench.neighbour();
        String subnet = user.subnet("mesh/private-us-west-2a");
        String instance = bench.kernel.read(
                world -> AwsAccount.of(world).startInstance(world, AwsBench.REGION, subnet, List.of()));
        String attached = user.ec2().describeVolumes().volumes().stream()
                .filter(found -> found.attachments().stream()
                        .anyMatch(to -> to.instanceId().equals(instance)))
                .findFirst()
                .orElseThrow()
                .volumeId();
        user.ec2().createTags(r -> r.resources(attached)
                .tags(tag -> tag.key("kubernetes.io/cluster/mesh").value("owned")));
        String free = volume(user);

        UninstallReport report = bench.provisioner().uninstall(Uninstalling::deleteVolumes);

        assertThat(report.removed()).anyMatch(line -> line.contains(free)).noneMatch(line -> line.contains(attached));
        assertThat(report.userData()).singleElement().asString().contains(attached);
        assertThat(bench.events)
                .filteredOn(ResourceKept.class::isInstance)
                .anyMatch(kept ->
                        kept.toString().contains(attached) && kept.toString().contains(instance));
    }

    /** The engine asks once the cluster is gone; whoever asks before is told what the volumes are for. */
    @Test
    void volumesAreHeldByTheClusterAsLongAsItStands() {
        bench.install();
        volume(bench.neighbour());
        try (CloudSession session = new AwsBackend()
                .open(
                        AwsBench.REGION,
                        new CloudAccess(
                                Optional.of(bench.server.endpoint()),
                                Optional.of(bench.credentials(1)),
                                Optional.empty()),
                        new RunTime(bench.clock, "look"),
                        ApiCall.Recorder.NONE)) {
            assertThat(session.dataInventory("mesh", looking())).singleElement().satisfies(held -> assertThat(
                            held.heldBy())
                    .containsExactly("EKS cluster mesh, which still stands (ACTIVE)"));
        }
    }

    private Step looking() {
        return new Step() {
            @Override
            public <T> T get(Ref<T> ref) {
                throw new IllegalStateException("an inventory needs no handle");
            }

            @Override
            public Permit permit() {
                throw new IllegalStateException("a look changes nothing");
            }

            @Override
            public Instant now() {
                return bench.clock.now();
            }
        };
    }

    /** Without the instance, which EC2 remembers for an hour. */
    private List<String> ours() {
        return bench.inventory().stream()
                .filter(line -> !line.contains(" instance "))
                .toList();
    }

    private static String volume(Neighbour user) {
        return user.ec2()
                .createVolume(r -> r.availabilityZone("us-west-2a").size(8).tagSpecifications(t -> t.resourceType(
                                "volume")
                        .tags(tag -> tag.key("kubernetes.io/cluster/mesh").value("owned"), tag -> tag.key(
                                        "kubernetes.io/created-for/pvc/name")
                                .value("orders"))))
                .volumeId();
    }

    /** Of the last run: what comes before its first deletion is told last in the list of what was told. */
    private int announced() {
        List<MeshEvent> events = bench.events;
        int start = 0;
        for (int i = 0; i < events.size(); i++) {
            start = events.get(i) instanceof MeshEvent.RunStarted ? i : start;
        }
        return events.size() - start;
    }

    @Test
    void aClusterOfAnotherOfTheSameNameIsLeftAlone() {
        bench.provisioner().withName("shop").install();
        Neighbour user = bench.neighbour();
        String cluster =
                user.eks().describeCluster(r -> r.name("shop")).cluster().arn();
        user.eks().untagResource(r -> r.resourceArn(cluster).tagKeys("mesh-provisioner/mesh"));

        assertThatThrownBy(() -> bench.provisioner().withName("shop").install())
                .hasMessageContaining("exists and is not ours");
        assertThat(bench.inventory()).anyMatch(line -> line.contains("eks cluster shop"));
    }

    @Test
    void aClusterThatLostItsTagIsNamedAtOnceAndGoesWhenItHasItBack() {
        bench.install();
        Neighbour user = bench.neighbour();
        var cluster = user.eks().describeCluster(r -> r.name("mesh")).cluster();
        user.eks().untagResource(r -> r.resourceArn(cluster.arn()).tagKeys("mesh-provisioner/mesh"));
        List<String> before = bench.worldWithoutLease();
        Instant begun = bench.clock.now();

        assertThatThrownBy(() -> bench.provisioner().uninstall())
                .isInstanceOfSatisfying(DeletionBlockedException.class, blocked -> {
                    assertThat(blocked.what()).contains("EKS cluster mesh has no tag mesh-provisioner/mesh=mesh");
                    assertThat(blocked.advice())
                            .contains(
                                    "tag-resource --resource-arn " + cluster.arn() + " --tags mesh-provisioner/mesh=");
                })
                .hasMessageContaining(cluster.resourcesVpcConfig().vpcId())
                .hasMessageContaining("node group default");
        assertThatThrownBy(() -> bench.provisioner().uninstallPlan(how -> how))
                .isInstanceOf(DeletionBlockedException.class);
        assertThat(bench.clock.now()).isBefore(begun.plus(Duration.ofMinutes(1)));
        assertThat(bench.worldWithoutLease()).isEqualTo(before);

        user.eks().tagResource(r -> r.resourceArn(cluster.arn()).tags(Map.of("mesh-provisioner/mesh", "mesh")));
        assertThat(bench.provisioner().uninstall().nothingLeft()).isTrue();
        assertThat(bench.inventory()).isEmpty();
    }

    @Test
    void aClusterOfAnotherOfTheSameNameElsewhereIsNoReasonToStay() {
        bench.kernel.observe(new CallObserver() {
            @Override
            public boolean beforeEffect(int index, Exchange exchange) {
                return !exchange.operation().equals("eks:CreateCluster");
            }
        });
        assertThatThrownBy(() -> bench.install()).hasStackTraceContaining("RunKilledException");
        bench.kernel.observe(CallObserver.NONE);
        assertThat(bench.mine()).anyMatch(line -> line.contains("vpc "));
        Theirs.byEksctl(bench, "mesh");

        assertThat(bench.provisioner().uninstall().nothingLeft()).isTrue();
        assertThat(bench.mine()).isEmpty();
        assertThat(bench.inventory()).anyMatch(line -> line.contains("eks cluster mesh"));
    }

    @Test
    void deletionProtectionIsNotLifted() {
        bench.install();
        bench.neighbour().eks().updateClusterConfig(r -> r.name("mesh").deletionProtection(true));
        bench.pass(java.time.Duration.ofMinutes(2));

        assertThatThrownBy(() -> bench.provisioner().uninstall())
                .isInstanceOf(DeletionBlockedException.class)
                .hasMessageContaining("deletion protection");
        assertThat(bench.inventory()).anyMatch(line -> line.contains("eks cluster mesh"));
    }

    @Test
    void theControlPlanesLogGroupGoes() {
        bench.provisioner().withCluster(c -> c.logTypes("api", "audit")).install();
        assertThat(bench.inventory()).anyMatch(line -> line.contains("/aws/eks/mesh/cluster"));

        assertThat(bench.provisioner().uninstall().nothingLeft()).isTrue();
        assertThat(bench.inventory()).isEmpty();
    }

    @Test
    void uninstallOfNothingIsDone() {
        assertThat(bench.provisioner().uninstall().nothingLeft()).isTrue();
        assertThat(bench.inventory()).isEmpty();
    }
}
