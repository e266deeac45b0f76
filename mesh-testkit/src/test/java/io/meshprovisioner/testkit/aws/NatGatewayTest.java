package io.meshprovisioner.testkit.aws;

import static io.meshprovisioner.testkit.aws.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.NatGateway;

/** NAT gateways and their tokens, the dead ones included. */
class NatGatewayTest {
    private final Lab lab = new Lab();

    @AfterEach
    void close() throws Exception {
        lab.close();
    }

    private NatGateway describe(Stack stack) {
        return stack.ec2
                .describeNatGateways(r -> r.natGatewayIds(stack.natId))
                .natGateways()
                .get(0);
    }

    @Test
    void comesUpInEightySecondsAndGoesInSixty() {
        Stack stack = new Stack(lab).network();
        stack.allocationId = stack.ec2.allocateAddress(r -> r.domain("vpc")).allocationId();
        stack.natId = create(stack, "one");
        assertThat(describe(stack).stateAsString()).isEqualTo("pending");
        lab.pass(79);
        assertThat(describe(stack).stateAsString()).isEqualTo("pending");
        lab.pass(1);
        assertThat(describe(stack).stateAsString()).isEqualTo("available");
        assertThat(describe(stack).natGatewayAddresses().get(0).publicIp()).isNotEmpty();
        refused("Resource.AlreadyAssociated", () -> create(stack, "two"));
        assertThat(stack.ec2
                        .describeNatGateways(
                                r -> r.filter(f -> f.name("state").values("available"), f -> f.name("vpc-id")
                                        .values(stack.vpcId)))
                        .natGateways())
                .hasSize(1);
        assertThat(stack.ec2
                        .describeNatGateways(r -> r.filter(f -> f.name("state").values("pending")))
                        .natGateways())
                .isEmpty();
        stack.ec2.deleteNatGateway(r -> r.natGatewayId(stack.natId));
        lab.pass(59);
        assertThat(describe(stack).stateAsString()).isEqualTo("deleting");
        refused("DependencyViolation", () -> stack.ec2.deleteSubnet(r -> r.subnetId(stack.publicSubnets.get(0))));
        lab.pass(1);
        assertThat(describe(stack).stateAsString()).isEqualTo("deleted");
        assertThat(create(stack, "one")).as("the dead answer to their token").isEqualTo(stack.natId);
        assertThat(create(stack, "three")).isNotEqualTo(stack.natId);
        lab.pass(Duration.ofHours(1));
        refused("NatGatewayNotFound", () -> describe(stack));
    }

    private static String create(Stack stack, String token) {
        return stack.ec2
                .createNatGateway(r -> r.subnetId(stack.publicSubnets.get(0))
                        .allocationId(stack.allocationId)
                        .clientToken(token))
                .natGateway()
                .natGatewayId();
    }

    @Test
    void theSameTokenMeansTheSameMembers() {
        Stack stack = new Stack(lab).network().nat();
        String again = stack.ec2
                .createNatGateway(r -> r.subnetId(stack.publicSubnets.get(0))
                        .allocationId(stack.allocationId)
                        .clientToken("nat-" + stack.vpcId)
                        .tagSpecifications(Stack.named(
                                software.amazon.awssdk.services.ec2.model.ResourceType.NATGATEWAY,
                                "demo",
                                java.util.Map.of("mesh", "demo"))))
                .natGateway()
                .natGatewayId();
        assertThat(again).isEqualTo(stack.natId);
        refused(
                "IdempotentParameterMismatch",
                () -> stack.ec2.createNatGateway(r -> r.subnetId(stack.publicSubnets.get(1))
                        .allocationId(stack.allocationId)
                        .clientToken("nat-" + stack.vpcId)));
    }

    @Test
    void failsWithoutAnInternetGatewayAndFreesItsAddress() {
        Stack stack = new Stack(lab);
        stack.vpcId = stack.ec2.createVpc(r -> r.cidrBlock("10.0.0.0/16")).vpc().vpcId();
        String subnet = stack.ec2
                .createSubnet(r -> r.vpcId(stack.vpcId).cidrBlock("10.0.0.0/24"))
                .subnet()
                .subnetId();
        String address = stack.ec2.allocateAddress(r -> r.domain("vpc")).allocationId();
        stack.natId = stack.ec2
                .createNatGateway(r -> r.subnetId(subnet).allocationId(address))
                .natGateway()
                .natGatewayId();
        lab.pass(20);
        assertThat(describe(stack).stateAsString()).isEqualTo("failed");
        assertThat(describe(stack).failureCode()).isEqualTo("Gateway.NotAttached");
        stack.ec2.releaseAddress(r -> r.allocationId(address));
        stack.ec2.deleteSubnet(r -> r.subnetId(subnet));
    }

    @Test
    void aFateMakesOneFail() {
        Stack stack = new Stack(lab).network();
        lab.read(w -> {
            AwsAccount.of(w)
                    .lay("us-west-2", "ec2:CreateNatGateway", new ResourceFate.Fails("InternalError", "try again"));
            return 0;
        });
        stack.nat();
        assertThat(describe(stack).stateAsString()).isEqualTo("failed");
        assertThat(describe(stack).failureMessage()).isEqualTo("try again");
        stack.natId = create(stack, "next");
        lab.pass(80);
        assertThat(describe(stack).stateAsString()).isEqualTo("available");
    }
}
