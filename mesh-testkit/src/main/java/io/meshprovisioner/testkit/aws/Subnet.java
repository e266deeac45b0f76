package io.meshprovisioner.testkit.aws;

/** A subnet; {@code zone} is a zone's name. */
record Subnet(String id, String vpcId, String cidr, String zone, boolean publicAddresses) {
    static final Kind<Subnet> KIND = new Kind<>(
            "subnet",
            "subnet",
            "SubnetId",
            "InvalidSubnetID.NotFound",
            "The subnet ID '%s' does not exist",
            region -> region.subnets,
            Subnet::id);

    Subnet withPublicAddresses(boolean on) {
        return new Subnet(id, vpcId, cidr, zone, on);
    }

    /** Addresses left, after AWS's own five and those of interfaces. */
    long free(Region here) {
        long used = here.interfaces
                .where(eni -> eni.subnetId().equals(id))
                .mapToLong(eni -> 1L + eni.secondaryAddresses())
                .sum();
        return Cidr.parse(cidr).size() - 5 - used;
    }
}
