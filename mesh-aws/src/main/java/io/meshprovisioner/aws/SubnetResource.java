package io.meshprovisioner.aws;

import io.meshprovisioner.aws.Handles.Done;
import io.meshprovisioner.aws.Handles.SubnetId;
import io.meshprovisioner.aws.Handles.VpcId;
import io.meshprovisioner.aws.Layout.PlannedSubnet;
import io.meshprovisioner.plan.Difference;
import io.meshprovisioner.plan.Difference.Remedy;
import io.meshprovisioner.plan.Observation;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.plan.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.CreateSubnetRequest;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.SubnetState;

/** A subnet, tagged so that load balancers find it. */
final class SubnetResource extends Ec2Resource<Subnet, SubnetId> {
    private final PlannedSubnet plan;
    private final Ref<VpcId> vpc;

    SubnetResource(Scope scope, PlannedSubnet plan, Ref<VpcId> vpc) {
        this(scope, plan, vpc, List.of());
    }

    /** @param block what must be added to the VPC first, where the subnet lies in it */
    SubnetResource(Scope scope, PlannedSubnet plan, Ref<VpcId> vpc, List<Ref<Done>> block) {
        super(
                scope,
                Look.SUBNETS,
                ResourceType.SUBNET,
                "ec2:Subnet",
                plan.part(),
                (plan.use() == Layout.Use.PODS ? "subnet of pods " : plan.use() + " subnet ") + plan.cidr() + " in "
                        + plan.zone(),
                plan.use() == Layout.Use.PODS ? "G5.2" : "G1.3");
        this.plan = plan;
        this.vpc = need(vpc);
        waitFor(block);
    }

    @Override
    Map<String, String> desiredTags() {
        Map<String, String> special = new TreeMap<>(plan.use().tags());
        special.put("kubernetes.io/cluster/" + scope.names().cluster(), "shared");
        return scope.tags().of(logical(), special);
    }

    @Override
    Observation<SubnetId> judge(Subnet found) {
        if (found.state() == SubnetState.PENDING) {
            return Observation.pending("pending");
        }
        List<Difference> differences = new ArrayList<>();
        if (!plan.cidr().equals(found.cidrBlock())) {
            differences.add(new Difference("cidrBlock", found.cidrBlock(), plan.cidr(), Remedy.REPLACE));
        }
        if (!plan.zone().equals(found.availabilityZone())) {
            differences.add(new Difference("availabilityZone", found.availabilityZone(), plan.zone(), Remedy.REPLACE));
        }
        return Observation.ready(new SubnetId(found.subnetId()), differences);
    }

    @Override
    public Observation<SubnetId> create(Step step) {
        return judge(ec2().change(
                        step.permit(),
                        CreateSubnetRequest.builder()
                                .vpcId(step.get(vpc).value())
                                .cidrBlock(plan.cidr())
                                .availabilityZone(plan.zone())
                                .tagSpecifications(tagged())
                                .build(),
                        Ec2Client::createSubnet)
                .subnet());
    }

    @Override
    Set<String> operations() {
        return Set.of("CreateSubnet", "DeleteSubnet");
    }
}
