package io.meshprovisioner.aws;

import java.net.URI;

/** What AWS resources give to each other; ids of different kinds cannot be mixed up. */
final class Handles {
    private Handles() {}

    record VpcId(String value) {}

    record SubnetId(String value) {}

    /** An internet gateway. */
    record GatewayId(String value) {}

    record RouteTableId(String value) {}

    /** A route table with its default route. */
    record RoutedTable(RouteTableId table) {}

    /** A subnet with a way to the Internet: what lives in it can reach out. */
    record RoutedSubnet(SubnetId subnet) {}

    /** An Elastic IP address. */
    record AllocationId(String value) {}

    record NatGatewayId(String value) {}

    record GroupId(String value) {}

    record KeyName(String value) {}

    /** An IAM user that exists. */
    record UserName(String value) {}

    /** A role that exists. */
    record RoleName(String value, String arn) {}

    /** A role with its policies attached: it can be used. */
    record RoleArn(String value) {}

    record Template(String id, String version) {}

    /** Something is as it should be; there is nothing more to know of it. */
    record Done() {}

    /**
     * A cluster that is ACTIVE.
     *
     * @param certificateAuthority PEM
     * @param securityGroup the group that EKS made for control plane and nodes
     * @param issuer of its service accounts' tokens
     */
    record Cluster(
            String name,
            String arn,
            URI endpoint,
            String certificateAuthority,
            String version,
            GroupId securityGroup,
            URI issuer) {}
}
