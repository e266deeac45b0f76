package io.meshprovisioner.aws;

import io.meshprovisioner.aws.Handles.GroupId;
import io.meshprovisioner.aws.Handles.VpcId;
import io.meshprovisioner.plan.Observation;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.plan.Step;
import java.util.Set;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.CreateSecurityGroupRequest;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;

/** The security group that lets SSH in to the nodes; whom it lets in is {@link SshRuleResource}'s. */
final class SshGroupResource extends Ec2Resource<SecurityGroup, GroupId> {
    private final Ref<VpcId> vpc;

    SshGroupResource(Scope scope, Ref<VpcId> vpc) {
        super(
                scope,
                Look.GROUPS,
                ResourceType.SECURITY_GROUP,
                "ec2:SecurityGroup",
                "node-ssh",
                "security group for SSH to the nodes",
                "G1.5");
        this.vpc = need(vpc);
    }

    @Override
    Observation<GroupId> judge(SecurityGroup found) {
        return Observation.ready(new GroupId(found.groupId()));
    }

    @Override
    public Observation<GroupId> create(Step step) {
        return Observation.ready(new GroupId(ec2().change(
                        step.permit(),
                        CreateSecurityGroupRequest.builder()
                                .groupName(scope.names().mesh() + "-node-ssh")
                                .description("SSH to the nodes of mesh "
                                        + scope.names().mesh() + " from its VPC")
                                .vpcId(step.get(vpc).value())
                                .tagSpecifications(tagged())
                                .build(),
                        Ec2Client::createSecurityGroup)
                .groupId()));
    }

    @Override
    Set<String> operations() {
        return Set.of("CreateSecurityGroup", "DeleteSecurityGroup");
    }
}
