package io.meshprovisioner.testkit.aws;

import static io.meshprovisioner.testkit.aws.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.elasticloadbalancing.model.LoadBalancerDescription;

/** What a Service of type LoadBalancer makes in the account, and how it blocks a VPC until it is gone. */
class BalancerTest {
    private final Lab lab = new Lab();
    private Stack stack = new Stack(lab);

    @BeforeEach
    void cluster() {
        stack.network().cluster();
    }

    @AfterEach
    void close() throws Exception {
        lab.close();
    }

    private List<LoadBalancerDescription> classic() {
        return lab.elb().describeLoadBalancers().loadBalancerDescriptions();
    }

    private long interfaces() {
        return stack.ec2
                .describeNetworkInterfaces(
                        r -> r.filters(f -> f.name("description").values("ELB *")))
                .networkInterfaces()
                .size();
    }

    private List<String> groups() {
        return stack
                .ec2
                .describeSecurityGroups(r -> r.filters(f -> f.name("group-name").values("k8s-elb-*")))
                .securityGroups()
                .stream()
                .map(group -> group.groupId())
                .toList();
    }

    @Test
    void aPlainServiceGetsAClassicOneWithInterfacesAndAGroup() {
        assertThat(Balancing.ensure(lab, Map.of()).hostname()).isEmpty();
        lab.pass(4);
        String host = Balancing.ensure(lab, Map.of()).hostname().orElseThrow();
        assertThat(host).endsWith(".us-west-2.elb.amazonaws.com");
        assertThat(classic()).singleElement().satisfies(balancer -> {
            assertThat(balancer.dnsName()).isEqualTo(host);
            assertThat(balancer.subnets()).containsExactlyInAnyOrderElementsOf(stack.publicSubnets);
            assertThat(balancer.listenerDescriptions()).hasSize(2);
            assertThat(lab.elb()
                            .describeTags(r -> r.loadBalancerNames(balancer.loadBalancerName()))
                            .tagDescriptions()
                            .get(0)
                            .tags())
                    .extracting("key")
                    .contains("kubernetes.io/cluster/demo", "kubernetes.io/service-name");
        });
        assertThat(interfaces()).isEqualTo(2);
        assertThat(groups()).hasSize(1);
        refused("DependencyViolation", () -> stack.ec2.deleteSecurityGroup(r -> r.groupId(groups().get(0))));

        assertThat(Balancing.delete(lab)).isFalse();
        assertThat(classic()).isEmpty();
        assertThat(Balancing.delete(lab)).isFalse();
        assertThat(interfaces()).isEqualTo(2);
        lab.pass(40);
        assertThat(Balancing.delete(lab)).isTrue();
        assertThat(interfaces()).isZero();
        assertThat(groups()).isEmpty();
    }

    @Test
    void oneLeftBehindByItsClusterIsDeletedByHand() {
        Balancing.ensure(lab, Map.of());
        lab.pass(4);
        stack.eks.deleteCluster(r -> r.name("demo"));
        lab.pass(198);
        assertThat(classic()).hasSize(1);
        String name = classic().get(0).loadBalancerName();
        refused(
                "DependencyViolation",
                () -> stack.ec2.detachInternetGateway(r -> r.vpcId(stack.vpcId).internetGatewayId(stack.gatewayId)));
        lab.elb().deleteLoadBalancer(r -> r.loadBalancerName(name));
        lab.elb().deleteLoadBalancer(r -> r.loadBalancerName(name));
        refused("LoadBalancerNotFound", () -> lab.elb().describeLoadBalancers(r -> r.loadBalancerNames(name)));
        refused("DependencyViolation", () -> stack.ec2.deleteSubnet(r -> r.subnetId(stack.publicSubnets.get(0))));
        lab.pass(40);
        assertThat(interfaces()).isZero();
        assertThat(groups()).as("the group is nobody's any more").hasSize(1);
        stack.ec2.deleteSecurityGroup(r -> r.groupId(groups().get(0)));
        stack.ec2.detachInternetGateway(r -> r.vpcId(stack.vpcId).internetGatewayId(stack.gatewayId));
    }

    @Test
    void withoutATaggedSubnetTheProblemIsNamed() {
        stack.publicSubnets.forEach(
                id -> stack.ec2.deleteTags(r -> r.resources(id).tags(t -> t.key("kubernetes.io/role/elb"))));
        var answer = Balancing.ensure(lab, Map.of());
        assertThat(answer.hostname()).isEmpty();
        assertThat(answer.problem().orElseThrow()).contains("could not find any suitable subnets");
        assertThat(classic()).isEmpty();
    }

    @Test
    void annotationsChooseNetworkAndInternal() {
        String prefix = "service.beta.kubernetes.io/aws-load-balancer-";
        Balancing.ensure(lab, Map.of(prefix + "type", "nlb", prefix + "internal", "true"));
        lab.pass(4);
        assertThat(Balancing.ensure(lab, Map.of()).hostname()).isPresent();
        assertThat(classic()).isEmpty();
        var v2 = lab.elbv2();
        var balancer = v2.describeLoadBalancers().loadBalancers().get(0);
        assertThat(balancer.schemeAsString()).isEqualTo("internal");
        assertThat(balancer.availabilityZones()).hasSize(2);
        assertThat(v2.describeTargetGroups(r -> r.loadBalancerArn(balancer.loadBalancerArn()))
                        .targetGroups())
                .hasSize(2);
        v2.deleteLoadBalancer(r -> r.loadBalancerArn(balancer.loadBalancerArn()));
        refused(
                "LoadBalancerNotFound",
                () -> v2.describeLoadBalancers(r -> r.loadBalancerArns(balancer.loadBalancerArn())));
        lab.pass(40);
        assertThat(interfaces()).isZero();
    }
}
