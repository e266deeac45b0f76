package io.meshprovisioner.aws;

import io.meshprovisioner.aws.Handles.RoutedSubnet;
import io.meshprovisioner.aws.Handles.SubnetId;
import io.meshprovisioner.aws.Layout.PlannedSubnet;
import io.meshprovisioner.plan.Observation;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.plan.Step;
import java.util.Set;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.AttributeBooleanValue;
import software.amazon.awssdk.services.ec2.model.ModifySubnetAttributeRequest;
import software.amazon.awssdk.services.ec2.model.Subnet;

/**
 * Public addresses for the nodes of a public subnet: without NAT they reach nothing otherwise. Its value is the subnet,
 * fit for nodes.
 */
final class SubnetPublicIpsResource extends AwsResource<RoutedSubnet> {
    private final Ref<RoutedSubnet> subnet;
    private final String subnetName;

    SubnetPublicIpsResource(Scope scope, PlannedSubnet plan, Ref<RoutedSubnet> subnet) {
        super(
                scope,
                "ec2:SubnetPublicIps",
                plan.part() + "-ips",
                "public addresses for nodes in " + plan.zone(),
                "G1.3");
        this.subnet = need(subnet);
        this.subnetName = scope.names().logical(plan.part());
    }

    @Override
    public Observation<RoutedSubnet> observe(Step step) {
        return scope.named(Look.SUBNETS, subnetName, id(), step.now()).stream()
                .filter(found -> Boolean.TRUE.equals(found.mapPublicIpOnLaunch()))
                .map(Subnet::subnetId)
                .findFirst()
                .map(found -> Observation.ready(new RoutedSubnet(new SubnetId(found))))
                .orElseGet(Observation::absent);
    }

    @Override
    public Observation<RoutedSubnet> create(Step step) {
        RoutedSubnet routed = step.get(subnet);
        ec2().change(
                        step.permit(),
                        ModifySubnetAttributeRequest.builder()
                                .subnetId(routed.subnet().value())
                                .mapPublicIpOnLaunch(AttributeBooleanValue.builder()
                                        .value(true)
                                        .build())
                                .build(),
                        Ec2Client::modifySubnetAttribute);
        return Observation.ready(routed);
    }

    @Override
    public Set<String> actions() {
        return Set.of("ec2:ModifySubnetAttribute", "ec2:DescribeSubnets");
    }
}
