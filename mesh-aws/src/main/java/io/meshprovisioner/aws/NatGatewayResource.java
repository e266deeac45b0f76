package io.meshprovisioner.aws;

import io.meshprovisioner.aws.Handles.AllocationId;
import io.meshprovisioner.aws.Handles.NatGatewayId;
import io.meshprovisioner.aws.Handles.RoutedSubnet;
import io.meshprovisioner.plan.Observation;
import io.meshprovisioner.plan.Pace;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.plan.Step;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.CreateNatGatewayRequest;
import software.amazon.awssdk.services.ec2.model.DeleteNatGatewayRequest;
import software.amazon.awssdk.services.ec2.model.NatGateway;
import software.amazon.awssdk.services.ec2.model.NatGatewayState;
import software.amazon.awssdk.services.ec2.model.ResourceType;

/**
 * The way of private subnets to the Internet, from a public one. One that came up failed is thrown away and made anew.
 */
final class NatGatewayResource extends Ec2Resource<NatGateway, NatGatewayId> {
    private static final Pace PACE = new Pace(Duration.ofSeconds(80), Duration.ofSeconds(20));

    private final Ref<RoutedSubnet> subnet;
    private final Ref<AllocationId> address;

    NatGatewayResource(Scope scope, String zone, Ref<RoutedSubnet> subnet, Ref<AllocationId> address) {
        super(
                scope,
                Look.NAT_GATEWAYS,
                ResourceType.NATGATEWAY,
                "ec2:NatGateway",
                "nat-" + zone,
                "NAT gateway in " + zone,
                "G1.3");
        this.subnet = need(subnet);
        this.address = need(address);
    }

    @Override
    public Pace pace() {
        return PACE;
    }

    @Override
    boolean dead(NatGateway found) {
        return switch (found.state()) {
            case FAILED, DELETING, DELETED -> true;
            default -> false;
        };
    }

    @Override
    Observation<NatGatewayId> noneAlive(List<NatGateway> dead) {
        if (dead.stream().anyMatch(found -> found.state() == NatGatewayState.DELETING)) {
            return new Observation.Leaving<>("deleting");
        }
        return dead.stream()
                .filter(found -> found.state() == NatGatewayState.FAILED)
                .findFirst()
                .<Observation<NatGatewayId>>map(found -> new Observation.Failed<>(
                        found.natGatewayId() + " failed: " + found.failureCode() + " (" + found.failureMessage() + ")",
                        "It is deleted and made anew; when that fails, too, the reason says what is missing.",
                        true))
                .orElseGet(Observation::absent);
    }

    @Override
    Observation<NatGatewayId> judge(NatGateway found) {
        return found.state() == NatGatewayState.AVAILABLE
                ? Observation.ready(new NatGatewayId(found.natGatewayId()))
                : Observation.pending(found.stateAsString());
    }

    @Override
    public Observation<NatGatewayId> create(Step step) {
        CreateNatGatewayRequest request = CreateNatGatewayRequest.builder()
                .subnetId(step.get(subnet).subnet().value())
                .allocationId(step.get(address).value())
                .tagSpecifications(tagged())
                .build();
        int predecessors = (int) all(step).stream().filter(this::dead).count();
        String token = Tokens.of(logical(), request, predecessors);
        return judge(ec2().change(
                        step.permit(), request.toBuilder().clientToken(token).build(), Ec2Client::createNatGateway)
                .natGateway());
    }

    @Override
    public void discard(Step step) {
        all(step).stream()
                .filter(found -> found.state() == NatGatewayState.FAILED)
                .forEach(found -> ec2().changeIfThere(
                                step.permit(),
                                DeleteNatGatewayRequest.builder()
                                        .natGatewayId(found.natGatewayId())
                                        .build(),
                                Ec2Client::deleteNatGateway));
    }

    @Override
    public Duration settle() {
        return Duration.ZERO;
    }

    @Override
    Set<String> operations() {
        return Set.of("CreateNatGateway", "DeleteNatGateway");
    }
}
