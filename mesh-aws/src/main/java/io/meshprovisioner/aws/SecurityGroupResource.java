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

/** A security group of ours; whom it lets in is {@link IngressRuleResource}'s. */
final class SecurityGroupResource extends Ec2Resource<SecurityGroup, GroupId> {
    private final Ref<VpcId> vpc;
    private final String part;
    private final String description;

    private SecurityGroupResource(
            Scope scope, Ref<VpcId> vpc, String part, String title, String description, String guideRow) {
        super(
                scope,
                Look.GROUPS,
                ResourceType.SECURITY_GROUP,
                "ec2:SecurityGroup",
                part,
                "security group for " + title,
                guideRow);
        this.vpc = need(vpc);
        this.part = part;
        this.description = description;
    }

    static SecurityGroupResource ofSsh(Scope scope, Ref<VpcId> vpc) {
        String mesh = scope.names().mesh();
        return new SecurityGroupResource(
                scope,
                vpc,
                "node-ssh",
                "SSH to the nodes",
                "SSH to the nodes of mesh " + mesh + " from its VPC",
                "G1.5");
    }

    static SecurityGroupResource ofEndpoints(Scope scope, Ref<VpcId> vpc) {
        String mesh = scope.names().mesh();
        return new SecurityGroupResource(
                scope,
                vpc,
                VpcEndpointResource.GROUP,
                "VPC endpoints",
                "VPC endpoints of mesh " + mesh + " from its VPC",
                "G1.3");
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
                                .groupName(scope.names().mesh() + "-" + part)
                                .description(description)
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
