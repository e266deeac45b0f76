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

/** What a group of ours lets in from the VPC's own addresses: never from the world. Its value is the group, fit for use. */
final class IngressRuleResource extends AwsResource<GroupId> {
    private static final int SSH = 22;
    private static final int HTTPS = 443;

    private final Ref<GroupId> group;
    private final int port;
    private final String from;
    private final String description;

    private IngressRuleResource(
            Scope scope, Ref<GroupId> group, String part, Opening opening, String from, String guideRow) {
        super(scope, "ec2:SecurityGroupRule", part, opening.title + " from " + from, guideRow);
        this.group = need(group);
        this.port = opening.port;
        this.from = from;
        this.description = opening.description;
    }

    static IngressRuleResource ofSsh(Scope scope, Ref<GroupId> group, String vpcCidr) {
        return new IngressRuleResource(
                scope,
                group,
                "node-ssh-rule",
                new Opening(SSH, "SSH to the nodes", "SSH from the VPC"),
                vpcCidr,
                "G1.5");
    }

    /** @param part one for each block of the VPC */
    static IngressRuleResource ofEndpoints(Scope scope, Ref<GroupId> group, String part, String block) {
        return new IngressRuleResource(
                scope, group, part, new Opening(HTTPS, "HTTPS to VPC endpoints", "HTTPS from the VPC"), block, "G1.3");
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
        return Integer.valueOf(port).equals(permission.fromPort())
                && Integer.valueOf(port).equals(permission.toPort())
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
                                        .fromPort(port)
                                        .toPort(port)
                                        .ipRanges(IpRange.builder()
                                                .cidrIp(from)
                                                .description(description)
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

    private record Opening(int port, String title, String description) {}
}
