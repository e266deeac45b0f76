package io.meshprovisioner.aws;

import io.meshprovisioner.aws.Handles.Done;
import io.meshprovisioner.aws.Handles.SubnetId;
import io.meshprovisioner.aws.Layout.PlannedSubnet;
import io.meshprovisioner.plan.Observation;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.plan.Step;
import java.util.Set;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.AttributeBooleanValue;
import software.amazon.awssdk.services.ec2.model.ModifySubnetAttributeRequest;

/** Public addresses for the nodes of a public subnet: without NAT they reach nothing otherwise. */
final class SubnetPublicIpsResource extends AwsResource<Done> {
    private final Ref<SubnetId> subnet;

    SubnetPublicIpsResource(Scope scope, PlannedSubnet plan, Ref<SubnetId> subnet) {
        super(
                scope,
                "ec2:SubnetPublicIps",
                plan.part() + "-ips",
                "public addresses for nodes in " + plan.zone(),
                "G1.3");
        this.subnet = need(subnet);
    }

    @Override
    public Observation<Done> observe(Step step) {
        return scope.named(Look.SUBNETS, subnet.id().name(), id(), step.now()).stream()
                        .anyMatch(found -> Boolean.TRUE.equals(found.mapPublicIpOnLaunch()))
                ? Observation.ready(new Done())
                : Observation.absent();
    }

    @Override
    public Observation<Done> create(Step step) {
        ec2().change(
                        step.permit(),
                        ModifySubnetAttributeRequest.builder()
                                .subnetId(step.get(subnet).value())
                                .mapPublicIpOnLaunch(AttributeBooleanValue.builder()
                                        .value(true)
                                        .build())
                                .build(),
                        Ec2Client::modifySubnetAttribute);
        return Observation.ready(new Done());
    }

    @Override
    public Set<String> actions() {
        return Set.of("ec2:ModifySubnetAttribute", "ec2:DescribeSubnets");
    }
}
