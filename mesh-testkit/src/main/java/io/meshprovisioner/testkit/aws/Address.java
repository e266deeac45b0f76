package io.meshprovisioner.testkit.aws;

import java.util.Optional;

/** An Elastic IP address and the interface it is mapped to. */
record Address(String id, String publicIp, Optional<String> associationId, Optional<String> interfaceId) {
    static final Kind<Address> KIND = new Kind<>(
            "elastic-ip",
            "eipalloc",
            "AllocationId",
            "InvalidAllocationID.NotFound",
            "The allocation ID '%s' does not exist",
            region -> region.addresses,
            Address::id);

    Address mappedTo(String association, String eni) {
        return new Address(id, publicIp, Optional.of(association), Optional.of(eni));
    }

    Address unmapped() {
        return new Address(id, publicIp, Optional.empty(), Optional.empty());
    }
}
