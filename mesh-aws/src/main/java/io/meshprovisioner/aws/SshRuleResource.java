package io.meshprovisioner.aws;

import io.meshprovisioner.aws.Handles.GroupId;
import io.meshprovisioner.plan.Observation;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.plan.Step;
import java.util.Set;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.AuthorizeSecurityGroupIngressRequest;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;

/** SSH from the VPC's own addresses: never from the world. Its value is the group, fit for use. */
final class SshRuleResource extends AwsResource<GroupId> {
    private static final int SSH = 22;

    private final Ref<GroupId> group;
    private final String from;

    SshRuleResource(Scope scope, Ref<GroupId> group, String vpcCidr) {
        super(scope, "ec2:SecurityGroupRule", "node-ssh-rule", "SSH to the nodes from " + vpcCidr, "G1.5");
        this.group = need(group);
        this.from = vpcCidr;
    }

    @Override
    public Observation<GroupId> observe(Step step) {
        return scope.named(Look.GROUPS, group.id().name(), id(), step.now()).stream()
                .filter(found -> found.ipPermissions().stream().anyMatch(this::isOurs))
                .findFirst()
                .map(found -> Observation.ready(new GroupId(found.groupId())))
                .orElseGet(Observation::absent);
    }

    private boolean isOurs(IpPermission permission) {
        return Integer.valueOf(SSH).equals(permission.fromPort())
                && Integer.valueOf(SSH).equals(permission.toPort())
                && permission.ipRanges().stream().anyMatch(range -> from.equals(range.cidrIp()));
    }

    @Override
    public Observation<GroupId> create(Step step) {
        GroupId id = step.get(group);
        ec2().change(
                        step.permit(),
                        AuthorizeSecurityGroupIngressRequest.builder()
                                .groupId(id.value())
                                .ipPermissions(IpPermission.builder()
                                        .ipProtocol("tcp")
                                        .fromPort(SSH)
                                        .toPort(SSH)
                                        .ipRanges(IpRange.builder()
                                                .cidrIp(from)
                                                .description("SSH from the VPC")
                                                .build())
                                        .build())
                                .build(),
                        Ec2Client::authorizeSecurityGroupIngress);
        return Observation.ready(id);
    }

    @Override
    public Set<String> actions() {
        return Set.of("ec2:AuthorizeSecurityGroupIngress", "ec2:DescribeSecurityGroups");
    }
}
