package io.meshprovisioner.aws;

import io.meshprovisioner.aws.Handles.Done;
import io.meshprovisioner.aws.Handles.VpcId;
import io.meshprovisioner.plan.Observation;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.plan.Step;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.AttributeBooleanValue;
import software.amazon.awssdk.services.ec2.model.DescribeVpcAttributeRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcAttributeResponse;
import software.amazon.awssdk.services.ec2.model.ModifyVpcAttributeRequest;
import software.amazon.awssdk.services.ec2.model.Vpc;
import software.amazon.awssdk.services.ec2.model.VpcAttributeName;

/** Names in the VPC: nodes find the cluster's private endpoint by them. */
final class VpcDnsResource extends AwsResource<Done> {
    private static final AttributeBooleanValue ON =
            AttributeBooleanValue.builder().value(true).build();

    private final Ref<VpcId> vpc;

    VpcDnsResource(Scope scope, Ref<VpcId> vpc) {
        super(scope, "ec2:VpcDns", "vpc-dns", "DNS support and DNS host names in the VPC", "G1.3");
        this.vpc = need(vpc);
    }

    @Override
    public Observation<Done> observe(Step step) {
        Optional<String> id = scope.named(Look.VPCS, vpc.id().name(), id(), step.now()).stream()
                .map(Vpc::vpcId)
                .findFirst();
        return id.filter(this::on).isPresent() ? Observation.ready(new Done()) : Observation.absent();
    }

    private boolean on(String vpcId) {
        return attribute(vpcId, VpcAttributeName.ENABLE_DNS_SUPPORT)
                        .map(DescribeVpcAttributeResponse::enableDnsSupport)
                        .map(AttributeBooleanValue::value)
                        .orElse(false)
                && attribute(vpcId, VpcAttributeName.ENABLE_DNS_HOSTNAMES)
                        .map(DescribeVpcAttributeResponse::enableDnsHostnames)
                        .map(AttributeBooleanValue::value)
                        .orElse(false);
    }

    private Optional<DescribeVpcAttributeResponse> attribute(String vpcId, VpcAttributeName name) {
        return ec2().find(
                        DescribeVpcAttributeRequest.builder()
                                .vpcId(vpcId)
                                .attribute(name)
                                .build(),
                        Ec2Client::describeVpcAttribute);
    }

    @Override
    public Observation<Done> create(Step step) {
        String vpcId = step.get(vpc).value();
        ModifyVpcAttributeRequest support = ModifyVpcAttributeRequest.builder()
                .vpcId(vpcId)
                .enableDnsSupport(ON)
                .build();
        ModifyVpcAttributeRequest hostNames = ModifyVpcAttributeRequest.builder()
                .vpcId(vpcId)
                .enableDnsHostnames(ON)
                .build();
        // One attribute a call is all that EC2 takes; support comes first, since host names need it.
        for (ModifyVpcAttributeRequest request : List.of(support, hostNames)) {
            ec2().change(step.permit(), request, Ec2Client::modifyVpcAttribute);
        }
        return Observation.ready(new Done());
    }

    @Override
    public Set<String> actions() {
        return Set.of("ec2:ModifyVpcAttribute", "ec2:DescribeVpcAttribute", "ec2:DescribeVpcs");
    }
}
