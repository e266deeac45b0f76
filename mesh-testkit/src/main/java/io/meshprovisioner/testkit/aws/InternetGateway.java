package io.meshprovisioner.testkit.aws;

import java.util.Optional;

/** An internet gateway and the VPC it is attached to. */
record InternetGateway(String id, Optional<String> vpcId) {
    static final Kind<InternetGateway> KIND = new Kind<>(
            "internet-gateway",
            "igw",
            "InternetGatewayId",
            "InvalidInternetGatewayID.NotFound",
            "The internetGateway ID '%s' does not exist",
            region -> region.internetGateways,
            InternetGateway::id);
}
