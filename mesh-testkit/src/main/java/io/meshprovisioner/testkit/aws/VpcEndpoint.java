package io.meshprovisioner.testkit.aws;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A VPC endpoint.
 *
 * @param service all of its service's name
 * @param gateway by routes, not by interfaces
 * @param readyAt when it becomes available
 * @param failure what it fails with at {@code readyAt}
 * @param deleteAt when deletion was asked for
 */
record VpcEndpoint(
        String id,
        String vpcId,
        String service,
        boolean gateway,
        boolean privateDns,
        List<String> tables,
        List<String> subnets,
        List<String> groups,
        List<String> interfaces,
        Instant created,
        Instant readyAt,
        Optional<ResourceFate.Fails> failure,
        Optional<Instant> deleteAt) {
    static final Kind<VpcEndpoint> KIND = new Kind<>(
            "vpc-endpoint",
            "vpce",
            "VpcEndpointId",
            "InvalidVpcEndpointId.NotFound",
            "The Vpc Endpoint Id '%s' does not exist",
            region -> region.vpcEndpoints,
            VpcEndpoint::id);

    VpcEndpoint {
        tables = List.copyOf(tables);
        subnets = List.copyOf(subnets);
        groups = List.copyOf(groups);
        interfaces = List.copyOf(interfaces);
    }

    VpcEndpoint deletedFrom(Instant instant) {
        return entered(new Entry(privateDns, tables, subnets, groups, interfaces), Optional.of(instant));
    }

    /**
     * Where it is entered.
     *
     * @param interfaces one per subnet, in the same order
     */
    record Entry(
            boolean privateDns,
            List<String> tables,
            List<String> subnets,
            List<String> groups,
            List<String> interfaces) {}

    VpcEndpoint entered(Entry entry) {
        return entered(entry, deleteAt);
    }

    private VpcEndpoint entered(Entry entry, Optional<Instant> deletedAt) {
        return new VpcEndpoint(
                id,
                vpcId,
                service,
                gateway,
                entry.privateDns(),
                entry.tables(),
                entry.subnets(),
                entry.groups(),
                entry.interfaces(),
                created,
                readyAt,
                failure,
                deletedAt);
    }

    String state(Site site) {
        if (deleteAt.isPresent()) {
            return "deleting";
        }
        if (readyAt.isAfter(site.now())) {
            return "pending";
        }
        return failure.isPresent() ? "failed" : "available";
    }
}
