package io.meshprovisioner.testkit.aws;

import java.time.Instant;
import java.util.List;

/** A VPC; its blocks start with the primary one. */
record Vpc(String id, List<Block> blocks, boolean dnsSupport, boolean dnsHostnames, String dhcpOptions) {
    static final Kind<Vpc> KIND = new Kind<>(
            "vpc",
            "vpc",
            "VpcId",
            "InvalidVpcID.NotFound",
            "The vpc ID '%s' does not exist",
            region -> region.vpcs,
            Vpc::id);

    Vpc {
        blocks = List.copyOf(blocks);
    }

    String cidr() {
        return blocks.get(0).cidr();
    }

    Vpc withDns(boolean support, boolean hostnames) {
        return new Vpc(id, blocks, support, hostnames, dhcpOptions);
    }

    Vpc withBlocks(List<Block> others) {
        return new Vpc(id, others, dnsSupport, dnsHostnames, dhcpOptions);
    }

    /** An associated IPv4 block. */
    record Block(String associationId, String cidr, Instant since) {}
}
