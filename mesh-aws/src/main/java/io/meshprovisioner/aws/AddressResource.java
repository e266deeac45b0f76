package io.meshprovisioner.aws;

import io.meshprovisioner.aws.Handles.AllocationId;
import io.meshprovisioner.plan.Observation;
import io.meshprovisioner.plan.Step;
import java.util.Set;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Address;
import software.amazon.awssdk.services.ec2.model.AllocateAddressRequest;
import software.amazon.awssdk.services.ec2.model.DomainType;
import software.amazon.awssdk.services.ec2.model.ResourceType;

/** The public address of a NAT gateway. */
final class AddressResource extends Ec2Resource<Address, AllocationId> {
    AddressResource(Scope scope, String zone) {
        super(
                scope,
                Look.ADDRESSES,
                ResourceType.ELASTIC_IP,
                "ec2:Address",
                "nat-" + zone + "-address",
                "Elastic IP address of the NAT gateway in " + zone,
                "G1.3");
    }

    @Override
    Observation<AllocationId> judge(Address found) {
        return Observation.ready(new AllocationId(found.allocationId()));
    }

    @Override
    public Observation<AllocationId> create(Step step) {
        return Observation.ready(new AllocationId(ec2().change(
                        step.permit(),
                        AllocateAddressRequest.builder()
                                .domain(DomainType.VPC)
                                .tagSpecifications(tagged())
                                .build(),
                        Ec2Client::allocateAddress)
                .allocationId()));
    }

    @Override
    Set<String> operations() {
        return Set.of("AllocateAddress", "ReleaseAddress");
    }
}
