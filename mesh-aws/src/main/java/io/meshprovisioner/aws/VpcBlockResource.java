package io.meshprovisioner.aws;

import io.meshprovisioner.aws.Handles.Done;
import io.meshprovisioner.aws.Handles.VpcId;
import io.meshprovisioner.plan.Observation;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.plan.Step;
import java.time.Duration;
import java.util.Set;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.AssociateVpcCidrBlockRequest;
import software.amazon.awssdk.services.ec2.model.VpcCidrBlockAssociation;
import software.amazon.awssdk.services.ec2.model.VpcCidrBlockStateCode;

/** A second block of the VPC, for pods. It goes with the VPC. */
final class VpcBlockResource extends AwsResource<Done> {
    /** How long an association whose answer was lost may stay unseen by Describe. */
    private static final Duration SETTLE = Duration.ofSeconds(60);

    private final Ref<VpcId> vpc;
    private final String block;

    VpcBlockResource(Scope scope, Ref<VpcId> vpc, String block) {
        super(scope, "ec2:VpcCidrBlock", "pod-block", "block " + block + " of the VPC for pods", "G5.2");
        this.vpc = need(vpc);
        this.block = block;
    }

    @Override
    public Observation<Done> observe(Step step) {
        return scope.named(Look.VPCS, vpc.id().name(), id(), step.now()).stream()
                .flatMap(found -> found.cidrBlockAssociationSet().stream())
                .filter(association -> block.equals(association.cidrBlock()))
                .findFirst()
                .map(VpcBlockResource::judge)
                .orElseGet(Observation::absent);
    }

    private static Observation<Done> judge(VpcCidrBlockAssociation found) {
        VpcCidrBlockStateCode state = found.cidrBlockState().state();
        return switch (state) {
            case ASSOCIATED -> Observation.ready(new Done());
            case ASSOCIATING -> Observation.pending("associating");
            case DISASSOCIATING -> new Observation.Leaving<>("disassociating");
            case DISASSOCIATED -> Observation.absent();
            default ->
                new Observation.Failed<>(
                        "EC2 could not add the block: " + found.cidrBlockState().statusMessage(),
                        "Choose another networking.vpcCni.podCidr.",
                        false);
        };
    }

    @Override
    public Observation<Done> create(Step step) {
        return judge(ec2().change(
                        step.permit(),
                        AssociateVpcCidrBlockRequest.builder()
                                .vpcId(step.get(vpc).value())
                                .cidrBlock(block)
                                .build(),
                        Ec2Client::associateVpcCidrBlock)
                .cidrBlockAssociation());
    }

    @Override
    public Duration settle() {
        return SETTLE;
    }

    @Override
    public Set<String> actions() {
        return Set.of("ec2:AssociateVpcCidrBlock", Look.VPCS.action());
    }
}
