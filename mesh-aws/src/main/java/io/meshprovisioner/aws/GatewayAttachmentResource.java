package io.meshprovisioner.aws;

import io.meshprovisioner.aws.Handles.GatewayId;
import io.meshprovisioner.aws.Handles.VpcId;
import io.meshprovisioner.plan.Observation;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.plan.Step;
import java.util.Set;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.AttachInternetGatewayRequest;
import software.amazon.awssdk.services.ec2.model.InternetGateway;

/** The internet gateway at its VPC. Its value is the gateway, ready to be routed to. */
final class GatewayAttachmentResource extends AwsResource<GatewayId> {
    private final Ref<VpcId> vpc;
    private final Ref<GatewayId> gateway;

    GatewayAttachmentResource(Scope scope, Ref<VpcId> vpc, Ref<GatewayId> gateway) {
        super(
                scope,
                "ec2:InternetGatewayAttachment",
                "internet-gateway-attachment",
                "internet gateway attached to the VPC",
                "G1.3");
        this.vpc = need(vpc);
        this.gateway = need(gateway);
    }

    @Override
    public Observation<GatewayId> observe(Step step) {
        return scope.named(Look.GATEWAYS, gateway.id().name(), id(), step.now()).stream()
                .filter(InternetGateway::hasAttachments)
                .filter(found -> !found.attachments().isEmpty())
                .findFirst()
                .map(found -> Observation.ready(new GatewayId(found.internetGatewayId())))
                .orElseGet(Observation::absent);
    }

    @Override
    public Observation<GatewayId> create(Step step) {
        GatewayId id = step.get(gateway);
        ec2().change(
                        step.permit(),
                        AttachInternetGatewayRequest.builder()
                                .internetGatewayId(id.value())
                                .vpcId(step.get(vpc).value())
                                .build(),
                        Ec2Client::attachInternetGateway);
        return Observation.ready(id);
    }

    @Override
    public Set<String> actions() {
        return Set.of("ec2:AttachInternetGateway", "ec2:DetachInternetGateway", "ec2:DescribeInternetGateways");
    }
}
