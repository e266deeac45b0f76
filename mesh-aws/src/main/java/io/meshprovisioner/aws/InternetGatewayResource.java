package io.meshprovisioner.aws;

import io.meshprovisioner.aws.Handles.GatewayId;
import io.meshprovisioner.plan.Observation;
import io.meshprovisioner.plan.Step;
import java.util.Set;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.CreateInternetGatewayRequest;
import software.amazon.awssdk.services.ec2.model.InternetGateway;
import software.amazon.awssdk.services.ec2.model.ResourceType;

final class InternetGatewayResource extends Ec2Resource<InternetGateway, GatewayId> {
    InternetGatewayResource(Scope scope) {
        super(
                scope,
                Look.GATEWAYS,
                ResourceType.INTERNET_GATEWAY,
                "ec2:InternetGateway",
                "internet-gateway",
                "internet gateway",
                "G1.3");
    }

    @Override
    Observation<GatewayId> judge(InternetGateway found) {
        return Observation.ready(new GatewayId(found.internetGatewayId()));
    }

    @Override
    public Observation<GatewayId> create(Step step) {
        return judge(ec2().change(
                        step.permit(),
                        CreateInternetGatewayRequest.builder()
                                .tagSpecifications(tagged())
                                .build(),
                        Ec2Client::createInternetGateway)
                .internetGateway());
    }

    @Override
    Set<String> operations() {
        return Set.of("CreateInternetGateway", "DeleteInternetGateway");
    }
}
