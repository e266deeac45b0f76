package io.meshprovisioner.aws;

import io.meshprovisioner.aws.Handles.VpcId;
import io.meshprovisioner.plan.Difference;
import io.meshprovisioner.plan.Observation;
import io.meshprovisioner.plan.Step;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.CreateVpcRequest;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Vpc;
import software.amazon.awssdk.services.ec2.model.VpcState;

final class VpcResource extends Ec2Resource<Vpc, VpcId> {
    private final String cidr;

    VpcResource(Scope scope, String cidr) {
        super(scope, Look.VPCS, ResourceType.VPC, "ec2:Vpc", "vpc", "VPC " + cidr, "G1.3");
        this.cidr = cidr;
    }

    @Override
    Observation<VpcId> judge(Vpc found) {
        if (found.state() == VpcState.PENDING) {
            return Observation.pending("pending");
        }
        List<Difference> differences = cidr.equals(found.cidrBlock())
                ? List.of()
                : List.of(new Difference("cidrBlock", found.cidrBlock(), cidr, Difference.Remedy.REPLACE));
        return Observation.ready(new VpcId(found.vpcId()), differences);
    }

    @Override
    public Observation<VpcId> create(Step step) {
        return judge(ec2().change(
                        step.permit(),
                        CreateVpcRequest.builder()
                                .cidrBlock(cidr)
                                .tagSpecifications(tagged())
                                .build(),
                        Ec2Client::createVpc)
                .vpc());
    }

    @Override
    Set<String> operations() {
        return Set.of("CreateVpc", "DeleteVpc");
    }
}
