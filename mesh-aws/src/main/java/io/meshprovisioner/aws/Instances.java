package io.meshprovisioner.aws;

import java.util.List;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.Reservation;

/** Machines, which EC2 lists by the reservations that they were launched in. */
final class Instances {
    private Instances() {}

    static List<Instance> by(AwsCalls calls, Filter... filters) {
        return Pages.all(
                        token -> calls.ec2()
                                .read(
                                        DescribeInstancesRequest.builder()
                                                .filters(filters)
                                                .nextToken(token)
                                                .build(),
                                        Ec2Client::describeInstances),
                        DescribeInstancesResponse::reservations,
                        DescribeInstancesResponse::nextToken)
                .stream()
                .map(Reservation::instances)
                .flatMap(List::stream)
                .toList();
    }
}
